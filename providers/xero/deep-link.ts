import type { Organisation } from '../../domain/books.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import { plainId } from './book-id.ts'

type Linked = DocumentKind | 'contact' | 'bankAccount'

/**
 * The page of a record in Xero. `bookUrl` is https://go.xero.com, or a sandbox that serves the same paths.
 * Sources: XeroAPI/xero-command-line `src/lib/deeplinks.ts`; the path of a sales credit note is by analogy with the purchase one (reference xero.md 9).
 */
export function deepLink(kind: Linked, bookId: string, organisation: Organisation, bookUrl: string): string {
  const root = bookUrl.replace(/\/$/, '')
  const code = encodeURIComponent(organisation.shortCode ?? '')
  return paths[kind](encodeURIComponent(plainId(bookId)), root, code)
}

const throughLogin = (root: string, code: string, path: string): string =>
  `${root}/organisationlogin/default.aspx?shortcode=${code}&redirecturl=${path}`

const paths: Record<Linked, (id: string, root: string, code: string) => string> = {
  customer: (id, root, code) => `${root}/app/${code}/contacts/contact/${id}`,
  contact: (id, root, code) => `${root}/app/${code}/contacts/contact/${id}`,
  invoice: (id, root, code) => `${root}/app/${code}/invoicing/view/${id}`,
  credit: (id, root, code) => throughLogin(root, code, `/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=${id}`),
  payment: (id, root, code) => throughLogin(root, code, `/Bank/ViewTransaction.aspx?bankTransactionID=${id}`),
  bankAccount: (id, root, code) => throughLogin(root, code, `/Bank/BankTransactions.aspx?accountID=${id}`),
}
