import { Anchor, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Page, SyncRun } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { isOver } from '../words/status-words.ts'
import { useHere } from './company-context.ts'
import { Reading } from './reading.tsx'
import { RunProgress } from './run-progress.tsx'

const LOOKED_AT = 10
const IDLE_EVERY_SECONDS = 10
const BUSY_EVERY_SECONDS = 3

/** What is being synced now, else the newest sync that had documents. It lives on the server: closing this page changes nothing. */
export function LatestRun() {
  const { connectionPath } = useHere()
  const runs = useRead<Page<SyncRun>>(withQuery(`${connectionPath}/sync-runs`, { limit: LOOKED_AT }), (read) =>
    read?.items.every(isOver) ? IDLE_EVERY_SECONDS : BUSY_EVERY_SECONDS,
  )
  return (
    <Paper>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{runs.data?.items.some((run) => !isOver(run)) ? 'Syncing now' : 'Latest sync'}</Title>
        <Anchor component={Link} href="/history" size="sm">
          Sync history
        </Anchor>
      </Group>
      <Reading read={runs}>{({ items }) => <Shown runs={shownOf(items)} />}</Reading>
    </Paper>
  )
}

function Shown({ runs }: { runs: SyncRun[] }) {
  if (runs.length === 0) return <Text c="dimmed">Nothing has been synced yet.</Text>
  return (
    <Stack gap="md">
      {runs.map((run, index) => (
        <div key={run.syncRunId}>
          {index > 0 && <Divider mb="md" />}
          <RunProgress run={run} />
        </div>
      ))}
    </Stack>
  )
}

/** Runs that are going on, those that have begun first; without one, the newest that has something to tell. */
function shownOf(runs: SyncRun[]): SyncRun[] {
  const going = runs.filter((run) => !isOver(run))
  if (going.length > 0) return going.toSorted((a, b) => Number(a.startedAt === null) - Number(b.startedAt === null))
  const telling = runs.filter(({ counts, problem }) => problem !== null || Object.keys(counts.byKind).length > 0)
  return telling.length > 0 ? withItsCause(telling) : runs.slice(0, 1)
}

/** The newest run; where it only carried on what an earlier one had made ready to go, that one stands first: it is the one somebody asked for. */
function withItsCause(runs: SyncRun[]): SyncRun[] {
  const asked = runs.findIndex(({ askedBy }) => askedBy !== 'sync')
  return runs.slice(0, asked + 1 || 1).toReversed()
}
