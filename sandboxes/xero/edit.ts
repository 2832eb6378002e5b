import { removeAllocation } from './allocations.ts'
import { putBankTransactions } from './bank-transactions.ts'
import { type Books, folded } from './books.ts'
import type { Answer } from './call.ts'
import { postContacts, putContacts } from './contacts.ts'
import { postCreditNotes, putCreditNotes } from './credit-notes.ts'
import { atTheDesk, deskCall } from './desk.ts'
import { type Element, filled, isElement } from './element.ts'
import { postInvoices, putInvoices } from './invoices.ts'
import { putPayments } from './payments.ts'
import { deletePayment } from './payment-write.ts'
import { ElementRefused } from './refusal.ts'
import type { Account, BookDocument, Contact, Payment } from './rows.ts'
import type { Sandbox } from './sandbox.ts'
import { messagesOf } from './seed.ts'

/** What a bookkeeper does by hand in the books. Answers what changed, or why it cannot be done. */
export function editByHand(sandbox: Sandbox, books: Books, edit: Element): { status: number; body: unknown } {
  const action = ACTIONS[filled(edit, 'action') ?? '']
  if (!action) return { status: 400, body: { error: `There is no such action. There are: ${Object.keys(ACTIONS).join(', ')}` } }
  try {
    return { status: 200, body: books.journal.attempt(() => action({ sandbox, books, edit, now: sandbox.clock.now() })) ?? { ok: true } }
  } catch (error) {
    if (error instanceof ElementRefused) return { status: 400, body: { error: error.message } }
    throw error
  }
}

interface Desk {
  sandbox: Sandbox
  books: Books
  edit: Element
  now: number
}

const ACTIONS: Record<string, (desk: Desk) => unknown> = {
  archiveContact: (desk) => changeContact(desk, contactOf(desk), { status: 'ARCHIVED' }),
  restoreContact: (desk) => changeContact(desk, contactOf(desk), { status: 'ACTIVE', mergedTo: undefined }),
  renameContact: (desk) => changeContact(desk, contactOf(desk), { name: needed(desk, 'name') }),
  mergeContacts,
  // Creating creates only, as the pages of Xero do: a POST would overwrite whatever bears the same name or number.
  createContact: (desk) => api(desk, putContacts, { Contacts: [body(desk)] }),
  editContact: (desk) => api(desk, postContacts, { Contacts: [{ ...body(desk), ContactID: contactOf(desk).id }] }),
  createInvoice: (desk) => api(desk, putInvoices, { Invoices: [body(desk)] }),
  editInvoice: (desk) => api(desk, postInvoices, { Invoices: [{ ...body(desk), InvoiceID: invoiceOf(desk).id }] }),
  approveInvoice: (desk) => api(desk, postInvoices, { Invoices: [{ InvoiceID: invoiceOf(desk).id, Status: 'AUTHORISED' }] }),
  voidInvoice: (desk) => api(desk, postInvoices, { Invoices: [{ InvoiceID: invoiceOf(desk).id, Status: 'VOIDED' }] }),
  deleteInvoice: (desk) => api(desk, postInvoices, { Invoices: [{ InvoiceID: invoiceOf(desk).id, Status: 'DELETED' }] }),
  createCreditNote: (desk) => api(desk, putCreditNotes, { CreditNotes: [body(desk)] }),
  approveCreditNote: (desk) =>
    api(desk, postCreditNotes, { CreditNotes: [{ CreditNoteID: needed(desk, 'creditNoteId'), Status: 'AUTHORISED' }] }),
  voidCreditNote: (desk) => api(desk, postCreditNotes, { CreditNotes: [{ CreditNoteID: needed(desk, 'creditNoteId'), Status: 'VOIDED' }] }),
  unallocateCreditNote,
  payInvoice,
  createBankTransaction: (desk) => api(desk, putBankTransactions, { BankTransactions: [body(desk)] }),
  deletePayment: (desk) => listedPayment(deletePayment(deskCall(desk.sandbox, desk.books), paymentOf(desk), true)),
  reconcilePayment,
  setLockDate,
  setInvoiceReminders: ({ books, edit }) => books.changeOrganisation({ invoiceReminders: edit['enabled'] !== false }),
  setSalesTaxPeriod,
  archiveAccount: (desk) => changeAccount(desk, { status: 'ARCHIVED' }),
  restoreAccount: (desk) => changeAccount(desk, { status: 'ACTIVE' }),
  editAccount: (desk) => changeAccount(desk, accountChange(desk)),
  setTaxRateStatus,
  setPlanLimit: ({ books, edit }) => books.changeOrganisation({ planLimit: optionalNumber(edit, 'limit') }),
  setEmailLimit: ({ books, edit }) => books.changeOrganisation({ emailsADay: optionalNumber(edit, 'limit') }),
  setCurrencies: ({ books, edit }) =>
    books.changeOrganisation({ currencies: Array.isArray(edit['currencies']) ? edit['currencies'].map(String) : [] }),
  setOffline: ({ books, edit }) => books.changeOrganisation({ offline: edit['offline'] !== false }),
  renameOrganisation: (desk) => desk.books.changeOrganisation({ name: needed(desk, 'name') }),
  disconnect: ({ sandbox, books }) => {
    for (const each of sandbox.identity.connections) if (each.tenantId === books.organisation().id) each.live = false
  },
}

