import { Paper, Table, Text, Title } from '@mantine/core'
import { useHere } from '../company-context.ts'
import type { MappingParts } from './mapping-parts.ts'
import { TaxRow } from './tax-row.tsx'

/** Every tax code of the job software: what it means, its rate, and the tax code in the books. */
export function TaxMapping(parts: MappingParts) {
  const { provider } = useHere()
  const used = new Map(parts.proposal.taxCodes.map((one) => [one.code, one]))
  const all = [...new Set([...used.keys(), ...Object.keys(parts.draft.taxCodes)])]
  return (
    <Paper>
      <Title order={2}>Tax codes</Title>
      <Text size="sm" c="dimmed" mb="md">
        0% alone is five different boxes of a VAT return, so say what each code means, not only its rate.
      </Text>
      {all.length === 0 ? (
        <Text>No document names a tax code yet.</Text>
      ) : (
        <Table.ScrollContainer minWidth={680}>
          <Table aria-label="Tax codes">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Yours</Table.Th>
                <Table.Th>What it means</Table.Th>
                <Table.Th>Rate</Table.Th>
                <Table.Th>In {provider}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((code) => (
                <TaxRow key={code} code={code} used={used.get(code)} {...parts} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  )
}
