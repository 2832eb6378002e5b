import type { DocumentKind } from '../domain/entities.ts'
import { bookDocuments, bookMoney, contactsById } from './book-records.ts'
import type { Scope } from './database.ts'

/** Whether the mirror of this connection has such a record of that kind: only then may a person link to it. */
export async function isInBooks(scope: Scope, connectionId: string, kind: DocumentKind, bookId: string): Promise<boolean> {
  switch (kind) {
    case 'customer':
      return (await contactsById(scope, connectionId, [bookId])).length > 0
    case 'invoice':
    case 'credit':
      return (await bookDocuments(scope, connectionId, [bookId])).some((record) => record.kind === kind)
    case 'payment': {
      const { payments, onAccount } = await bookMoney(scope, connectionId, [bookId])
      return payments.length + onAccount.length > 0
    }
    default:
      return kind satisfies never
  }
}
