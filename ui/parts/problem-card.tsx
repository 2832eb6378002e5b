import { Anchor, Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { ProblemRecord } from '../../api/contract.ts'
import { amountOrDash } from '../words/amounts.ts'
import { documentHref } from '../words/document-href.ts'
import { documentName, kindWords } from '../words/kind-words.ts'
import { momentWords } from '../words/moments.ts'
import { remedyWords } from '../words/status-words.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { OutwardLink } from './outward-link.tsx'
import { ProblemButtons } from './problem-buttons.tsx'

/** One problem: the document, the words, the links to both sides, the buttons. */
export function ProblemCard({ problem }: { problem: ProblemRecord }) {
  const { company, provider } = useHere()
  return (
    <Paper component="article" aria-label={problem.title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={2}>{problem.title}</Title>
        <Badge variant="default" tt="none" style={{ flexShrink: 0 }}>
          {remedyWords[problem.remedy]}
        </Badge>
      </Group>
      <Stack gap="sm" mt="xs">
        <Group gap="md">
          <Subject problem={problem} />
          <OutwardLink url={problem.url}>Open in your job software</OutwardLink>
          <OutwardLink url={problem.bookUrl}>Open in {provider}</OutwardLink>
          {problem.syncRunId && (
            <Anchor component={Link} href={`/history/${problem.syncRunId}`} size="sm">
              The sync that met it
            </Anchor>
          )}
        </Group>
        <ExplainedWords explained={problem} titled={false} />
        {problem.remedy === 'report' && problem.supportContact && <Text size="sm">Support: {problem.supportContact}</Text>}
        <Text size="xs" c="dimmed">
          Since {momentWords(problem.openedAt, company.timeZone)} · code {problem.code}
          {problem.closedAt && ` · closed ${momentWords(problem.closedAt, company.timeZone)}`}
        </Text>
        {problem.state === 'open' && <ProblemButtons problem={problem} />}
      </Stack>
    </Paper>
  )
}

function Subject({ problem }: { problem: ProblemRecord }) {
  const { kind, externalId } = problem
  if (!kind || externalId === null) return <Text size="sm">The connection</Text>
  return (
    <Text size="sm">
      <Anchor component={Link} href={documentHref({ kind, externalId })} fw={600}>
        {kindWords[kind].one} {documentName({ ...problem, kind, externalId })}
      </Anchor>
      {kind !== 'customer' && problem.name && ` · ${problem.name}`}
      {kind !== 'customer' && problem.amount !== null && ` · ${amountOrDash(problem.amount, problem.currency)}`}
    </Text>
  )
}
