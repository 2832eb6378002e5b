import { putAccounts } from './accounts.ts'
import { putAllocations } from './allocations.ts'
import { putBankTransactions } from './bank-transactions.ts'
import { putBatchPayments } from './batch-payments.ts'
import { type Books, folded } from './books.ts'
import type { Handler } from './call.ts'
import { putContacts } from './contacts.ts'
import { putCreditNotes } from './credit-notes.ts'
import { atTheDesk } from './desk.ts'
import { filled, isElement } from './element.ts'
import { putInvoices } from './invoices.ts'
import { putPayments } from './payments.ts'
import { putTaxRates, putTrackingCategories } from './settings.ts'
import type { Sandbox } from './sandbox.ts'

/** What could not be seeded, in the words the API would have used. */
export interface SeedProblem {
  list: string
  element: unknown
  messages: string[]
}

/**
 * Fills new books from lists in the API's own JSON, in the order in which they need each other. Contacts may be named by Name or
 * ContactNumber, invoices by InvoiceNumber; `MergedTo: "Other name"` on a contact archives it as merged into the other.
 */
export function seedBooks(sandbox: Sandbox, books: Books, seed: Record<string, unknown>): SeedProblem[] {
  const problems = LISTS.flatMap(([list, name, handler]) => seedList(sandbox, books, list, name, handler, seed[list]))
  archive(sandbox, books, seed['contacts'])
  return [...problems, ...seedAllocations(sandbox, books, seed['allocations'])]
}

const LISTS: [list: string, name: string, handler: Handler][] = [
  ['accounts', 'Accounts', putAccounts],
  ['taxRates', 'TaxRates', putTaxRates],
  ['trackingCategories', 'TrackingCategories', putTrackingCategories],
  ['contacts', 'Contacts', putContacts],
  ['invoices', 'Invoices', putInvoices],
  ['creditNotes', 'CreditNotes', putCreditNotes],
  ['bankTransactions', 'BankTransactions', putBankTransactions],
  ['payments', 'Payments', putPayments],
  ['batchPayments', 'BatchPayments', putBatchPayments],
]

/** One element at a time: accounts and tax rates take only one a request. */
function seedList(sandbox: Sandbox, books: Books, list: string, name: string, handler: Handler, given: unknown): SeedProblem[] {
  if (!Array.isArray(given)) return []
  return given.flatMap((element: unknown) => {
    const body = { [name]: [withoutArchiving(list, element)] }
    const answer = atTheDesk(sandbox, books, handler, { body, query: { summarizeErrors: 'true', unitdp: '4' } })
    return answer.status === 200 ? [] : [{ list, element, messages: messagesOf(answer.json) }]
  })
}

/** Archived contacts can have documents, so they are archived last. */
function withoutArchiving(list: string, element: unknown): unknown {
  if (list !== 'contacts' || !isElement(element)) return element
  const { ContactStatus: _status, MergedTo: _merged, ...rest } = element
  return rest
}

function archive(sandbox: Sandbox, books: Books, given: unknown): void {
  for (const element of Array.isArray(given) ? given.filter(isElement) : []) {
    const merged = typeof element['MergedTo'] === 'string' ? element['MergedTo'] : undefined
    if (element['ContactStatus'] !== 'ARCHIVED' && merged === undefined) continue
    const number = typeof element['ContactNumber'] === 'string' ? element['ContactNumber'] : undefined
    const name = typeof element['Name'] === 'string' ? element['Name'] : undefined
    const active = books.contacts.find('name', folded(name)).filter((row) => row.status === 'ACTIVE')
    const contact = number === undefined ? active[0] : books.contacts.find('number', folded(number))[0]
    const mergedTo = books.contacts.find('name', folded(merged)).find((row) => row.id !== contact?.id)?.id
    if (contact) books.contacts.put({ ...contact, status: 'ARCHIVED', mergedTo, updatedAt: sandbox.clock.now() })
  }
}

/** `{CreditNoteNumber or CreditNoteID, InvoiceNumber or Invoice, Amount, Date}`. */
function seedAllocations(sandbox: Sandbox, books: Books, given: unknown): SeedProblem[] {
  if (!Array.isArray(given)) return []
  return given.filter(isElement).flatMap((element) => {
    const number = typeof element['CreditNoteNumber'] === 'string' ? element['CreditNoteNumber'] : undefined
    const id = books.creditNotes.find('number', folded(number))[0]?.id ?? filled(element, 'CreditNoteID') ?? ''
    const invoice = element['Invoice'] ?? { InvoiceNumber: element['InvoiceNumber'] }
    const body = { Allocations: [{ ...element, Invoice: invoice }] }
    const answer = atTheDesk(sandbox, books, putAllocations, { params: { resource: 'CreditNotes', id }, body })
    return answer.status === 200 ? [] : [{ list: 'allocations', element, messages: messagesOf(answer.json) }]
  })
}

/** The refusal texts in the body of a 400 or 404. */
export function messagesOf(body: unknown): string[] {
  const read = body as { Message?: string; Elements?: { ValidationErrors?: { Message: string }[] }[] } | undefined // our own answers
  const elements = read?.Elements?.flatMap((each) => (each.ValidationErrors ?? []).map((error) => error.Message)) ?? []
  return elements.length > 0 ? elements : [read?.Message ?? 'refused']
}