/** The properties that are the API's own, without those that name the edit. */
function body(desk: Desk): Element {
  const given = desk.edit['record']
  if (isElement(given)) return given
  throw new ElementRefused(['`record` with the fields of the API is needed'])
}

function api(desk: Desk, handler: Parameters<typeof atTheDesk>[2], given: unknown, params: Record<string, string> = {}): unknown {
  const answer: Answer = atTheDesk(desk.sandbox, desk.books, handler, {
    params,
    query: { summarizeErrors: 'true', unitdp: '4' },
    body: given,
  })
  if (answer.status !== 200) throw new ElementRefused(messagesOf(answer.json))
  return answer.json
}

/** Merging exists only in the pages of Xero: the loser is archived and points to the winner, which takes over its documents. */
function mergeContacts(desk: Desk): unknown {
  const [from, into] = [contactOf(desk, 'from'), contactOf(desk, 'into')]
  const { books, now } = desk
  for (const shelf of [books.invoices, books.creditNotes, books.overpayments, books.prepayments]) {
    for (const document of shelf.find('contact', from.id)) shelf.put({ ...document, contactId: into.id, updatedAt: now })
  }
  changeContact(desk, into, { isCustomer: into.isCustomer || from.isCustomer, isSupplier: into.isSupplier || from.isSupplier })
  return changeContact(desk, from, { status: 'ARCHIVED', mergedTo: into.id })
}

function payInvoice(desk: Desk): unknown {
  const invoice = invoiceOf(desk)
  const Account = { Code: filled(desk.edit, 'accountCode') ?? '090' }
  const record = { Invoice: { InvoiceID: invoice.id }, Account, Amount: needed(desk, 'amount'), Date: filled(desk.edit, 'date') }
  return api(desk, putPayments, { Payments: [{ ...record, Reference: filled(desk.edit, 'reference') }] })
}

/** Takes back everything that a credit note is set against, as its page in Xero does before it can be voided. */
function unallocateCreditNote(desk: Desk): unknown {
  const id = needed(desk, 'creditNoteId').toLowerCase()
  const live = desk.books.allocations.find('source', id).filter(({ deleted }) => !deleted)
  return live.map((allocation) => removeAllocation(deskCall(desk.sandbox, desk.books), 'creditNote', allocation).id)
}

function reconcilePayment(desk: Desk): unknown {
  const isReconciled = desk.edit['reconciled'] !== false
  const batch = desk.books.batchPayments.get(filled(desk.edit, 'batchPaymentId')?.toLowerCase())
  if (!batch) return listedPayment(desk.books.payments.put({ ...paymentOf(desk), isReconciled, updatedAt: desk.now }))
  for (const payment of desk.books.payments.find('batch', batch.id))
    desk.books.payments.put({ ...payment, isReconciled, updatedAt: desk.now })
  return { BatchPaymentID: desk.books.batchPayments.put({ ...batch, isReconciled, updatedAt: desk.now }).id }
}

