import { Anchor, Group, NativeSelect, Paper, SegmentedControl, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useSearchParams } from 'wouter'
import type { DocumentRow } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { ToldBadge } from '../parts/told-badge.tsx'
import { collections } from '../reading/paths.ts'
import { usePages } from '../reading/use-read.ts'
import { amountOrDash } from '../words/amounts.ts'
import { documentHref } from '../words/document-href.ts'
import { documentKinds, documentName, isDocumentKind, kindWords, refWords } from '../words/kind-words.ts'
import { dayWords } from '../words/moments.ts'
import { documentStatuses, documentWords } from '../words/status-words.ts'

const TYPING_MS = 300

/** Customers, invoices, credits and payments with where each stands. The address keeps what is filtered. */
export function DocumentsPage() {
  const { companyPath } = useHere()
  const [search, setSearch] = useSearchParams()
  const asked = search.get('kind') ?? 'invoice'
  const kind = isDocumentKind(asked) ? asked : 'invoice'
  const state = search.get('state') ?? ''
  const typed = search.get('query') ?? ''
  const [query] = useDebouncedValue(typed, TYPING_MS)
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        before.set(name, value)
        if (value === '') before.delete(name)
        return before
      },
      { replace: true },
    )
  const documents = usePages<DocumentRow>(`${companyPath}/${collections[kind]}`, { state: state || undefined, query: query || undefined })
  const kinds = documentKinds.map((name) => ({ value: name, label: kindWords[name].many }))
  const states = documentStatuses.map((name) => ({ value: name, label: documentWords[name].words }))
  return (
    <>
      <PageTitle title="Documents" about="Everything that your job software has handed over, with where it stands." />
      <Group mb="md">
        <SegmentedControl aria-label="Kind" data={kinds} value={kind} onChange={(value) => set('kind', value)} />
        <NativeSelect
          aria-label="State"
          value={state}
          onChange={(event) => set('state', event.currentTarget.value)}
          data={[{ value: '', label: 'Any state' }, ...states]}
        />
        <TextInput
          aria-label="Find"
          placeholder="Number, name or id"
          value={typed}
          onChange={(event) => set('query', event.currentTarget.value)}
        />
      </Group>
      <Reading read={{ data: documents.items, error: documents.error }}>
        {(rows) => (rows.length === 0 ? <NothingHere title="None" /> : <DocumentTable rows={rows} />)}
      </Reading>
      <MoreButton list={documents} />
    </>
  )
}

function DocumentTable({ rows }: { rows: DocumentRow[] }) {
  const withAmounts = rows[0]?.kind !== 'customer'
  return (
    <Paper p={0}>
      <Table.ScrollContainer minWidth={600}>
        <Table aria-label="Documents">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Document</Table.Th>
              {withAmounts && <Table.Th>Customer</Table.Th>}
              {withAmounts && <Table.Th>Date</Table.Th>}
              {withAmounts && <Table.Th className="figures">Amount</Table.Th>}
              <Table.Th>Where it stands</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.externalId}>
                <Table.Td>
                  <Anchor component={Link} href={documentHref(row)} size="sm" fw={600}>
                    {documentName(row)}
                  </Anchor>
                </Table.Td>
                {withAmounts && <Table.Td>{row.name ?? row.customer ?? '–'}</Table.Td>}
                {withAmounts && <Table.Td>{row.date ? dayWords(row.date) : '–'}</Table.Td>}
                {withAmounts && <Table.Td className="figures">{amountOrDash(row.amount, row.currency)}</Table.Td>}
                <Table.Td>
                  <ToldBadge told={documentWords[row.status]} />
                  {row.waitingFor && (
                    <Text size="xs" c="dimmed">
                      Waits for {refWords(row.waitingFor)}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
