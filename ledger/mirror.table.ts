import type { Generated } from 'kysely'
import type { BookState, MirrorKind } from '../domain/entities.ts'
import type { BookContact, BookTax } from '../domain/books.ts'
import type { Json } from './json-column.ts'

export interface BookContactsTable {
  company_id: string
  connection_id: string
  book_id: string
  name: string
  state: string
  email: string | null
  is_supplier: boolean
  merged_into: string | null
  body: Json<BookContact>
  updated_at: Date
  seen_at: Generated<Date>
}

export interface BookDocumentsTable {
  company_id: string
  connection_id: string
  book_id: string
  kind: 'invoice' | 'credit'
  number: string
  contact_id: string
  date: string
  due_date: string | null
  currency: string
  reference: string | null
  net: number
  tax: number
  gross: number
  taxes: Json<BookTax[]>
  state: BookState
  amount_due: number
  updated_at: Date
  seen_at: Generated<Date>
}

export interface BookPaymentsTable {
  company_id: string
  connection_id: string
  book_id: string
  form: string
  contact_id: string | null
  date: string
  amount: number
  currency: string
  bank_account_id: string | null
  reference: string | null
  reconciled: boolean
  state: string
  part_of: string | null
  updated_at: Date
  seen_at: Generated<Date>
}

export interface BookOnAccountTable {
  company_id: string
  connection_id: string
  book_id: string
  contact_id: string
  date: string
  amount: number
  remaining: number
  currency: string
  bank_account_id: string | null
  reference: string | null
  state: string
  updated_at: Date
  seen_at: Generated<Date>
}

export interface BookAllocationsTable {
  company_id: string
  connection_id: string
  source: 'payment' | 'credit' | 'onAccount'
  source_id: string
  position: number
  document_id: string
  amount: number
  date: string | null
  book_id: string | null
}

export interface MirrorCursorsTable {
  company_id: string
  connection_id: string
  kind: MirrorKind
  cursor: string
  done: boolean
  /** A reading of everything is under way since; what it does not meet is gone from the books. */
  full_read_began_at: Date | null
  full_read_at: Date | null
  read_at: Generated<Date>
}
