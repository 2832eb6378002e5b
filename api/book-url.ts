import type { DocumentKind } from '../domain/entities.ts'
import type { Connection } from '../ledger/connections.ts'
import { frontDesk } from '../providers/front-desk.ts'
import type { House } from './house.ts'

/** The page of a record in the books; null until we know the organisation. */
export function bookUrl(
  house: House,
  connection: Pick<Connection, 'provider' | 'organisation'>,
  kind: DocumentKind | 'contact' | 'bankAccount',
  bookId: string | null,
): string | null {
  if (bookId === null || !connection.organisation) return null
  const { manifest } = frontDesk[connection.provider]
  const app = house.config.apps[connection.provider]
  return manifest.deepLink(kind, bookId, connection.organisation, app.sandbox ? app.apiUrl : manifest.bookUrl)
}
