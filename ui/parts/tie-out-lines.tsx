import { Anchor, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useId } from 'react'
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
/** Read by itself, so that no list looks complete and is not; beyond it a person asks for more. */
const PAGES_BY_ITSELF = 25

/** Every line of a sheet, list by list; each leads to its document. */
export function TieOutLines({ path }: { path: string }) {
  const sheet = useInfiniteQuery({
    queryKey: [path, 'lines'],
    queryFn: ({ pageParam, signal }) => call<TieOut>('GET', withQuery(path, { limit: PER_PAGE, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = sheet
  const more = hasNextPage && !isFetchingNextPage && (sheet.data?.pages.length ?? 0) < PAGES_BY_ITSELF
  useEffect(() => {
    if (more) void fetchNextPage()
  }, [more, fetchNextPage])
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
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              There are more lines: show them
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

/** What differs is open at once; long lists of what does not break the agreement are opened by whoever wants them. */
function List({ list, lines }: { list: string; lines: Line[] }) {
  const words = listWords[list]
  const [open, { toggle }] = useDisclosure(list === 'differences' || list === 'balances')
  const id = useId()
  const title = words?.title ?? list
  return (
    <Paper>
      <Group justify="space-between">
        <div>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            {words?.about}
          </Text>
        </div>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={toggle}
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${open ? 'Hide' : 'Show'} ${title}`}
        >
          {open ? 'Hide' : 'Show'}
        </Button>
      </Group>
      <div id={id}>{open && <LineTable title={title} lines={lines} />}</div>
    </Paper>
  )
}

function LineTable({ title, lines }: { title: string; lines: Line[] }) {
  const { provider } = useHere()
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={title} mt="xs">
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
  const { connection } = useHere()
  const facts = factsOf(side)
  const others = factsOf(other)
  if (!facts) return <Text size="sm">nothing</Text>
  const currency = typeof facts['currency'] === 'string' ? facts['currency'] : (connection.organisation?.baseCurrency ?? undefined)
  return (
    <Text size="sm">
      {Object.entries(shownFacts).flatMap(([name, label]) => {
        const value = facts[name]
        if (typeof value !== 'string' && typeof value !== 'number') return []
        const differs = others !== undefined && name in others && others[name] !== value
        const words = `${label} ${factWords(name, value, currency)}`.trim()
        return [<span key={name}>{differs ? <strong>{words}</strong> : words}</span>, <br key={`${name}-end`} />]
      })}
    </Text>
  )
}

const shownFacts: Record<string, string> = {
  date: '',
  gross: 'Total',
  tax: 'VAT',
  amount: '',
  balance: 'Balance',
  deduction: 'Deduction',
  entered: 'Entered',
  state: '',
}

const stateWords: Record<string, string> = {
  draft: 'Draft',
  submitted: 'Awaiting approval',
  inLedger: 'In the ledger',
  void: 'Void',
  issued: 'Issued',
  live: 'Live',
  recorded: 'Recorded',
  reversed: 'Reversed',
  cancelled: 'Cancelled',
}

function factWords(name: string, value: string | number, currency: string | undefined): string {
  if (typeof value === 'number') return currency ? amountWords(value, currency) : String(value)
  return name === 'date' ? dayWords(value) : (stateWords[value] ?? value)
}
