import { listItems } from '../../ledger/sync-run-items.ts'
import type { Engine } from './engine.ts'

/** A record in the sandbox's books, in the provider's own words. */
interface BookRecord {
  [field: string]: unknown
  Contact?: { Name?: string }
  Invoice?: { InvoiceNumber?: string }
  Source?: { Number?: string; Reference?: string }
}

/** Which fields of each list tell one record from another, ids and times left out. */
const shown = {
  contacts: ['Name', 'ContactStatus'],
  invoices: ['InvoiceNumber', 'Status', 'Total', 'AmountDue'],
  creditNotes: ['CreditNoteNumber', 'Status', 'Total', 'RemainingCredit'],
  payments: ['Status', 'Amount', 'Reference', 'PaymentType'],
  batchPayments: ['Status', 'TotalAmount', 'Reference'],
  overpayments: ['Status', 'Total', 'RemainingCredit'],
  bankTransactions: ['Status', 'Type', 'Total'],
  allocations: ['Amount', 'IsDeleted'],
} as const

/** Everything in the sandbox's books, a line a record: two books with the same statement hold the same, once each. */
export async function statement(engine: Engine): Promise<string[]> {
  const books = await engine.control<Record<string, BookRecord[]>>(`books?organisationId=${engine.organisationId}`)
  return Object.entries(shown)
    .flatMap(([list, fields]) => (books[list] ?? []).map((record) => `${list} ${line(record, fields)}`))
    .sort()
}

function line(record: BookRecord, fields: readonly string[]): string {
  const texts = [...fields.map((field) => record[field]), record.Contact?.Name, record.Invoice?.InvoiceNumber, record.Source?.Number]
  // Each company has tokens of its own.
  return texts
    .map((text) => (typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean' ? String(text) : '-'))
    .join(' | ')
    .replace(/CF-\w{6}/g, 'CF-*')
}

/** What became of each item of a run, a line an item. */
export async function outcomes(engine: Engine, syncRunId: string): Promise<string[]> {
  const items = await engine.asCompany((scope) => listItems(scope, syncRunId, { limit: 1_000 }))
  return items
    .map((item) => `${item.kind} ${item.external_id} ${item.part} ${item.outcome}${item.code === null ? '' : ` ${item.code}`}`)
    .sort()
}
