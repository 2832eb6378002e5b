import { randomUUID } from 'node:crypto'
import { totalsOf } from './arithmetic.ts'
import { documentsOf, folded } from './books.ts'
import { type Call, today } from './call.ts'
import { contactOfDocument, markContact } from './document-contact.ts'
import { readLines } from './document-lines.ts'
import { currencyProblem, dayRate, defaultContactMark, lockProblem, planProblem, urlProblem } from './document-rules.ts'
import { day, type Element, filled, flag, list, number, sent, text } from './element.ts'
import { shortText } from '../kit/decimal.ts'
import { note } from './history.ts'
import { ElementRefused, refuseIf } from './refusal.ts'
import type { BookDocument, Contact, DocumentStatus, DocumentType, LineAmountTypes } from './rows.ts'
import { settle } from './settlement.ts'

/** What is special about invoices and about credit notes. */
export interface DocumentSort {
  kind: 'invoice' | 'creditNote'
  types: DocumentType[]
  /** The word in refusals. */
  noun: string
  idName: 'InvoiceID' | 'CreditNoteID'
  numberName: 'InvoiceNumber' | 'CreditNoteNumber'
  numberTaken: string
  /** Sales documents get a number when they come without. */
  autoNumber: (call: Call) => string
}

/** A document that was written, with what Xero only warns about. */
export interface DocumentWritten {
  document: BookDocument
  warnings: string[]
}

/** Creates an invoice, bill or credit note; only DRAFT, SUBMITTED and AUTHORISED may be asked for. */
export function createDocument(call: Call, element: Element, sort: DocumentSort): DocumentWritten {
  const status = (filled(element, 'Status') ?? 'DRAFT').toUpperCase()
  const type = filled(element, 'Type')?.toUpperCase() as DocumentType | undefined // checked on the next line
  refuseIf([
    (!type || !sort.types.includes(type)) && `The Type of the ${sort.noun.toLowerCase()} must be one of ${sort.types.join(', ')}`,
    !CREATABLE.includes(status) && `${sort.noun} not of valid status for creation`,
    (list(element, 'LineItems') ?? []).length === 0 && 'One or more line items must be specified',
  ])
  const contact = contactOfDocument(call, element)
  const blank = blankDocument(call, sort, type ?? 'ACCREC', contact)
  const { document, warnings } = composed(call, blank, { ...element, Status: status }, contact, sort)
  const numbered = { ...document, number: document.number ?? (isSales(document.type) ? sort.autoNumber(call) : undefined) }
  refuseIf([...problemsOf(call, numbered, undefined, sort)])
  return stored(call, numbered, contact, warnings, 'Created')
}

/** The document after an element is laid over it: omitted properties stay, lines follow their ids. */
export function composed(call: Call, before: BookDocument, element: Element, contact: Contact, sort: DocumentSort): DocumentWritten {
  const status = (filled(element, 'Status')?.toUpperCase() ?? before.status) as DocumentStatus // unknown ones fail at the transitions
  const lineAmountTypes = lineTypes(element) ?? before.lineAmountTypes
  const currencyCode = filled(element, 'CurrencyCode')?.toUpperCase() ?? before.currencyCode
  const given = list(element, 'LineItems')
  const context = {
    type: before.type,
    types: lineAmountTypes,
    approved: status === 'AUTHORISED' || status === 'PAID',
    stored: before.lines,
    storedTypes: before.lineAmountTypes,
  }
  const read = given ? readLines(call, given, context) : { lines: before.lines, problems: [], warnings: [] }
  refuseIf(read.problems, call.books[sort.kind === 'invoice' ? 'invoices' : 'creditNotes'].get(before.id)?.id)
  const kept = (name: string, old: string | undefined) => (sent(element, name) ? text(element, name) : old)
  const document: BookDocument = {
    ...before,
    status,
    contactId: contact.id,
    number: filled(element, sort.numberName) ?? before.number,
    reference: before.type === 'ACCPAY' ? before.reference : kept('Reference', before.reference),
    date: day(element, 'Date') ?? before.date,
    dueDate: day(element, 'DueDate') ?? before.dueDate,
    expectedPaymentDate: day(element, 'ExpectedPaymentDate') ?? before.expectedPaymentDate,
    plannedPaymentDate: day(element, 'PlannedPaymentDate') ?? before.plannedPaymentDate,
    lineAmountTypes,
    lines: read.lines,
    ...totalsOf(read.lines, lineAmountTypes),
    currencyCode,
    currencyRate: rateOf(call, element, before, currencyCode),
    brandingThemeId: filled(element, 'BrandingThemeID') ?? before.brandingThemeId,
    url: kept('Url', before.url),
    sentToContact: flag(element, 'SentToContact') ?? before.sentToContact,
  }
  return { document, warnings: read.warnings }
}

