import { Paper, Table, Title } from '@mantine/core'
import { amountWords, countWords } from '../words/amounts.ts'
import { totalKinds } from '../words/tie-out-words.ts'
import { useHere } from './company-context.ts'
import { readSummary, type TieOutSummary } from './tie-out-summary.ts'

/** The totals of both sides beside each other. */
export function TieOutTotals({ summary }: { summary: unknown }) {
  const { provider } = useHere()
  const read = readSummary(summary)
  if (!read || read.totals.length === 0) return null
  return (
    <Paper>
      <Title order={2} mb="sm">
        Totals
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label="Totals">
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th className="figures">Here</Table.Th>
              <Table.Th className="figures">In {provider}</Table.Th>
              <Table.Th className="figures">Difference</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{rowsOf(read).map(rowFor)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

interface Row {
  name: string
  currency: string
  ours: { count?: number; gross: number }
  theirs: { count?: number; gross: number }
}

const rowsOf = ({ totals, balances }: TieOutSummary): Row[] => [
  ...totals.map(({ kind, currency, ours, theirs }) => ({ name: totalKinds[kind] ?? kind, currency, ours, theirs })),
  ...balances.map(({ currency, ours, theirs }) => ({
    name: 'Balance of all customers',
    currency,
    ours: { gross: ours },
    theirs: { gross: theirs },
  })),
]

const rowFor = ({ name, currency, ours, theirs }: Row) => (
  <Table.Tr key={name + currency}>
    <Table.Th scope="row">{name}</Table.Th>
    <Table.Td className="figures">{sideWords(ours, currency)}</Table.Td>
    <Table.Td className="figures">{sideWords(theirs, currency)}</Table.Td>
    <Table.Td className="figures">{amountWords(ours.gross - theirs.gross, currency)}</Table.Td>
  </Table.Tr>
)

const sideWords = ({ count, gross }: Row['ours'], currency: string): string =>
  count === undefined ? amountWords(gross, currency) : `${countWords(count)} · ${amountWords(gross, currency)}`
