import { Alert, Stack, Table, Text } from '@mantine/core'
import type { Preview } from '../../api/contract.ts'
import { amountWords, countWords } from '../words/amounts.ts'
import { documentKinds, kindWords } from '../words/kind-words.ts'
import { decisionNames, toldDecision } from '../words/outcome-words.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'

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
      <Reasons title="Cannot go yet" color="red" reasons={preview.refusals} />
      <Reasons title="Please note" color="yellow" reasons={preview.warnings} />
    </Stack>
  )
}

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
            {decisions.map((name) => (
              <Table.Th key={name} scope="col" className="figures" style={{ whiteSpace: 'normal', maxWidth: 140 }}>
                {toldDecision(name, provider).words}
              </Table.Th>
            ))}
            <Table.Th scope="col" className="figures">
              Comes to
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{kindWords[kind].many}</Table.Th>
              {decisions.map((name) => (
                <Table.Td key={name} className="figures">
                  {countWords(preview.decisions[kind]?.[name] ?? 0)}
                </Table.Td>
              ))}
              <Table.Td className="figures">{totalOf(preview, kind)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const totalOf = (preview: Preview, kind: string): string =>
  preview.totals
    .filter((total) => total.kind === kind && kind !== 'customer')
    .map(({ amount, currency }) => amountWords(amount, currency))
    .join(' + ') || '–'

function Reasons({ title, color, reasons }: { title: string; color: string; reasons: Preview['warnings'] }) {
  if (reasons.length === 0) return null
  return (
    <Alert color={color} title={title}>
      <Stack gap="sm">
        {reasons.map((reason) => (
          <div key={reason.code + reason.cause}>
            <Text size="sm" fw={600}>
              {countWords(reason.count)} × {reason.title}
            </Text>
            <ExplainedWords explained={reason} titled={false} />
          </div>
        ))}
      </Stack>
    </Alert>
  )
}
