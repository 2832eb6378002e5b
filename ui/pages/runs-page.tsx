import { Anchor, NativeSelect, Paper, Table } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OperatorRun, Session } from '../../api/contract.ts'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { OutwardLink } from '../parts/outward-link.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { ToldBadge } from '../parts/told-badge.tsx'
import { usePages } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'
import { summaryWords } from '../words/run-summary.ts'
import { runWords } from '../words/status-words.ts'

/** For support: runs across companies, newest first, with the way into the Temporal UI. */
export function RunsPage({ session }: { session: Session }) {
  const [state, setState] = useState('')
  const runs = usePages<OperatorRun>('/v1/sync-runs', { state: state || undefined })
  const states = Object.entries(runWords).map(([value, { words }]) => ({ value, label: words }))
  return (
    <>
      <PageTitle title="Runs of all companies" about="For support. Each look is logged.">
        <OutwardLink url={session.temporalUiUrl}>The Temporal UI</OutwardLink>
        <NativeSelect
          aria-label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[{ value: '', label: 'Any state' }, ...states]}
        />
      </PageTitle>
      <Reading read={{ data: runs.items, error: runs.error }}>
        {(items) => (items.length === 0 ? <NothingHere title="None" /> : <RunTable runs={items} />)}
      </Reading>
      <MoreButton list={runs} />
    </>
  )
}

function RunTable({ runs }: { runs: OperatorRun[] }) {
  return (
    <Paper p={0}>
      <Table.ScrollContainer minWidth={700}>
        <Table aria-label="Runs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Company</Table.Th>
              <Table.Th>Asked</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>What came of it</Table.Th>
              <Table.Th>Look at it</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run) => (
              <Table.Tr key={run.syncRunId}>
                <Table.Td>
                  <Anchor component={Link} href={`~/companies/${run.companyId}/${run.connectionId}`} size="sm">
                    {run.companyName}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Anchor component={Link} href={`~/companies/${run.companyId}/${run.connectionId}/history/${run.syncRunId}`} size="sm">
                    {momentWords(run.createdAt, 'Europe/London')}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <ToldBadge told={runWords[run.status]} />
                </Table.Td>
                <Table.Td>{summaryWords(run)}</Table.Td>
                <Table.Td>
                  <OutwardLink url={run.temporalUrl}>Temporal UI</OutwardLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
