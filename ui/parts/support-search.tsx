import { Anchor, List, Paper, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'wouter'
import type { SearchResult } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { Reading } from './reading.tsx'

const TYPING_MS = 300
const SHORTEST = 2

/** For support: finds companies by name or id, documents by exact number or id, runs and connections by id, over all companies. */
export function SupportSearch() {
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), TYPING_MS)
  const asked = query.length >= SHORTEST
  const found = useRead<{ items: SearchResult[] }>(asked ? withQuery('/v1/search', { query }) : undefined)
  return (
    <Paper mb="lg">
      <TextInput
        label="Find anything"
        description="A company’s name, an invoice’s number, the id of a document, run or connection"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maw={480}
      />
      {asked && (
        <Reading read={found}>
          {({ items }) =>
            items.length === 0 ? <Text mt="sm">Nothing is known by this name, number or id.</Text> : <Found items={items} />
          }
        </Reading>
      )}
    </Paper>
  )
}

function Found({ items }: { items: SearchResult[] }) {
  return (
    <List mt="sm" spacing={4} aria-label="Found">
      {items.map((item) => (
        <List.Item key={`${item.type}-${item.id}-${item.companyId}`}>
          <Anchor component={Link} href={addressOf(item)}>
            {item.label}
          </Anchor>{' '}
          <Text span size="sm" c="dimmed">
            {typeWords[item.type]}
            {item.type !== 'company' && ` · ${item.companyName}`}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

const typeWords = { company: 'company', connection: 'connection', syncRun: 'sync run', document: 'document' } as const satisfies Record<
  SearchResult['type'],
  string
>

/** A document stands below the company's connection, which the company's own page chooses. */
function addressOf({ type, companyId, connectionId, id }: SearchResult): string {
  const company = `/companies/${companyId}`
  switch (type) {
    case 'company':
      return company
    case 'connection':
      return `${company}/${id}`
    case 'syncRun':
      return `${company}/${connectionId}/history/${id}`
    case 'document':
      return `${company}?document=${encodeURIComponent(id)}`
  }
}
