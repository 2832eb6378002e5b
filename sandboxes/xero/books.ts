import { Journal } from '../kit/journal.ts'
import { never } from '../kit/never.ts'
import { Shelf } from '../kit/shelf.ts'
import type {
  Account,
  Allocation,
  Attachment,
  BankTransaction,
  BatchPayment,
  BookDocument,
  BrandingTheme,
  Contact,
  DocumentKind,
  HistoryRecord,
  Organisation,
  Payment,
  TaxRate,
  TrackingCategory,
} from './rows.ts'

/** The books of one pretend organisation. */
export interface Books extends Shelves {
  journal: Journal
  organisation: () => Organisation
  changeOrganisation: (change: Partial<Organisation>) => void
}

/** Called once a change stands: what changed, for webhooks and for saving. */
export type BooksListener = (shelf: string, row: { id: string }, before: { id: string } | undefined) => void

/** Everything in the books as plain JSON, to be saved and read back. */
export type SavedBooks = { organisation: Organisation } & Record<string, unknown>

/** Opens new books, or the saved ones. */
export function openBooks(organisation: Organisation, listener: BooksListener, saved?: SavedBooks): Books {
  const journal = new Journal()
  let open = false
  const shelves = makeShelves(journal, (shelf) => (row, before) => open && listener(shelf, row, before))
  if (saved) restore(shelves, saved)
  open = true
  let current = organisation
  const changeOrganisation = (change: Partial<Organisation>) => {
    const before = current
    current = { ...current, ...change }
    journal.record({ undo: () => (current = before), told: () => listener('organisation', current, before) })
  }
  return { ...shelves, journal, organisation: () => current, changeOrganisation }
}

export function savedBooks(books: Books): SavedBooks {
  const shelves = SHELVES.map((name) => [name, books[name].all()] as const)
  return { organisation: books.organisation(), ...Object.fromEntries(shelves) }
}

/** The shelf on which documents of a kind stand. */
export function documentsOf(books: Books, kind: DocumentKind): Shelves['invoices'] {
  switch (kind) {
    case 'invoice':
      return books.invoices
    case 'creditNote':
      return books.creditNotes
    case 'overpayment':
      return books.overpayments
    case 'prepayment':
      return books.prepayments
    default:
      return never(kind)
  }
}

/** How names and numbers are compared: without regard to case. */
export const folded = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text.toLowerCase())

type DocumentShelf = Shelf<BookDocument, 'number' | 'contact'>

export interface Shelves {
  contacts: Shelf<Contact, 'name' | 'number' | 'email'>
  invoices: DocumentShelf
  creditNotes: DocumentShelf
  overpayments: DocumentShelf
  prepayments: DocumentShelf
  payments: Shelf<Payment, 'document' | 'batch'>
  allocations: Shelf<Allocation, 'source' | 'invoice'>
  batchPayments: Shelf<BatchPayment>
  bankTransactions: Shelf<BankTransaction>
  accounts: Shelf<Account, 'code' | 'name'>
  taxRates: Shelf<TaxRate>
  trackingCategories: Shelf<TrackingCategory>
  brandingThemes: Shelf<BrandingTheme>
  history: Shelf<HistoryRecord, 'record'>
  attachments: Shelf<Attachment, 'record'>
}

const SHELVES = [
  'contacts',
  'invoices',
  'creditNotes',
  'overpayments',
  'prepayments',
  'payments',
  'allocations',
  'batchPayments',
  'bankTransactions',
  'accounts',
  'taxRates',
  'trackingCategories',
  'brandingThemes',
  'history',
  'attachments',
] as const satisfies (keyof Shelves)[]

type Told = (shelf: string) => (row: { id: string }, before: { id: string } | undefined) => unknown

function makeShelves(journal: Journal, told: Told): Shelves {
  const shelf =
    <Row extends { id: string }>(name: string) =>
    <Index extends string>(indexes: Record<Index, (row: Row) => string | undefined>) =>
      new Shelf<Row, Index>({ journal, changed: told(name), indexes })
  const documents = (name: string): DocumentShelf =>
    shelf<BookDocument>(name)({ number: (row) => folded(row.number), contact: (row) => row.contactId })
  return {
    contacts: shelf<Contact>('contacts')({
      name: (row) => folded(row.name),
      number: (row) => folded(row.number),
      email: (row) => folded(row.email),
    }),
    invoices: documents('invoices'),
    creditNotes: documents('creditNotes'),
    overpayments: documents('overpayments'),
    prepayments: documents('prepayments'),
    payments: shelf<Payment>('payments')({ document: (row) => row.documentId, batch: (row) => row.batchPaymentId }),
    allocations: shelf<Allocation>('allocations')({ source: (row) => row.sourceId, invoice: (row) => row.invoiceId }),
    batchPayments: shelf<BatchPayment>('batchPayments')({}),
    bankTransactions: shelf<BankTransaction>('bankTransactions')({}),
    accounts: shelf<Account>('accounts')({ code: (row) => folded(row.code), name: (row) => folded(row.name) }),
    taxRates: shelf<TaxRate>('taxRates')({}),
    trackingCategories: shelf<TrackingCategory>('trackingCategories')({}),
    brandingThemes: shelf<BrandingTheme>('brandingThemes')({}),
    history: shelf<HistoryRecord>('history')({ record: (row) => row.recordId }),
    attachments: shelf<Attachment>('attachments')({ record: (row) => row.recordId }),
  }
}

/** The file was written by `savedBooks`; its rows are what they say they are. Nobody is told of rows that were there before. */
function restore(shelves: Shelves, saved: SavedBooks): void {
  for (const name of SHELVES) {
    const shelf = shelves[name] as unknown as Shelf<{ id: string }> // a union of shelves has no common `put`
    for (const row of (saved[name] ?? []) as { id: string }[]) shelf.put(row)
  }
}
