import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { countWords } from '../../words/amounts.ts'
import { useHere } from '../company-context.ts'
import { withEntry } from './account-mapping.tsx'
import { CodeSelect } from './code-select.tsx'
import { type MappingParts, nominalOptions } from './mapping-parts.ts'

/** Which ledger account a line of an invoice goes to. */
export function NominalMapping({ draft, onChange, proposal, codes }: MappingParts) {
  const { provider } = useHere()
  const { nominalCodes } = draft
  const set = (change: Partial<typeof nominalCodes>) => onChange({ ...draft, nominalCodes: { ...nominalCodes, ...change } })
  const used = new Map(proposal.nominalCodes.map((one) => [one.code, one]))
  const all = [...new Set([...used.keys(), ...Object.keys(nominalCodes.byCode)])]
  return (
    <Paper>
      <Title order={2}>Nominal codes</Title>
      <Text size="sm" c="dimmed" mb="md">
        Where sales are booked in {provider}.
      </Text>
      <Stack>
        <CodeSelect
          label="Nominal code for lines that name none"
          options={nominalOptions(codes, nominalCodes.default)}
          value={nominalCodes.default}
          onChange={(to) => set({ default: to })}
          w="min(100%, 420px)"
        />
        {all.length > 0 && (
          <Table aria-label="Nominal codes" maw={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Yours</Table.Th>
                <Table.Th>In {provider}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((code) => {
                const value = nominalCodes.byCode[code] ?? null
                const one = used.get(code)
                return (
                  <Table.Tr key={code}>
                    <Table.Td>
                      <Text fw={600}>{code}</Text>
                      <Text size="xs" c="dimmed">
                        {one ? `${countWords(one.documents)} documents` : 'not in use'}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <CodeSelect
                        label={`Nominal code for ${code}`}
                        hidden
                        options={nominalOptions(codes, value)}
                        value={value}
                        onChange={(to) => set({ byCode: withEntry(nominalCodes.byCode, code, to) })}
                        placeholder={nominalCodes.default ? 'As above' : 'Not chosen'}
                      />
                      {one?.why && value !== null && value === one.proposed && (
                        <Text size="xs" c="dimmed" mt={4}>
                          Proposed: {one.why}
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Paper>
  )
}
