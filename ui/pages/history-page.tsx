import { Accordion, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { SyncRun } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { RunDetails } from '../parts/run-details.tsx'
import { ToldBadge } from '../parts/told-badge.tsx'
import { usePages } from '../reading/use-read.ts'
import { includedWords } from '../words/include-words.ts'
import { momentWords } from '../words/moments.ts'
import { summaryWords } from '../words/run-summary.ts'
import { runWords } from '../words/status-words.ts'

/** Every sync there was, newest first; each opens to its documents. */
export function HistoryPage() {
  const { connectionPath } = useHere()
  const runs = usePages<SyncRun>(`${connectionPath}/sync-runs`)
  return (
    <>
      <PageTitle
        title="Sync history"
        about="Every sync there was, also the failed ones. Open one to see each document with what became of it."
      />
      <Reading read={{ data: runs.items, error: runs.error }}>
        {(items) => (items.length === 0 ? <NothingHere title="Nothing has been synced yet" /> : <RunList runs={items} />)}
      </Reading>
      <MoreButton list={runs} />
    </>
  )
}

/** The documents of a run are read when it is opened, not before. */
function RunList({ runs }: { runs: SyncRun[] }) {
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <Accordion variant="contained" value={opened} onChange={setOpened} order={2}>
      {runs.map((run) => (
        <Accordion.Item key={run.syncRunId} value={run.syncRunId} bg="var(--mantine-color-body)">
          <Accordion.Control>
            <RunLine run={run} />
          </Accordion.Control>
          <Accordion.Panel>{opened === run.syncRunId && <RunDetails run={run} linked />}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

function RunLine({ run }: { run: SyncRun }) {
  const { company } = useHere()
  return (
    <Group justify="space-between" wrap="nowrap" pr="sm">
      <div>
        <Text fw={600}>{momentWords(run.createdAt, company.timeZone)}</Text>
        <Text size="sm" c="dimmed">
          {includedWords(run.include)} · {summaryWords(run)}
        </Text>
      </div>
      <ToldBadge told={runWords[run.status]} />
    </Group>
  )
}
