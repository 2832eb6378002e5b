import type { z } from 'zod'
import type { BookDocument } from '../../../domain/books.ts'
import type { Json } from '../../../domain/plan.ts'
import type { Found, Sought } from '../../contract.ts'
import type { Road } from '../client.ts'
import { toBookCredit, toBookInvoice } from '../map/book-document.ts'
import { creditsReply, invoiceReply, invoicesReply } from '../wire.ts'
import { textFilter } from './filter.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { bodyText, bodyValue, contactIdOf, idIn } from './sought-ids.ts'

/** Sales invoices with the number that was sent, void and deleted ones too; where Xero gave the number, those with the reference that was sent. */
export async function findInvoice(road: Road, sought: Sought): Promise<Found[]> {
  const number = bodyText(sought.body, 'InvoiceNumber')
  const found = number === undefined ? await byReference(road, sought) : await byNumber(road, number)
  const sales = found.filter((invoice) => invoice.Type === 'ACCREC')
  return sales.map((invoice) => foundAs(toBookInvoice(invoice), likeness(toBookInvoice(invoice), sought, bearsUrl(invoice, sought))))
}

/** Sales credit notes with the number that was sent, void and deleted ones too. */
export async function findCredit(road: Road, sought: Sought): Promise<Found[]> {
  const number = bodyText(sought.body, 'CreditNoteNumber')
  const reference = sought.expected.reference ?? ''
  const where = number === undefined ? textFilter('Reference', reference) : textFilter('CreditNoteNumber', number)
  const pages = await readAll(
    road,
    'GET /CreditNotes',
    creditsReply,
    (page) => (api, tenant) => api.getCreditNotes(tenant, undefined, where, undefined, page, 4, LOOK_UP_PAGE),
  )
  const credits = pages.flatMap((page) => page.CreditNotes).filter((credit) => credit.Type === 'ACCRECCREDIT')
  const meant = credits
    .map(toBookCredit)
    .filter((credit) => (number === undefined ? credit.reference === reference : sameText(credit.number, number)))
  return meant.map((credit) => foundAs(credit, likeness(credit, sought, undefined)))
}

/** The invoice that was to be changed. */
export async function findInvoiceUpdate(road: Road, sought: Sought): Promise<Found[]> {
  const id = sought.bookId ?? idIn(bodyValue(sought.body, 'InvoiceID'), sought.ids) ?? ''
  const reply = await readOne(road, 'GET /Invoices/*', invoicesReply, (api, tenant) => api.getInvoice(tenant, id, 4))
  return (reply?.Invoices ?? []).map((invoice) => foundAs(toBookInvoice(invoice), updateLikeness(invoice, sought)))
}

/** The invoice or credit that was to be made void or deleted. */
export async function findRemoved(road: Road, sought: Sought): Promise<Found[]> {
  const creditId = idIn(bodyValue(sought.body, 'CreditNoteID'), sought.ids)
  const id = sought.bookId ?? creditId ?? idIn(bodyValue(sought.body, 'InvoiceID'), sought.ids) ?? ''
  const documents = creditId === undefined ? await invoiceById(road, id) : await creditById(road, id)
  return documents.map((document) => foundAs(document, document.state === 'void' ? 'same' : 'before'))
}

type InvoiceReply = z.infer<typeof invoiceReply>

async function byNumber(road: Road, number: string): Promise<InvoiceReply[]> {
  // Numbers are asked for as a comma list without escaping (reference xero.md 5), so one with a comma goes by filter.
  const listed = !number.includes(',')
  const where = listed ? undefined : textFilter('InvoiceNumber', number)
  const invoices = await allInvoices(road, where, listed ? [number] : undefined)
  return invoices.filter((invoice) => sameText(invoice.InvoiceNumber ?? '', number))
}

async function byReference(road: Road, sought: Sought): Promise<InvoiceReply[]> {
  const reference = sought.expected.reference ?? ''
  const invoices = await allInvoices(road, textFilter('Reference', reference), undefined)
  return invoices.filter((invoice) => invoice.Reference === reference)
}

async function allInvoices(road: Road, where: string | undefined, numbers: string[] | undefined): Promise<InvoiceReply[]> {
  const none = undefined
  const pages = await readAll(
    road,
    'GET /Invoices',
    invoicesReply,
    (page) => (api, tenant) =>
      api.getInvoices(tenant, none, where, none, none, numbers, none, none, page, true, none, 4, none, LOOK_UP_PAGE),
  )
  return pages.flatMap((page) => page.Invoices)
}

const invoiceById = async (road: Road, id: string): Promise<BookDocument[]> =>
  ((await readOne(road, 'GET /Invoices/*', invoicesReply, (api, tenant) => api.getInvoice(tenant, id, 4)))?.Invoices ?? []).map(
    toBookInvoice,
  )

