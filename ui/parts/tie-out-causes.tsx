import { Paper, Table, Title } from '@mantine/core'
import { amountWords, countWords } from '../words/amounts.ts'
import { causeWords, listWords } from '../words/tie-out-words.ts'
import { type CauseSum, readSummary, type TieOutSummary } from './tie-out-summary.ts'

const lists = ['differences', 'explained', 'apart'] as const

/** How much of what: differences, what was accepted, and what is counted apart and never hidden. */
export function TieOutCauses({ summary }: { summary: unknown }) {
  const read = readSummary(summary)
  if (!read || lists.every((list) => read[list].length === 0)) return null
  return (
    <Paper>
      <Title order={2} mb="sm">
        Why some are not equal, or not compared
      </Title>
      <Table.ScrollContainer minWidth={480}>
        <Table aria-label="Causes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Why</Table.Th>
              <Table.Th>List</Table.Th>
              <Table.Th className="figures">Documents</Table.Th>
              <Table.Th className="figures">Comes to</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{lists.flatMap((list) => read[list].map((sum) => rowFor(read, list, sum)))}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

const rowFor = (read: TieOutSummary, list: (typeof lists)[number], { cause, count, gross, currency = onlyCurrency(read) }: CauseSum) => {
  return (
    <Table.Tr key={`${list} ${cause} ${currency}`}>
      <Table.Th scope="row" fw={400}>
        {causeWords[cause] ?? cause}
      </Table.Th>
      <Table.Td>{listWords[list]?.title}</Table.Td>
      <Table.Td className="figures">{countWords(count)}</Table.Td>
      <Table.Td className="figures">{currency ? amountWords(gross, currency) : '–'}</Table.Td>
    </Table.Tr>
  )
}

/** Of a sheet whose sums were not told apart by currency: shown where there is only one. */
function onlyCurrency({ totals }: TieOutSummary): string | undefined {
  const currencies = new Set(totals.map(({ currency }) => currency))
  return currencies.size === 1 ? [...currencies][0] : undefined
}
