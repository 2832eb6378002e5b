import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { countWords } from '../../words/amounts.ts'
import { useHere } from '../company-context.ts'
import { CodeSelect } from './code-select.tsx'
import { accountOptions, type MappingParts } from './mapping-parts.ts'

/** Where the money goes: the bank account, and per payment method another bank or clearing account. */
export function AccountMapping({ draft, onChange, proposal, codes }: MappingParts) {
  const { provider } = useHere()
  const { bankAccounts } = draft
  const set = (change: Partial<typeof bankAccounts>) => onChange({ ...draft, bankAccounts: { ...bankAccounts, ...change } })
  const methods = [...new Set([...proposal.methods.map(({ code }) => code), ...Object.keys(bankAccounts.byMethod)])]
  const setMethod = (method: string, to: string | null) => set({ byMethod: withEntry(bankAccounts.byMethod, method, to) })
  return (
    <Paper>
      <Title order={2}>Bank account</Title>
      <Text size="sm" c="dimmed" mb="md">
        Payments are entered to this account in {provider}. Without one they wait and say so.
      </Text>
      <Stack>
        <CodeSelect
          label="Bank account for payments"
          options={accountOptions(codes, bankAccounts.default)}
          value={bankAccounts.default}
          onChange={(to) => set({ default: to })}
          w="min(100%, 420px)"
        />
        {methods.length > 0 && (
          <Table aria-label="Accounts by payment method" maw={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Payments by</Table.Th>
                <Table.Th>Go to</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {methods.map((method) => (
                <MethodRow key={method} method={method} parts={{ draft, onChange, proposal, codes }} onSet={setMethod} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Paper>
  )
}

function MethodRow({ method, parts, onSet }: { method: string; parts: MappingParts; onSet: (method: string, to: string | null) => void }) {
  const used = parts.proposal.methods.find(({ code }) => code === method)
  const value = parts.draft.bankAccounts.byMethod[method] ?? null
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>{method}</Text>
        <Text size="xs" c="dimmed">
          {used ? `${countWords(used.documents)} payments` : 'not in use'}
        </Text>
      </Table.Td>
      <Table.Td>
        <CodeSelect
          label={`Account for ${method}`}
          hidden
          options={accountOptions(parts.codes, value)}
          value={value}
          onChange={(to) => onSet(method, to)}
          placeholder={parts.draft.bankAccounts.default ? 'As above' : 'Not chosen'}
        />
        {used?.why && value !== null && value === used.proposed && (
          <Text size="xs" c="dimmed" mt={4}>
            Proposed: {used.why}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** A record with one entry set, or taken out. */
export function withEntry<T>(record: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const { [key]: _, ...rest } = record
  return value === null ? rest : { ...rest, [key]: value }
}
