import { Anchor, Group, Text, Timeline } from '@mantine/core'
import { Link } from 'wouter'
import type { TimelineEntry } from '../../api/contract.ts'
import { refWords } from '../words/kind-words.ts'
import { momentWords } from '../words/moments.ts'
import { outcomeNames, toldOutcome } from '../words/outcome-words.ts'
import { partWords } from '../words/part-words.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { OutwardLink } from './outward-link.tsx'

/** Everything that happened to a document, oldest first. */
export function TimelineList({ entries }: { entries: TimelineEntry[] }) {
  const { company, connection, provider } = useHere()
  const own = entries.filter(({ connectionId }) => connectionId === null || connectionId === connection.connectionId)
  return (
    <Timeline bulletSize={14} lineWidth={2} active={own.length}>
      {own.map((entry, index) => (
        <Timeline.Item key={`${entry.at}-${index}`} title={entryWords(entry, provider)}>
          <Text size="xs" c="dimmed">
            {momentWords(entry.at, company.timeZone)}
          </Text>
          {entry.problem && <ExplainedWords explained={entry.problem} titled={entry.event !== 'problem'} />}
          <Group gap="md">
            {entry.syncRunId && (
              <Anchor component={Link} href={`/history/${entry.syncRunId}`} size="sm">
                The sync
              </Anchor>
            )}
            <OutwardLink url={entry.url}>
              {provider} {entry.bookNumber ?? ''}
            </OutwardLink>
          </Group>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function entryWords(entry: TimelineEntry, provider: string): string {
  switch (entry.event) {
    case 'received':
      return entry.version === 1 ? 'Received from your job software' : `Changed in your job software: version ${entry.version}`
    case 'item':
      return itemWords(entry, provider)
    case 'linked':
      return `Linked to ${entry.bookNumber ?? 'the record'} in ${provider}`
    case 'detached':
      return `The link to ${provider} was taken off`
    case 'problem':
      return entry.problem?.title ?? 'A problem'
    case 'problemClosed':
      return 'The problem was closed'
    case 'question':
      return 'A question was asked'
    case 'decided':
      return 'The question was answered'
  }
}

function itemWords({ outcome, waitsFor, part }: TimelineEntry, provider: string): string {
  const known = outcomeNames.find((name) => name === outcome)
  const words = known ? toldOutcome(known, provider).words : 'Looked at'
  const waiting = known === 'waiting' && waitsFor ? `Waits for ${refWords(waitsFor)}` : words
  return part && part !== 'main' ? `${waiting} (${partWords(part)})` : waiting
}
