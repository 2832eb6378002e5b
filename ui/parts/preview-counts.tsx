import { Alert, Stack, Table, Text } from '@mantine/core'
import type { Preview } from '../../api/contract.ts'
import { amountWords, countWords } from '../words/amounts.ts'
import { documentKinds, kindWords } from '../words/kind-words.ts'
import { decisionNames, toldDecision } from '../words/outcome-words.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { ToldBadge } from './told-badge.tsx'

/** The counts of a preview: per kind what would be done, what the sendings come to, and every reason that holds something back. */
export function PreviewCounts({ preview }: { preview: Preview }) {
  return (
    <Stack>
      {preview.problem && (
        <Alert color="red" title={preview.problem.title}>
          <ExplainedWords explained={preview.problem} titled={false} />
        </Alert>
      )}
      <CountTable preview={preview} />
      <Reasons title="Why some do not go yet" color="yellow" reasons={preview.refusals} />
      <Reasons title="Please note" color="gray" reasons={preview.warnings} />
    </Stack>
  )
}

type Kind = (typeof documentKinds)[number]

function CountTable({ preview }: { preview: Preview }) {
  const { provider } = useHere()
  const kinds = documentKinds.filter((kind) => preview.decisions[kind])
  const decisions = decisionNames.filter((name) => name === 'write' || kinds.some((kind) => preview.decisions[kind]?.[name]))
  if (kinds.length === 0) return <Text>There is nothing to send.</Text>
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label="What would be done">
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
          {decisions.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                <ToldBadge told={toldDecision(name, provider)} />
              </Table.Th>
              {kinds.map((kind) => (
                <Table.Td key={kind} className="figures" fw={name === 'write' ? 650 : 400}>
                  {countWords(preview.decisions[kind]?.[name] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Totals preview={preview} kinds={kinds} />
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** What the documents to send come to. */
function Totals({ preview, kinds }: { preview: Preview; kinds: Kind[] }) {
  const totalOf = (kind: Kind) =>
    preview.totals.filter((total) => total.kind === kind).map(({ amount, currency }) => amountWords(amount, currency))
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        What is to be sent comes to
      </Table.Th>
      {kinds.map((kind) => (
        <Table.Td key={kind} className="figures">
          {(kind !== 'customer' && totalOf(kind).join(' + ')) || '–'}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** Counted reasons carry no values of one document, so their cause would speak of nothing: title and cure suffice. */
function Reasons({ title, color, reasons }: { title: string; color: string; reasons: Preview['warnings'] }) {
  if (reasons.length === 0) return null
  return (
    <Alert color={color} title={title}>
      <Stack gap={8}>
        {reasons.map(({ code, count, title: words, whatToDo }) => (
          <div key={code}>
            <Text size="sm" fw={600}>
              {countWords(count)} × {words}
            </Text>
            <Text size="sm" c="dimmed">
              {whatToDo}
            </Text>
          </div>
        ))}
      </Stack>
    </Alert>
  )
}
