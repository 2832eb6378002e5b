import type { DocumentRef } from '../domain/document.ts'
import { recordKind } from '../domain/rules/refs.ts'
import { bookDocuments, bookMoney, settledBy } from '../ledger/book-records.ts'
import { type Connection, listConnections } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { type Link, linksOfDocument } from '../ledger/links.ts'
import { bookUrl } from './book-url.ts'
import type { House } from './house.ts'

/** The records of the books that a document is linked to, with what the books say of an invoice or credit: state, what is due, when it was settled. */
export async function documentLinks(house: House, scope: Scope, ref: DocumentRef) {
  const links = await linksOfDocument(scope, ref)
  const connections = new Map((await listConnections(scope)).map((connection) => [connection.id, connection]))
  return Promise.all(links.map((link) => linkReply(house, scope, link, connections.get(link.connection_id))))
}

async function linkReply(house: House, scope: Scope, link: Link, connection: Connection | undefined) {
  return {
    linkId: link.id,
    connectionId: link.connection_id,
    part: link.part,
    bookId: link.book_id,
    bookNumber: link.book_number,
    how: link.how,
    version: link.version,
    linkedAt: link.linked_at.toISOString(),
    url: connection ? bookUrl(house, connection, recordKind(link.kind, link.part), link.book_id) : null,
    ...(await inTheBooks(scope, link)),
  }
}

/** Minor units; `paidOn` is the day of the last settlement of what is settled whole. */
async function inTheBooks(
  scope: Scope,
  link: Link,
): Promise<{ bookState: string | null; amountDue: number | null; paidOn: string | null }> {
  const isSale = (link.kind === 'invoice' || link.kind === 'credit') && (link.part === 'main' || link.part === 'writeOff')
  const [record] = isSale ? await bookDocuments(scope, link.connection_id, [link.book_id]) : []
  if (!record) return { bookState: null, amountDue: null, paidOn: null }
  const paidOn = record.amountDue === 0 ? await lastSettlement(scope, link) : undefined
  return { bookState: record.state, amountDue: record.amountDue, paidOn: paidOn ?? null }
}

/** An allocation has a day of its own, or that of its payment. */
async function lastSettlement(scope: Scope, { connection_id: connectionId, book_id: bookId }: Link): Promise<string | undefined> {
  const settled = await settledBy(scope, connectionId, [bookId])
  const { payments } = await bookMoney(
    scope,
    connectionId,
    settled.map(({ sourceId }) => sourceId),
  )
  const days = [...settled.flatMap(({ date }) => date ?? []), ...payments.map(({ date }) => date)]
  return days.toSorted().at(-1)
}
