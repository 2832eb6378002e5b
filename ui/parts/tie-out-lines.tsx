import { Anchor, Button, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { TieOut } from '../../api/contract.ts'
import { call, withQuery } from '../api-client.ts'
import { amountWords } from '../words/amounts.ts'
import { documentHref } from '../words/document-href.ts'
import { isDocumentKind, kindWords } from '../words/kind-words.ts'
import { dayWords } from '../words/moments.ts'
import { causeWords, listWords } from '../words/tie-out-words.ts'
import { useHere } from './company-context.ts'
import { Reading } from './reading.tsx'

type Line = TieOut['lines'][number]
const PER_PAGE = 200

/** Every line of a sheet, list by list; each leads to its document. */
export function TieOutLines({ path }: { path: string }) {
  const sheet = useInfiniteQuery({
    queryKey: [path, 'lines'],
    queryFn: ({ pageParam, signal }) => call<TieOut>('GET', withQuery(path, { limit: PER_PAGE, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const lines = sheet.data?.pages.flatMap((page) => page.lines)
  const read = { data: lines, error: sheet.error }
  return (
    <Reading read={read}>
      {(all) => (
        <Stack gap="lg">
          {all.length === 0 && <Text c="dimmed">Every document is equal on both sides. There are no lines.</Text>}
          {listsOf(all).map((list) => (
            <List key={list} list={list} lines={all.filter((line) => line.list === list)} />
          ))}
          {sheet.hasNextPage && (
            <Button variant="default" loading={sheet.isFetchingNextPage} onClick={() => void sheet.fetchNextPage()}>
              Show more lines
            </Button>
          )}
        </Stack>
      )}
    </Reading>
  )
}

/** Known lists in their order, then whatever else there is. */
function listsOf(lines: Line[]): string[] {
  const there = new Set(lines.map(({ list }) => list))
  return [...Object.keys(listWords).filter((list) => there.has(list)), ...[...there].filter((list) => !(list in listWords))]
}

function List({ list, lines }: { list: string; lines: Line[] }) {
  const { provider } = useHere()
  const words = listWords[list]
  return (
    <Paper>
      <Title order={2}>{words?.title ?? list}</Title>
      {words && (
        <Text size="sm" c="dimmed">
          {words.about}
        </Text>
      )}
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={words?.title ?? list} mt="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Document</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th>Here</Table.Th>
              <Table.Th>In {provider}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line, index) => (
              <Row key={`${line.externalId}-${line.bookId}-${index}`} line={line} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function Row({ line }: { line: Line }) {
  const { kind, externalId, cause } = line
  const known = kind !== null && isDocumentKind(kind)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        {known && externalId !== null ? (
          <Anchor component={Link} href={documentHref({ kind, externalId })} size="sm">
            {kindWords[kind].one} {numberOf(line) ?? externalId}
          </Anchor>
        ) : (
          <Text size="sm">
            {known ? kindWords[kind].one : ''} {numberOf(line) ?? ''}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{cause ? (causeWords[cause] ?? cause) : '–'}</Table.Td>
      <Table.Td>
        <SideFacts side={line.ours} other={line.theirs} />
      </Table.Td>
      <Table.Td>
        <SideFacts side={line.theirs} other={line.ours} />
      </Table.Td>
    </Table.Tr>
  )
}

type Facts = Record<string, unknown>
const factsOf = (side: unknown): Facts | undefined =>
  typeof side === 'object' && side !== null && !Array.isArray(side) ? { ...side } : undefined

function numberOf({ ours, theirs }: Line): string | undefined {
  const number = factsOf(ours)?.['number'] ?? factsOf(theirs)?.['number']
  return typeof number === 'string' ? number : undefined
}

/** The figures of one side; where both are known, what differs is in bold. */
function SideFacts({ side, other }: { side: unknown; other: unknown }) {
  const facts = factsOf(side)
  const others = factsOf(other)
  if (!facts) return <Text size="sm">nothing</Text>
  const currency = typeof facts['currency'] === 'string' ? facts['currency'] : undefined
  return (
    <>
      {Object.entries(facts).flatMap(([name, value]) => {
        const label = shownFacts[name]
        if (!label || (typeof value !== 'string' && typeof value !== 'number')) return []
        const differs = others !== undefined && name in others && others[name] !== value
        return [
          <Text key={name} size="sm" fw={differs ? 700 : 400}>
            {label}: {factWords(name, value, currency)}
          </Text>,
        ]
      })}
    </>
  )
}

const shownFacts: Record<string, string> = {
  date: 'Date',
  net: 'Net',
  tax: 'VAT',
  gross: 'Total',
  amount: 'Amount',
  balance: 'Balance',
  deduction: 'Deduction',
  entered: 'Entered',
  state: 'State',
}

function factWords(name: string, value: string | number, currency: string | undefined): string {
  if (typeof value === 'number') return currency ? amountWords(value, currency) : String(value)
  return name === 'date' ? dayWords(value) : value
}
