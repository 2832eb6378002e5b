import { Paper, Stack, Text, Title } from '@mantine/core'
import type { DocumentLink } from '../../api/contract.ts'
import { momentWords } from '../words/moments.ts'
import { partWords } from '../words/part-words.ts'
import { useHere } from './company-context.ts'
import { OutwardLink } from './outward-link.tsx'

const howWords = {
  pushed: 'sent by us',
  adopted: 'was there already, linked, not sent again',
  decided: 'linked by a person',
} as const satisfies Record<DocumentLink['how'], string>

/** The same document in the books of this connection. */
export function DocumentLinks({ links }: { links: DocumentLink[] }) {
  const { connection, provider } = useHere()
  const own = links.filter(({ connectionId }) => connectionId === connection.connectionId)
  return (
    <Paper>
      <Title order={2} mb="sm">
        In {provider}
      </Title>
      {own.length === 0 && <Text c="dimmed">It is not there.</Text>}
      <Stack gap="sm">
        {own.map((link) => (
          <OneLink key={link.linkId} link={link} />
        ))}
      </Stack>
    </Paper>
  )
}

function OneLink({ link }: { link: DocumentLink }) {
  const { company, provider } = useHere()
  return (
    <div>
      <Text size="sm">
        {link.part !== 'main' && `${partWords(link.part)}: `}
        {link.bookNumber ?? link.bookId} · {howWords[link.how]} · {momentWords(link.linkedAt, company.timeZone)}
      </Text>
      {link.bookState && (
        <Text size="sm" c="dimmed">
          {stateWords[link.bookState] ?? link.bookState}
          {link.paidOn && `, paid on ${link.paidOn}`}
        </Text>
      )}
      <OutwardLink url={link.url}>Open in {provider}</OutwardLink>
    </div>
  )
}

const stateWords: Record<string, string> = {
  draft: 'A draft there',
  submitted: 'Waits for approval there',
  inLedger: 'In the ledger',
  void: 'Voided there',
}
