import type { DocumentRef } from '../domain/document.ts'
import type { Scope } from '../ledger/database.ts'
import { linksOfDocument } from '../ledger/links.ts'
import type { House } from './house.ts'

/** The records of the books that a document is linked to. */
export async function documentLinks(_house: House, scope: Scope, ref: DocumentRef) {
  const links = await linksOfDocument(scope, ref)
  return links.map((link) => ({
    linkId: link.id,
    connectionId: link.connection_id,
    part: link.part,
    bookId: link.book_id,
    bookNumber: link.book_number,
    how: link.how,
    version: link.version,
    linkedAt: link.linked_at.toISOString(),
    url: null,
    bookState: null,
    amountDue: null,
    paidOn: null,
  }))
}
