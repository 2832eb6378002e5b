import { Anchor, Badge, Button, Divider, Grid, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Match } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { documentHref } from '../words/document-href.ts'
import { momentWords } from '../words/moments.ts'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'
import { OutwardLink } from './outward-link.tsx'

type Decision = { link: string } | { create: true } | { later: true }
type Decide = (decision: Decision) => void

/** One question: our customer on the left, each likely contact on the right, with what speaks for it. */
export function MatchCard({ match }: { match: Match }) {
  const { connectionPath, provider } = useHere()
  const answer = useAction<Match>([connectionPath])
  const decide: Decide = (body) => answer.mutate({ method: 'POST', path: `${connectionPath}/matches/${match.matchId}/decision`, body })
  const open = match.state === 'asked' || match.state === 'later'
  return (
    <Paper component="article" aria-label={`Question about ${match.customer.name ?? match.customer.externalId}`}>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <OurSide match={match} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <Stack>
            {match.candidates.map((candidate, index) => (
              <div key={candidate.bookId}>
                {index > 0 && <Divider mb="md" />}
                <TheirSide candidate={candidate} customer={match.customer} {...(open ? { decide } : {})} busy={answer.isPending} />
              </div>
            ))}
          </Stack>
        </Grid.Col>
      </Grid>
      {open ? (
        <Otherwise decide={decide} busy={answer.isPending} provider={provider} later={match.state === 'asked'} />
      ) : (
        <Answered match={match} />
      )}
      {answer.error && <FailureAlert failure={answer.error} />}
    </Paper>
  )
}

function OurSide({ match: { customer } }: { match: Match }) {
  return (
    <>
      <Text size="xs" c="dimmed">
        Your customer
      </Text>
      <Title order={2}>
        <Anchor component={Link} href={documentHref({ kind: 'customer', externalId: customer.externalId })} inherit>
          {customer.name ?? customer.externalId}
        </Anchor>
      </Title>
      <Particulars side={customer} />
      <OutwardLink url={customer.url}>Open in your job software</OutwardLink>
    </>
  )
}

interface TheirParts {
  candidate: Match['candidates'][number]
  customer: Match['customer']
  decide?: Decide
  busy: boolean
}

function TheirSide({ candidate, customer, decide, busy }: TheirParts) {
  const { provider } = useHere()
  return (
    <>
      <Text size="xs" c="dimmed">
        In {provider}
      </Text>
      <Group gap="xs">
        <Title order={3}>{candidate.name}</Title>
        {candidate.state === 'archived' && <Badge color="gray">Archived</Badge>}
        {candidate.isSupplier && <Badge color="gray">Also a supplier</Badge>}
      </Group>
      <Particulars side={candidate} other={customer} />
      <List size="sm" my="xs">
        {candidate.reasons.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
      <Group>
        {decide && (
          <Button
            size="xs"
            disabled={busy}
            onClick={() => decide({ link: candidate.bookId })}
            aria-label={`Yes, the same: link ${customer.name ?? customer.externalId} to ${candidate.name}`}
          >
            Yes, the same: link
          </Button>
        )}
        <OutwardLink url={candidate.url}>Open in {provider}</OutwardLink>
      </Group>
    </>
  )
}

const particulars = [
  ['email', 'E-mail'],
  ['phone', 'Telephone'],
  ['postcode', 'Postcode'],
] as const
type Side = Record<(typeof particulars)[number][0], string | null>

/** What is equal on both sides is set in bold, and said. */
function Particulars({ side, other }: { side: Side; other?: Side }) {
  return (
    <dl className="fact-list" style={{ fontSize: 'var(--mantine-font-size-sm)' }}>
      {particulars.map(([name, label]) => {
        const same = other !== undefined && side[name] !== null && plain(side[name]) === plain(other[name])
        return (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{same ? <strong>{side[name]} · equal</strong> : (side[name] ?? 'none')}</dd>
          </div>
        )
      })}
    </dl>
  )
}

const plain = (value: string | null): string => (value ?? '').toLowerCase().replaceAll(/\s/g, '')

function Otherwise({ decide, busy, provider, later }: { decide: Decide; busy: boolean; provider: string; later: boolean }) {
  return (
    <Group mt="md" pt="md" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Button variant="default" size="xs" disabled={busy} onClick={() => decide({ create: true })}>
        None of these: make a new contact in {provider}
      </Button>
      {later && (
        <Button variant="subtle" size="xs" disabled={busy} onClick={() => decide({ later: true })}>
          Ask me later
        </Button>
      )}
    </Group>
  )
}

function Answered({ match }: { match: Match }) {
  const { company } = useHere()
  if (!match.decidedAt) return null
  return (
    <Text size="sm" c="dimmed" mt="md">
      Answered {momentWords(match.decidedAt, company.timeZone)}.
    </Text>
  )
}