/** `{date}` sets the period lock, `{date, endOfYear: true}` the other; without a date the lock is lifted. */
function setLockDate({ books, edit }: Desk): void {
  const date = filled(edit, 'date')
  books.changeOrganisation(edit['endOfYear'] === true ? { endOfYearLockDate: date } : { periodLockDate: date })
}

/** `{period?, financialYearEndMonth?}`: the VAT period in the API's word, and the month in which the financial year ends; what is not given is as it was at first. */
function setSalesTaxPeriod(desk: Desk): void {
  const period = filled(desk.edit, 'period')
  if (period !== undefined && !PERIODS.has(period))
    throw new ElementRefused([`There is no period ${period}. There are: ${[...PERIODS].join(', ')}`])
  desk.books.changeOrganisation({ salesTaxPeriod: period, financialYearEndMonth: optionalNumber(desk.edit, 'financialYearEndMonth') })
}

/** The values of the official schema. */
const PERIODS = new Set(
  'MONTHLY QUARTERLY1 QUARTERLY2 QUARTERLY3 ANNUALLY ONEMONTHS TWOMONTHS SIXMONTHS 1MONTHLY 2MONTHLY 3MONTHLY 6MONTHLY QUARTERLY YEARLY NONE'.split(
    ' ',
  ),
)

const listedPayment = (payment: Payment) => ({ PaymentID: payment.id, Status: payment.status, IsReconciled: payment.isReconciled })

function setTaxRateStatus(desk: Desk): unknown {
  const rate = desk.books.taxRates.get(needed(desk, 'taxType'))
  if (!rate) throw new ElementRefused(['There is no such tax rate'])
  const status = filled(desk.edit, 'status') === 'ACTIVE' ? 'ACTIVE' : 'ARCHIVED'
  return desk.books.taxRates.put({ ...rate, status, name: filled(desk.edit, 'name') ?? rate.name })
}

function changeContact({ books, now }: Desk, contact: Contact, change: Partial<Contact>): unknown {
  const after = books.contacts.put({ ...contact, ...change, updatedAt: now })
  return { ContactID: after.id, ContactStatus: after.status, MergedToContactID: after.mergedTo }
}

function changeAccount(desk: Desk, change: Partial<Account>): unknown {
  const { books, edit, now } = desk
  const account =
    books.accounts.get(filled(edit, 'accountId')?.toLowerCase()) ?? books.accounts.find('code', folded(filled(edit, 'code')))[0]
  if (!account) throw new ElementRefused(['There is no such account'])
  return books.accounts.put({ ...account, ...change, updatedAt: now })
}

function accountChange({ edit }: Desk): Partial<Account> {
  const change = { name: filled(edit, 'name'), taxType: filled(edit, 'taxType'), code: filled(edit, 'newCode') }
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

/** By `contactId`, `contactNumber` or `name`, or by the property given (an id or a name). */
function contactOf({ books, edit }: Desk, property?: string): Contact {
  const key =
    property === undefined
      ? (filled(edit, 'contactId') ?? filled(edit, 'contactNumber') ?? filled(edit, 'contactName'))
      : filled(edit, property)
  const found =
    books.contacts.get(key?.toLowerCase()) ?? books.contacts.find('number', folded(key))[0] ?? books.contacts.find('name', folded(key))[0]
  if (!found) throw new ElementRefused([`There is no contact ${key}`])
  return found
}

function invoiceOf({ books, edit }: Desk): BookDocument {
  const key = filled(edit, 'invoiceId') ?? filled(edit, 'invoiceNumber')
  const found = books.invoices.get(key?.toLowerCase()) ?? books.invoices.find('number', folded(key))[0]
  if (!found) throw new ElementRefused([`There is no invoice ${key}`])
  return found
}

function paymentOf({ books, edit }: Desk): Payment {
  const payment = books.payments.get(filled(edit, 'paymentId')?.toLowerCase())
  if (!payment) throw new ElementRefused(['There is no such payment'])
  return payment
}

function needed({ edit }: Desk, name: string): string {
  const value = filled(edit, name)
  if (value === undefined) throw new ElementRefused([`\`${name}\` is needed`])
  return value
}

const optionalNumber = (edit: Element, name: string): number | undefined =>
  filled(edit, name) === undefined ? undefined : Number(filled(edit, name))
