import { isInBooks } from '../../ledger/is-in-books.ts'
import { SyncError } from '../../domain/errors.ts'
import type { BookContact } from '../../domain/books.ts'
import { contactsById } from '../../ledger/book-records.ts'
import type { Connection } from '../../ledger/connections.ts'
import { decideMatch, listMatches, type OpenMatch, readMatch } from '../../ledger/matches.ts'
import { readDocument } from '../../ledger/documents.ts'
import { bookUrl } from '../book-url.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/answers.ts'
import type { House } from '../house.ts'
import { asMoment } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { uuidOr404 } from './keys.ts'

const list = '/v1/companies/{companyId}/connections/{connectionId}/matches'

/** "Is this the same customer?": questions and their answers. */
export const matchRoutes: Route[] = [
  companyRoute(
    {
      method: 'get',
      path: list,
      summary: 'Questions about customers, both sides beside each other',
      query: contract.matchesQuery,
      reply: contract.matches,
    },
    async ({ house, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const { matches, next } = await listMatches(scope, connection.id, query)
        const ids = [...new Set(matches.flatMap(({ candidates }) => candidates.map(({ bookId }) => bookId)))]
        const contacts = new Map((await contactsById(scope, connection.id, ids)).map((contact) => [contact.bookId, contact]))
        return json({ items: matches.map((match) => matchReply(house, connection, match, contacts)), nextCursor: next ?? null })
      }),
  ),
  companyRoute(
    {
      method: 'post',
      path: `${list}/{matchId}/decision`,
      summary: 'Answer: link, create or later',
      body: contract.matchDecision,
      reply: contract.match,
    },
    async ({ house, params, body, askedBy, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const asked = await readMatch(scope, uuidOr404(params.matchId))
        if (asked?.connection_id !== connection.id) throw new SyncError('NOT_FOUND')
        if (
          'link' in body &&
          !asked.candidates.some(({ bookId }) => bookId === body.link) &&
          !(await isInBooks(scope, connection.id, 'customer', body.link))
        )
          throw new SyncError('CHOICE_NOT_OFFERED', { values: { value: 'link', detail: 'there is no such contact in these books' } })
        const decided = await decideMatch(scope, asked.id, body, askedBy)
        if (!decided) throw new SyncError('NOT_FOUND')
        if (!decided.decided) throw new SyncError(decided.code)
        const contacts = await contactsById(
          scope,
          connection.id,
          decided.match.candidates.map(({ bookId }) => bookId),
        )
        const customer = await readDocument(scope, 'customer', decided.match.customer)
        const match = { ...decided.match, body: customer?.body ?? null }
        return json(matchReply(house, connection, match, new Map(contacts.map((contact) => [contact.bookId, contact]))))
      }),
  ),
]

function matchReply(house: House, connection: Connection, match: OpenMatch, contacts: Map<string, BookContact>): contract.Match {
  return {
    matchId: match.id,
    state: match.state,
    customer: {
      externalId: match.customer,
      name: match.body?.name ?? null,
      email: match.body?.email ?? null,
      phone: match.body?.phone ?? match.body?.mobile ?? null,
      postcode: match.body?.billingAddress?.postcode ?? null,
      url: match.body?.url ?? null,
    },
    candidates: match.candidates.map((candidate) => {
      const contact = contacts.get(candidate.bookId)
      return {
        ...candidate,
        email: contact?.email ?? null,
        phone: contact?.phones[0] ?? null,
        postcode: contact?.postcode ?? null,
        state: contact?.state ?? null,
        isSupplier: contact?.isSupplier ?? null,
        url: bookUrl(house, connection, 'contact', candidate.bookId),
      }
    }),
    askedAt: match.asked_at.toISOString(),
    decidedAt: asMoment(match.decided_at),
    decidedBy: match.decided_by,
  }
}
