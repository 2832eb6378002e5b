import type { Quirks } from './quirks.ts'
import type { BookDocument } from './rows.ts'

/** A thin event: it says that a record changed, not how. */
export interface WebhookEvent {
  resourceUrl: string
  resourceId: string
  tenantId: string
  tenantType: 'ORGANISATION'
  eventCategory: string
  eventType: 'CREATE' | 'UPDATE'
  eventDateUtc: string
  data?: { Type: string; Status: string }
}

/** A change in the books, as the shelves tell it. */
export interface BooksChange {
  tenantId: string
  shelf: string
  row: { id: string }
  before: { id: string } | undefined
}

/** The event of a change, if it has one. Whether a payment or allocation counts as a change of its invoice is UNCONFIRMED: a quirk decides. */
export function eventOf(change: BooksChange, quirks: Quirks, origin: string, now: number): WebhookEvent | undefined {
  const { tenantId, shelf, row, before } = change
  const [category, resource] = SHELF_CATEGORY[shelf] ?? []
  if (category === undefined || resource === undefined) return undefined
  if (before && (shelf === 'contacts' || quirks.paymentEvents === 'silent') && onlyByTheWay(row, before)) return undefined
  const document = row as BookDocument // only read for credit notes
  return {
    resourceUrl: `${origin}/api.xro/2.0/${resource}/${row.id}`,
    resourceId: row.id,
    tenantId,
    tenantType: 'ORGANISATION',
    eventCategory: category,
    eventType: before ? 'UPDATE' : 'CREATE',
    eventDateUtc: new Date(now).toISOString().slice(0, 23),
    ...(category === 'CREDITNOTE' ? { data: { Type: document.type, Status: document.status } } : {}),
  }
}

/** CREDITNOTE is live since 4 March 2026, PREPAYMENT since 14 August, OVERPAYMENT since 3 September; there is none for payments. */
const SHELF_CATEGORY: Record<string, [category: string, resource: string]> = {
  contacts: ['CONTACT', 'Contacts'],
  invoices: ['INVOICE', 'Invoices'],
  creditNotes: ['CREDITNOTE', 'CreditNotes'],
  overpayments: ['OVERPAYMENT', 'Overpayments'],
  prepayments: ['PREPAYMENT', 'Prepayments'],
}

export const CATEGORIES = Object.values(SHELF_CATEGORY).map(([category]) => category)

/** Nothing but what payments and allocations move on a document, or documents on a contact. */
function onlyByTheWay(row: { id: string }, before: { id: string }): boolean {
  const rest = (each: { id: string }) => {
    const { status, ...others } = each as Record<string, unknown> // a contact or a document
    for (const name of ['fullyPaidOn', 'updatedAt', 'isCustomer', 'isSupplier']) delete others[name]
    return JSON.stringify({ ...others, status: status === 'PAID' ? 'AUTHORISED' : status })
  }
  return rest(row) === rest(before)
}