/** Puts a document on its shelf, marks the contact and writes the history. */
export function stored(call: Call, document: BookDocument, contact: Contact, warnings: string[], change: string): DocumentWritten {
  const shelf = documentsOf(call.books, document.kind)
  shelf.put(document)
  markContact(call, contact, defaultContactMark(document.type))
  note(call, document.id, change, `${change} through the API using ${call.appName}`)
  const after = document.status === 'AUTHORISED' || document.status === 'PAID' ? settleQuietly(call, document) : document
  return { document: after, warnings }
}

/** What is wrong with the document as a whole. */
export function problemsOf(call: Call, document: BookDocument, before: BookDocument | undefined, sort: DocumentSort): string[] {
  const approved = document.status === 'AUTHORISED' || document.status === 'PAID'
  const problems = [
    approved && document.kind === 'invoice' && document.dueDate === undefined && 'DueDate is required',
    (document.number?.length ?? 0) > 255 && `The field ${sort.numberName} must be a string with a maximum length of 255`,
    (document.reference?.length ?? 0) > 255 && 'The field Reference must be a string with a maximum length of 255',
    numberTaken(call, document, sort) && sort.numberTaken,
    document.total < 0 && `The ${sort.noun.toLowerCase()} total cannot be negative`,
    currencyProblem(call, document.currencyCode),
    lockProblem(call, document.date),
    before && before.date !== document.date ? lockProblem(call, before.date) : undefined,
    urlProblem(document.url),
    document.brandingThemeId !== undefined &&
      !call.books.brandingThemes.get(document.brandingThemeId) &&
      'The branding theme could not be found',
    document.sentToContact && !approved && `${sort.noun} cannot be marked as sent until it is approved`,
    planProblem(call, document, before),
  ]
  return problems.filter((problem): problem is string => typeof problem === 'string')
}

const CREATABLE = ['DRAFT', 'SUBMITTED', 'AUTHORISED']

export const isSales = (type: DocumentType): boolean => type.startsWith('ACCREC')

function blankDocument(call: Call, sort: DocumentSort, type: DocumentType, contact: Contact): BookDocument {
  const currencyCode = contact.defaultCurrency ?? call.books.organisation().baseCurrency
  const theme = call.books.brandingThemes.all().find((each) => each.sortOrder === 0)
  return {
    id: randomUUID(),
    kind: sort.kind,
    type,
    status: 'DRAFT',
    contactId: contact.id,
    date: today(call),
    lineAmountTypes: 'Exclusive',
    lines: [],
    ...totalsOf([], 'Exclusive'),
    currencyCode,
    currencyRate: dayRate(call.books.organisation().baseCurrency, currencyCode),
    brandingThemeId: isSales(type) ? theme?.id : undefined,
    sentToContact: false,
    createdBy: call.clientId,
    updatedAt: call.now,
  }
}

function rateOf(call: Call, element: Element, before: BookDocument, currencyCode: string): string {
  const base = call.books.organisation().baseCurrency
  if (currencyCode === base) return dayRate(base, base)
  const given = number(element, 'CurrencyRate')
  if (given && given.units > 0n) return shortText(given, 6)
  return currencyCode === before.currencyCode ? before.currencyRate : dayRate(base, currencyCode)
}

function lineTypes(element: Element): LineAmountTypes | undefined {
  const given = filled(element, 'LineAmountTypes')
  if (given === undefined) return undefined
  const known = (['Exclusive', 'Inclusive', 'NoTax'] as const).find((each) => each.toLowerCase() === given.toLowerCase())
  if (!known) throw new ElementRefused([`LineAmountTypes must be one of Exclusive, Inclusive, NoTax`])
  return known
}

/** Whether a voided or deleted document still holds its number is a quirk. */
export const holdsNumber = (call: Call, document: BookDocument): boolean =>
  call.quirks.voidedNumbers === 'taken' || (document.status !== 'VOIDED' && document.status !== 'DELETED')

/** Sales numbers are unique without regard to case. */
function numberTaken(call: Call, document: BookDocument, sort: DocumentSort): boolean {
  if (!isSales(document.type)) return false
  return documentsOf(call.books, sort.kind)
    .find('number', folded(document.number))
    .some((each) => each.id !== document.id && isSales(each.type) && holdsNumber(call, each))
}

/** A total of nothing is paid at once; the moment of the write stays the moment of the change. */
const settleQuietly = (call: Call, document: BookDocument): BookDocument => settle(call.books, document, document.updatedAt)