const creditById = async (road: Road, id: string): Promise<BookDocument[]> =>
  ((await readOne(road, 'GET /CreditNotes/*', creditsReply, (api, tenant) => api.getCreditNote(tenant, id, 4)))?.CreditNotes ?? []).map(
    toBookCredit,
  )

/** The host's own link is on every invoice that it has one for: undefined where none was sent. */
const bearsUrl = (invoice: InvoiceReply, sought: Sought): boolean | undefined => {
  const url = bodyText(sought.body, 'Url')
  return url === undefined ? undefined : invoice.Url === url
}

/**
 * Whether a document with our number is ours. The same contact, day and money: it holds what was sent, whoever entered it. Our link on it, or the
 * same contact with the day or the money: ours, changed since. Else somebody else's with our number.
 */
function likeness(document: BookDocument, sought: Sought, marked: boolean | undefined): Found['likeness'] {
  const { expected } = sought
  const contact = document.contactId === contactIdOf(sought)
  const day = document.date === expected.date
  const money = sameMoney(document, sought)
  if (document.state === 'void') return marked === true || (contact && (day || money)) ? 'void' : 'stranger'
  if (contact && day && money) return 'same'
  return marked === true || (contact && (day || money)) ? 'changed' : 'stranger'
}

const sameMoney = (document: BookDocument, { expected }: Sought): boolean =>
  document.currency === expected.currency &&
  document.net === expected.net &&
  document.tax === expected.tax &&
  document.gross === expected.gross

function updateLikeness(invoice: InvoiceReply, sought: Sought): Found['likeness'] {
  const document = toBookInvoice(invoice)
  if (document.state === 'void') return 'void'
  if (holdsUpdate(invoice, document, sought)) return 'same'
  const untouched = sought.before !== undefined && sought.before === document.updatedAt
  return untouched || holdsBefore(document, sought) ? 'before' : 'changed'
}

/**
 * Whether an invoice still holds what it did before the update: something that the update was to change has its old value, and everything that we know of it
 * is as it was. Its time alone does not say so, because money that is set against an invoice moves it.
 */
function holdsBefore(document: BookDocument, { expected, held, ids }: Sought): boolean {
  if (held === undefined) return false
  const facts: readonly [now: string | number | undefined, before: string | number | undefined, sent: string | number | undefined][] = [
    [document.number, held.number, expected.number],
    [document.reference ?? '', held.reference, expected.reference],
    [document.date, held.date, expected.date],
    [document.net, held.net, expected.net],
    [document.tax, held.tax, expected.tax],
    [document.gross, held.gross, expected.gross],
    [document.contactId, ids[held.customer ?? ''], ids[expected.customer ?? '']],
  ]
  const known = facts.filter(([, before, sent]) => before !== undefined && sent !== undefined)
  return known.every(([now, before]) => now === before) && known.some(([, before, sent]) => before !== sent)
}

/** Every property that was sent, as the invoice has it now. */
function holdsUpdate(invoice: InvoiceReply, document: BookDocument, sought: Sought): boolean {
  const now: Record<string, string | undefined> = {
    InvoiceNumber: invoice.InvoiceNumber,
    Reference: invoice.Reference,
    Url: invoice.Url,
    Date: invoice.Date,
    DueDate: invoice.DueDate,
    CurrencyCode: invoice.CurrencyCode,
  }
  const texts = Object.entries(now).every(([property, value]) => {
    const sent = bodyText(sought.body, property)
    return sent === undefined || sent === value
  })
  const contact = bodyValue(sought.body, 'Contact') === undefined || document.contactId === contactIdOf(sought)
  const sentLines = bodyValue(sought.body, 'LineItems')
  return texts && contact && (sentLines === undefined || (sameLines(invoice, sentLines) && sameMoney(document, sought)))
}

function sameLines(invoice: InvoiceReply, sent: Json): boolean {
  if (!Array.isArray(sent) || sent.length !== invoice.LineItems.length) return false
  return sent.every((line, index) => {
    const now = invoice.LineItems[index]
    return ['Description', 'AccountCode', 'TaxType'].every((property) => {
      const text = bodyText(line, property)
      return text === undefined || text === valueOf(now, property)
    })
  })
}

const valueOf = (line: Record<string, unknown> | undefined, property: string): unknown => line?.[property]

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const foundAs = (document: BookDocument, likeness: Found['likeness']): Found => ({
  bookId: document.bookId,
  bookNumber: document.number,
  likeness,
  amounts: { net: document.net, tax: document.tax, gross: document.gross, amountDue: document.amountDue },
  updatedAt: document.updatedAt,
})
