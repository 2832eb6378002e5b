import { Anchor, Stack, Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { SyncRunItem } from '../../api/contract.ts'
import { amountOrDash } from '../words/amounts.ts'
import { documentName, kindWords, refWords, splitRef } from '../words/kind-words.ts'
import { dayWords } from '../words/moments.ts'
import { toldItem } from '../words/outcome-words.ts'
import { partWords } from '../words/part-words.ts'
import { documentHref, problemHref } from '../words/document-href.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { OutwardLink } from './outward-link.tsx'
import { ProblemButtons } from './problem-buttons.tsx'
import { ToldBadge } from './told-badge.tsx'
import type { OpenProblems } from './use-open-problems.ts'

/** One document of a run: what it is, what became of it and why, where to look at it, and what can be pressed while it is still a problem. */
export function ItemRow({ item, problems }: { item: SyncRunItem; problems: OpenProblems }) {
  const { provider } = useHere()
  const open = problems(item)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Anchor component={Link} href={documentHref(item)} size="sm" fw={600}>
          {kindWords[item.kind].one} {documentName(item)}
        </Anchor>
        {item.part !== 'main' && <Text size="sm">{partWords(item.part)}</Text>}
        {item.date && (
          <Text size="sm" c="dimmed">
            {dayWords(item.date)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{item.kind === 'customer' ? '–' : (item.name ?? item.customer ?? '–')}</Text>
      </Table.Td>
      <Table.Td className="figures">{item.kind === 'customer' ? '–' : amountOrDash(item.amount, item.currency)}</Table.Td>
      <Table.Td maw={420}>
        <Stack gap={6} align="flex-start">
          <ToldBadge told={toldItem(item, provider)} />
          {item.problem && <ExplainedWords explained={item.problem} />}
          {item.waitsFor && <WaitsForLink waitsFor={item.waitsFor} />}
          {item.notes.map((note) => (
            <Text key={note.code + note.cause} size="sm" c="dimmed">
              {note.title}. {note.cause}
            </Text>
          ))}
          {item.kind === 'customer' && item.outcome === 'asked' && (
            <Anchor component={Link} href="/matches" size="sm">
              Answer the question
            </Anchor>
          )}
          {item.problemId && (
            <Anchor component={Link} href={problemHref(item.problemId)} size="sm">
              {open ? 'The problem, with all its choices' : 'The problem, closed since'}
            </Anchor>
          )}
          {open && <ProblemButtons problem={open} compact />}
        </Stack>
      </Table.Td>
      <Table.Td>
        <Stack gap={4}>
          <OutwardLink url={item.url}>Your job software</OutwardLink>
          <OutwardLink url={item.bookUrl}>
            {provider} {item.bookNumber ?? ''}
          </OutwardLink>
        </Stack>
      </Table.Td>
    </Table.Tr>
  )
}

/** The way to the document that this one waits for. */
function WaitsForLink({ waitsFor }: { waitsFor: string }) {
  return (
    <Anchor component={Link} href={documentHref(splitRef(waitsFor))} size="sm">
      Look at {refWords(waitsFor)}
    </Anchor>
  )
}
