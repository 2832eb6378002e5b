import { Anchor, Paper, Stack } from '@mantine/core'
import { Link } from 'wouter'
import type { SyncRun } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { RunDetails } from '../parts/run-details.tsx'
import { RunLog } from '../parts/run-log.tsx'
import { runPath } from '../reading/paths.ts'
import { useRead } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'
import { isOver } from '../words/status-words.ts'

const BUSY_EVERY_SECONDS = 3

/** One run on a page of its own, to be linked to. */
export function RunPage({ syncRunId }: { syncRunId: string }) {
  const { connectionPath, company } = useHere()
  const path = runPath(connectionPath, syncRunId)
  const run = useRead<SyncRun>(path, (read) => (read && isOver(read) ? undefined : BUSY_EVERY_SECONDS))
  return (
    <>
      <PageTitle title={run.data ? `Sync of ${momentWords(run.data.createdAt, company.timeZone)}` : 'Sync'}>
        <Anchor component={Link} href="/history" size="sm">
          All of the sync history
        </Anchor>
      </PageTitle>
      <Reading read={run}>
        {(read) => (
          <Stack>
            <Paper>
              <RunDetails run={read} />
            </Paper>
            <RunLog path={`${path}/log`} />
          </Stack>
        )}
      </Reading>
    </>
  )
}
