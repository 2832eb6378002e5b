import { Table } from '@mantine/core'
import type { SyncRun } from '../../api/contract.ts'
import { countWords } from '../words/amounts.ts'
import { documentKinds, kindWords } from '../words/kind-words.ts'
import { outcomeNames, toldOutcome } from '../words/outcome-words.ts'
import { useHere } from './company-context.ts'
import { ToldBadge } from './told-badge.tsx'

/** What came of the documents of a run: a row per outcome, a column per kind. */
export function RunCounts({ counts }: { counts: SyncRun['counts'] }) {
  const { provider } = useHere()
  const kinds = documentKinds.filter((kind) => counts.byKind[kind])
  const outcomes = outcomeNames.filter((outcome) => kinds.some((kind) => counts.byKind[kind]?.[outcome]))
  if (outcomes.length === 0) return null
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table aria-label="What came of it" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {kinds.map((kind) => (
              <Table.Th key={kind} scope="col" className="figures">
                {kindWords[kind].many}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outcomes.map((outcome) => (
            <Table.Tr key={outcome}>
              <Table.Th scope="row" fw={400} miw={200}>
                <ToldBadge told={toldOutcome(outcome, provider)} />
              </Table.Th>
              {kinds.map((kind) => (
                <Table.Td key={kind} className="figures">
                  {countWords(counts.byKind[kind]?.[outcome] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
