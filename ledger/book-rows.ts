import type { Selectable } from 'kysely'
import type { BookAllocation, BookDocument, BookOnAccount, BookPayment } from '../domain/books.ts'
import type { BookAllocationsTable, BookDocumentsTable, BookOnAccountTable, BookPaymentsTable } from './mirror.table.ts'

type DocumentRow = Selectable<BookDocumentsTable>
export type PaymentRow = Selectable<BookPaymentsTable>
export type OnAccountRow = Selectable<BookOnAccountTable>
type AllocationRow = Selectable<BookAllocationsTable>

/** A row in the words of the domain. */
export const asAllocation = (row: AllocationRow): BookAllocation => ({
  documentId: row.document_id,
  amount: row.amount,
  ...given('bookId', row.book_id),
  ...given('date', row.date),
})

/** A row in the words of the domain. */
export const asDocument = (row: DocumentRow): BookDocument => ({
  kind: row.kind,
  bookId: row.book_id,
  number: row.number,
  contactId: row.contact_id,
  date: row.date,
  currency: row.currency,
  net: row.net,
  tax: row.tax,
  gross: row.gross,
  taxes: row.taxes,
  state: row.state,
  amountDue: row.amount_due,
  updatedAt: row.updated_at.toISOString(),
  ...given('dueDate', row.due_date),
  ...given('reference', row.reference),
})

/** A row in the words of the domain. */
export const asPayment = (row: PaymentRow, allocations: BookAllocation[]): BookPayment => ({
  bookId: row.book_id,
  // Written from a BookPayment: the column holds its words.
  form: row.form as BookPayment['form'],
  state: row.state as BookPayment['state'],
  date: row.date,
  amount: row.amount,
  currency: row.currency,
  reconciled: row.reconciled,
  allocations,
  updatedAt: row.updated_at.toISOString(),
  ...given('contactId', row.contact_id),
  ...given('bankAccountId', row.bank_account_id),
  ...given('reference', row.reference),
  ...given('partOf', row.part_of),
})

/** A row in the words of the domain. */
export const asOnAccount = (row: OnAccountRow, allocations: BookAllocation[]): BookOnAccount => ({
  bookId: row.book_id,
  contactId: row.contact_id,
  date: row.date,
  amount: row.amount,
  remaining: row.remaining,
  currency: row.currency,
  // Written from a BookOnAccount.
  state: row.state as BookOnAccount['state'],
  allocations,
  updatedAt: row.updated_at.toISOString(),
  ...given('bankAccountId', row.bank_account_id),
  ...given('reference', row.reference),
})

/** A field where the books have a value, and no field where they have none. */
const given = <K extends string>(key: K, value: string | null): { [P in K]?: string } =>
  // The key is the one that was asked for.
  value === null ? {} : ({ [key]: value } as { [P in K]?: string })
