import { Anchor, Group, Paper, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Page, SyncRun } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { isOver } from '../words/status-words.ts'
import { useHere } from './company-context.ts'
import { Reading } from './reading.tsx'
import { RunProgress } from './run-progress.tsx'

const IDLE_EVERY_SECONDS = 10
const BUSY_EVERY_SECONDS = 3

/** How the newest run is getting on. It lives on the server: closing this page changes nothing. */
export function LatestRun() {
  const { connectionPath } = useHere()
  const runs = useRead<Page<SyncRun>>(withQuery(`${connectionPath}/sync-runs`, { limit: 1 }), (read) =>
    read?.items[0] && !isOver(read.items[0]) ? BUSY_EVERY_SECONDS : IDLE_EVERY_SECONDS,
  )
  const run = runs.data?.items[0]
  return (
    <Paper>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Latest sync</Title>
        <Anchor component={Link} href="/history" size="sm">
          Sync history
        </Anchor>
      </Group>
      <Reading read={runs}>{() => (run ? <RunProgress run={run} /> : <Text c="dimmed">Nothing has been synced yet.</Text>)}</Reading>
    </Paper>
  )
}
