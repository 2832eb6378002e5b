import type { z } from 'zod'
import type { BookDocument } from '../../../domain/books.ts'
import type { Json } from '../../../domain/plan.ts'
import type { Found, Sought } from '../../contract.ts'
import type { Road } from '../client.ts'
import { toBookCredit, toBookInvoice } from '../map/book-document.ts'
import { creditsReply, invoiceReply, invoicesReply } from '../wire.ts'
import { textFilter } from './filter.ts'
import { anyOf, onceEach, portions } from './portions.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { bodyText, bodyValue, contactIdOf, idIn } from './sought-ids.ts'

/** Sales invoices with the number that was sent, void and deleted ones too; where Xero gave the number, those with the reference that was sent. */
export async function findInvoices(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const met = onceEach(await invoicesMeant(road, sought), (invoice) => invoice.InvoiceID).filter((invoice) => invoice.Type === 'ACCREC')
  return sought.map((each) =>
    met
      .filter((invoice) => isMeant(invoice, each))
      .map((invoice) => foundAs(toBookInvoice(invoice), likeness(toBookInvoice(invoice), each, bearsUrl(invoice, each)))),
  )
}

/** Sales credit notes with the number that was sent, void and deleted ones too. */
export async function findCredits(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const numberOf = (each: Sought): string | undefined => bodyText(each.body, 'CreditNoteNumber')
  const filters = sought.map((each) => {
    const number = numberOf(each)
    return number === undefined ? textFilter('Reference', each.expected.reference ?? '') : textFilter('CreditNoteNumber', number)
  })
  const met: BookDocument[] = []
  for (const where of anyOf(filters)) met.push(...(await creditsWhere(road, where)))
  const credits = onceEach(met, ({ bookId }) => bookId)
  return sought.map((each) => {
    const [number, reference] = [numberOf(each), each.expected.reference ?? '']
    const meant = credits.filter((credit) => (number === undefined ? credit.reference === reference : sameText(credit.number, number)))
    return meant.map((credit) => foundAs(credit, likeness(credit, each, undefined)))
  })
}

async function creditsWhere(road: Road, where: string): Promise<BookDocument[]> {
  const pages = await readAll(
    road,
    'GET /CreditNotes',
    creditsReply,
    (page) => (api, tenant) => api.getCreditNotes(tenant, undefined, where, undefined, page, 4, LOOK_UP_PAGE),
  )
  return pages
    .flatMap((page) => page.CreditNotes)
    .filter((credit) => credit.Type === 'ACCRECCREDIT')
    .map(toBookCredit)
}

/** The invoices that were to be changed. */
export async function findInvoiceUpdates(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const ids = sought.map(invoiceIdOf)
  const invoices = await invoicesById(road, ids)
  return sought.map((each, index) =>
    invoices
      .filter((invoice) => invoice.InvoiceID === ids[index])
      .map((invoice) => foundAs(toBookInvoice(invoice), updateLikeness(invoice, each))),
  )
}

/** The invoices or credits that were to be made void or deleted. */
export async function findRemoved(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const creditIds = sought.map((each) => idIn(bodyValue(each.body, 'CreditNoteID'), each.ids))
  const invoices = await invoicesById(road, sought.filter((_, index) => creditIds[index] === undefined).map(invoiceIdOf))
  const found: Found[][] = []
  for (const [index, each] of sought.entries()) {
    const creditId = creditIds[index]
    const documents =
      creditId === undefined
        ? invoices.filter((invoice) => invoice.InvoiceID === invoiceIdOf(each)).map(toBookInvoice)
        : await creditById(road, each.bookId ?? creditId)
    found.push(documents.map((document) => foundAs(document, document.state === 'void' ? 'same' : 'before')))
  }
  return found
}

type InvoiceReply = z.infer<typeof invoiceReply>

const numberOf = (sought: Sought): string | undefined => bodyText(sought.body, 'InvoiceNumber')
const invoiceIdOf = (sought: Sought): string => sought.bookId ?? idIn(bodyValue(sought.body, 'InvoiceID'), sought.ids) ?? ''

/** Everything that may bear a number or reference that was sent. Numbers are asked for as a comma list without escaping (reference xero.md 5), so one with a comma goes by filter. */
async function invoicesMeant(road: Road, sought: readonly Sought[]): Promise<InvoiceReply[]> {
  const numbers: string[] = []
  const filters: string[] = []
  for (const each of sought) {
    const number = numberOf(each)
    if (number === undefined) filters.push(textFilter('Reference', each.expected.reference ?? ''))
    else if (number.includes(',')) filters.push(textFilter('InvoiceNumber', number))
    else numbers.push(number)
  }
  const met: InvoiceReply[] = []
  for (const portion of portions(numbers, ',')) met.push(...(await invoicesIn(road, { numbers: portion })))
  for (const where of anyOf(filters)) met.push(...(await invoicesIn(road, { where })))
  return met
}

const isMeant = (invoice: InvoiceReply, sought: Sought): boolean => {
  const number = numberOf(sought)
  return number === undefined ? invoice.Reference === (sought.expected.reference ?? '') : sameText(invoice.InvoiceNumber ?? '', number)
}

async function invoicesIn(
  road: Road,
  { where, numbers, ids }: { where?: string; numbers?: string[]; ids?: string[] },
): Promise<InvoiceReply[]> {
  const none = undefined
  const pages = await readAll(
    road,
    'GET /Invoices',
    invoicesReply,
    (page) => (api, tenant) =>
      api.getInvoices(tenant, none, where, none, ids, numbers, none, none, page, true, none, 4, none, LOOK_UP_PAGE),
  )
  return pages.flatMap((page) => page.Invoices)
}

async function invoicesById(road: Road, ids: string[]): Promise<InvoiceReply[]> {
  const [only, ...more] = ids
  if (only === undefined) return []
  if (more.length === 0)
    return (await readOne(road, 'GET /Invoices/*', invoicesReply, (api, tenant) => api.getInvoice(tenant, only, 4)))?.Invoices ?? []
  const invoices: InvoiceReply[] = []
  for (const portion of portions(ids, ',')) invoices.push(...(await invoicesIn(road, { ids: portion })))
  return invoices
}

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
