import { Grid, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { InvoiceWithStatus, TimelineEntry } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { DocumentLinks } from '../parts/document-links.tsx'
import { ExplainedWords } from '../parts/explained-words.tsx'
import { OutwardLink } from '../parts/outward-link.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { ProblemButtons } from '../parts/problem-buttons.tsx'
import { Reading } from '../parts/reading.tsx'
import { TimelineList } from '../parts/timeline-list.tsx'
import { ToldBadge } from '../parts/told-badge.tsx'
import { useOpenProblems } from '../parts/use-open-problems.ts'
import { documentPath } from '../reading/paths.ts'
import { useRead } from '../reading/use-read.ts'
import { isDocumentKind, kindWords, refWords } from '../words/kind-words.ts'
import { momentWords } from '../words/moments.ts'
import { documentWords } from '../words/status-words.ts'
import { NotFoundPage } from './not-found-page.tsx'

/** What every kind of document answers besides its own body. */
type AnyDocument = Pick<
  InvoiceWithStatus,
  'externalId' | 'version' | 'receivedAt' | 'status' | 'waitingFor' | 'links' | 'problems' | 'url'
> & {
  number?: string
  name?: string
}

/** One document: where it stands, its record in the books, what is wrong, and everything that happened to it. */
export function DocumentPage({ kind, externalId }: { kind: string; externalId: string }) {
  return isDocumentKind(kind) ? <OneDocument kind={kind} externalId={decodeURIComponent(externalId)} /> : <NotFoundPage />
}

function OneDocument({ kind, externalId }: { kind: keyof typeof kindWords; externalId: string }) {
  const { companyPath } = useHere()
  const path = documentPath(companyPath, kind, externalId)
  const document = useRead<AnyDocument>(path)
  const timeline = useRead<{ items: TimelineEntry[] }>(`${path}/timeline`)
  const name = document.data?.number ?? document.data?.name ?? externalId
  return (
    <>
      <PageTitle title={`${kindWords[kind].one} ${name}`} about={`Id in your job software: ${externalId}`} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Paper>
            <Title order={2} mb="md">
              What happened to it
            </Title>
            <Reading read={timeline}>{({ items }) => <TimelineList entries={items} />}</Reading>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Reading read={document}>
            {(read) => (
              <Stack>
                <Standing document={read} />
                <Wrong document={read} kind={kind} />
                <DocumentLinks links={read.links} />
              </Stack>
            )}
          </Reading>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Standing({ document }: { document: AnyDocument }) {
  const { company } = useHere()
  return (
    <Paper>
      <Group justify="space-between">
        <Title order={2}>Where it stands</Title>
        <ToldBadge told={documentWords[document.status]} />
      </Group>
      <Stack gap={4} mt="sm">
        {document.waitingFor && <Text size="sm">Waits for {refWords(document.waitingFor)}.</Text>}
        <Text size="sm" c="dimmed">
          Version {document.version}, received {momentWords(document.receivedAt, company.timeZone)}
        </Text>
        <OutwardLink url={document.url ?? null}>Open in your job software</OutwardLink>
      </Stack>
    </Paper>
  )
}

function Wrong({ document, kind }: { document: AnyDocument; kind: string }) {
  const { connection } = useHere()
  const open = useOpenProblems(document.problems.length > 0)
  const problems = document.problems.filter(({ connectionId }) => connectionId === connection.connectionId)
  if (problems.length === 0) return null
  const record = open({ kind, externalId: document.externalId, part: 'main' })
  return (
    <Paper>
      <Title order={2} mb="sm">
        What is wrong
      </Title>
      <Stack>
        {problems.map((problem) => (
          <Stack key={problem.problemId} gap="xs">
            <ExplainedWords explained={problem} />
            {record?.problemId === problem.problemId && <ProblemButtons problem={record} />}
          </Stack>
        ))}
      </Stack>
    </Paper>
  )
}
