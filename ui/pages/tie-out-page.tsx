import { Anchor, Button, Loader, Paper, Stack, Text } from '@mantine/core'
import type { TieOut } from '../../api/contract.ts'
import { ApiProblem } from '../api-client.ts'
import { useHere } from '../parts/company-context.ts'
import { FailureAlert } from '../parts/failure-alert.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { TieOutCauses } from '../parts/tie-out-causes.tsx'
import { TieOutLines } from '../parts/tie-out-lines.tsx'
import { TieOutTotals } from '../parts/tie-out-totals.tsx'
import { TieOutVerdict } from '../parts/tie-out-verdict.tsx'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'

const BUSY_EVERY_SECONDS = 2
const isGoing = (sheet: TieOut): boolean => sheet.state === 'waiting' || sheet.state === 'running'

/** Both sides compared, difference by difference. */
export function TieOutPage() {
  const { connectionPath, connection, provider } = useHere()
  const path = `${connectionPath}/tie-out`
  const sheet = useRead<TieOut>(path, (read) => (read && isGoing(read) ? BUSY_EVERY_SECONDS : undefined))
  const compare = useAction<unknown>([path])
  const none = sheet.error instanceof ApiProblem && sheet.error.details.status === 404
  return (
    <>
      <PageTitle title="Tie-out" about={`What is in your job software and what is in ${provider}, compared to the penny.`}>
        {sheet.data?.state === 'done' && (
          <Anchor href={`${path}?format=csv`} size="sm" download>
            As a file (CSV)
          </Anchor>
        )}
        <Button
          loading={compare.isPending}
          disabled={connection.state !== 'ready' || (sheet.data !== undefined && isGoing(sheet.data))}
          onClick={() => compare.mutate({ method: 'POST', path })}
        >
          Compare now
        </Button>
      </PageTitle>
      {compare.error && <FailureAlert failure={compare.error} />}
      {none ? (
        <NothingHere title="Nothing has been compared yet">
          It is done every night once syncing has begun, and whenever you press Compare now.
        </NothingHere>
      ) : (
        <Reading read={sheet}>{(read) => (isGoing(read) ? <Going /> : <Sheet sheet={read} path={path} />)}</Reading>
      )}
    </>
  )
}

function Going() {
  return (
    <Paper role="status">
      <Loader size="sm" aria-hidden /> <Text span>Both sides are being read and compared.</Text>
    </Paper>
  )
}

function Sheet({ sheet, path }: { sheet: TieOut; path: string }) {
  return (
    <Stack gap="lg">
      <TieOutVerdict sheet={sheet} />
      <TieOutTotals summary={sheet.summary} />
      <TieOutCauses summary={sheet.summary} />
      <TieOutLines path={`${path}/${sheet.tieOutId}`} />
    </Stack>
  )
}
