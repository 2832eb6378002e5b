import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Preview, SyncRun } from '../../api/contract.ts'
import { previewPath, runPath } from '../reading/paths.ts'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'
import { countWords } from '../words/amounts.ts'
import { askedByWords } from '../words/asked-by-words.ts'
import { includedWords } from '../words/include-words.ts'
import { momentWords, spanWords } from '../words/moments.ts'
import { isOver, runWords } from '../words/status-words.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { FailureAlert } from './failure-alert.tsx'
import { RunCounts } from './run-counts.tsx'
import { StageWords } from './stage-words.tsx'
import { ToldBadge } from './told-badge.tsx'

/** One run: where it is, how much is done, what came of it, and why it stopped if it did. */
export function RunProgress({ run, linked = true }: { run: SyncRun; linked?: boolean }) {
  const { company, provider } = useHere()
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text>{sentenceCase(includedWords(run.include))}</Text>
          <Text size="sm" c="dimmed">
            Asked for by {askedByWords(run.askedBy, provider)}, {momentWords(run.createdAt, company.timeZone)}
            {run.finishedAt && run.startedAt && ` · took ${spanWords(run.startedAt, run.finishedAt)}`}
          </Text>
        </div>
        <ToldBadge told={runWords[run.status]} />
      </Group>
      {!isOver(run) && <Going run={run} />}
      {run.problem && (
        <Alert color={run.status === 'Failed' ? 'red' : 'yellow'} title={run.problem.title}>
          <ExplainedWords explained={run.problem} titled={false} />
        </Alert>
      )}
      <RunCounts counts={run.counts} />
      {linked && (
        <Anchor component={Link} href={`/history/${run.syncRunId}`} size="sm">
          Every document of this run
        </Anchor>
      )}
    </Stack>
  )
}

function Going({ run }: { run: SyncRun }) {
  const { provider } = useHere()
  return (
    <div>
      <Text size="sm" role="status">
        {run.stage ? <StageWords stage={run.stage} provider={provider} /> : 'Waits for its turn'}
      </Text>
      <HowFar run={run} />
      <Group mt="xs" justify="space-between">
        <Text size="sm" c="dimmed">
          You can close this page and go on working. The bell tells you how it went.
        </Text>
        <StopButton run={run} />
      </Group>
    </div>
  )
}

/** A run plans as it goes, so how much there is in all is known only from the preview that it carries out. */
function HowFar({ run }: { run: SyncRun }) {
  const { connectionPath } = useHere()
  const preview = useRead<Preview>(run.previewId ? previewPath(connectionPath, run.previewId) : undefined)
  const done = sumOf(run.counts.byKind)
  const inHand = run.counts.toGo
  if (done + inHand === 0) return null
  if (!preview.data) {
    return (
      <Text size="sm" c="dimmed" mt={4}>
        {countWords(done)} documents done, {countWords(inHand)} in hand
      </Text>
    )
  }
  const all = Math.max(sumOf(preview.data.decisions), done + inHand)
  return (
    <>
      <Progress value={(done / all) * 100} mt={6} aria-label={`${done} of ${all} documents`} />
      <Text size="sm" c="dimmed" mt={4}>
        {countWords(done)} of {countWords(all)} documents
      </Text>
    </>
  )
}

function StopButton({ run }: { run: SyncRun }) {
  const { connectionPath } = useHere()
  const stop = useAction<unknown>([`${connectionPath}/sync-runs`])
  if (run.stopAskedAt) return <Text size="sm">Stops after the batch that is on its way.</Text>
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={stop.isPending}
        onClick={() => stop.mutate({ method: 'POST', path: `${runPath(connectionPath, run.syncRunId)}/stop` })}
      >
        Stop
      </Button>
      {stop.error && <FailureAlert failure={stop.error} />}
    </>
  )
}

const sumOf = (byKind: Record<string, Record<string, number>>): number =>
  Object.values(byKind)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0)

const sentenceCase = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
