import { expect, test } from 'vitest'
import { cell, day, jsonOf, pence, type Row, rowsOf, sum } from './read-example.ts'

interface Contact {
  ContactID: string
  Name: string
  EmailAddress?: string
  AccountNumber?: string
  TaxNumber?: string
  ContactStatus: string
  MergedToContactID?: string
  MergedTo?: string
  Addresses?: { PostalCode?: string }[]
  Phones?: { PhoneAreaCode?: string; PhoneNumber: string }[]
}
interface Invoice {
  InvoiceID: string
  Type: string
  InvoiceNumber: string
  Contact: { Name: string }
  Date: string
  LineAmountTypes: string
  LineItems: { UnitAmount: number; TaxType: string }[]
}
interface Books {
  contacts: Contact[]
  invoices: Invoice[]
  payments: { Invoice: { InvoiceNumber: string }; Amount: number }[]
}
interface Expected {
  matching: { linked: Record<string, string>; asked: string[]; link: number; create: number; ask: number }
  exceptions: { kind: string; externalId: string; outcome: string }[]
  outcomes: Record<string, Record<string, number>>
}

const books = jsonOf<Books>('books')
const expected = jsonOf<Expected>('expected')
const { matches } = jsonOf<{ matches: Record<string, { link: string } | 'create'> }>('answers')
const customers = rowsOf('customers')
const sales = books.invoices.filter(({ Type }) => Type === 'ACCREC')
const active = new Map(books.contacts.filter(({ ContactStatus }) => ContactStatus === 'ACTIVE').map((one) => [one.Name, one]))

const RATE: Record<string, number> = { OUTPUT2: 20, RROUTPUT: 5 }

function grossInBooks({ LineAmountTypes, LineItems }: Invoice): number {
  const inclusive = LineAmountTypes === 'Inclusive'
  return sum(
    LineItems.map(({ UnitAmount, TaxType }) => {
      const amount = Math.round(UnitAmount * 100)
      return inclusive ? amount : amount + Math.floor((amount * (RATE[TaxType] ?? 0)) / 100 + 0.5 + 1e-9)
    }),
  )
}

test('a quarter of the customers are in the books', () => {
  expect(Object.keys(expected.matching.linked).length + expected.matching.asked.length).toBeGreaterThanOrEqual(100)
  expect(expected.matching.link + expected.matching.create + expected.matching.ask).toBe(
    customers.filter((row) => cell(row, 'Status') === 'Live').length,
  )
})

test('the books are sound: ids and numbers are unique, active names differ, everything named exists', () => {
  const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length)
  unique(books.contacts.map(({ ContactID }) => ContactID))
  unique(books.invoices.map(({ InvoiceID }) => InvoiceID))
  unique(sales.map(({ InvoiceNumber }) => InvoiceNumber))
  unique(books.contacts.filter(({ ContactStatus }) => ContactStatus === 'ACTIVE').map(({ Name }) => Name.toLowerCase()))
  for (const { Contact } of books.invoices) expect(active.has(Contact.Name), Contact.Name).toBe(true)
  for (const { MergedToContactID, MergedTo } of books.contacts)
    if (MergedToContactID) expect(active.get(MergedTo ?? '')?.ContactID).toBe(MergedToContactID)
  for (const { Invoice, Amount } of books.payments) {
    const paid = sales.find(({ InvoiceNumber }) => InvoiceNumber === Invoice.InvoiceNumber)
    expect(paid && grossInBooks(paid), Invoice.InvoiceNumber).toBe(Math.round(Amount * 100))
  }
})

/** Contacts that a customer ends at, or that look like the customer and are not, or stand for it in part. */
function meant(row: Row): Set<string> {
  const ref = cell(row, 'Customer Ref')
  const answer = matches[ref]
  const ends = expected.matching.linked[ref] ?? (answer !== undefined && answer !== 'create' ? answer.link : undefined)
  const lost = books.contacts.filter(({ MergedToContactID }) => MergedToContactID !== undefined && MergedToContactID === ends)
  return new Set([ends, ...lost.map(({ ContactID }) => ContactID)].filter((id) => id !== undefined))
}

test('nobody shares an identifier, a postcode or a telephone by accident with a contact that is somebody else', () => {
  const asked = new Set(expected.matching.asked)
  for (const row of customers) {
    if (asked.has(cell(row, 'Customer Ref')) || cell(row, 'Status') === 'Merged') continue
    const own = meant(row)
    for (const other of books.contacts)
      if (!own.has(other.ContactID)) expect(shared(row, other), `${cell(row, 'Customer Ref')} ${other.Name}`).toEqual([])
  }
})

function shared(row: Row, other: Contact): string[] {
  const phones = (other.Phones ?? []).map(({ PhoneAreaCode, PhoneNumber }) => `${PhoneAreaCode ?? ''}${PhoneNumber}`)
  const pairs: [string, string | undefined][] = [
    [cell(row, 'E-mail').toLowerCase(), other.EmailAddress?.toLowerCase()],
    [cell(row, 'A/c No'), other.AccountNumber],
    [cell(row, 'VAT Reg No').replaceAll(' ', ''), other.TaxNumber],
    [cell(row, 'Post Code'), other.Addresses?.[0]?.PostalCode],
    [cell(row, 'Tel').replaceAll(/\D/g, ''), phones[0]],
    [words(cell(row, 'Company / Name')), words(other.Name)],
  ]
  return pairs.flatMap(([ours, theirs]) => (ours !== '' && ours === theirs ? [ours] : []))
}

/** A name without case, accents, punctuation, titles and legal form. */
const words = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9 ]/g, '')
    .split(/\s+/)
    .filter((word) => !['mr', 'mrs', 'ms', 'dr', 'the', 'ltd', 'limited', 'llp', ''].includes(word))
    .toSorted()
    .join(' ')

test('an invoice is in the books already exactly where expected.json says so', () => {
  const invoices = rowsOf('invoices')
  const byNumber = new Map(sales.map((invoice) => [invoice.InvoiceNumber, invoice]))
  const found = { adopted: 0, failed: 0 }
  for (const row of invoices) {
    const theirs = byNumber.get(cell(row, 'Inv No'))
    if (!theirs) continue
    const same = theirs.Date === day(cell(row, 'Inv Date')) && grossInBooks(theirs) === pence(cell(row, 'Total'))
    found[same ? 'adopted' : 'failed'] += 1
  }
  expect(found).toEqual({ adopted: expected.outcomes['invoice']?.['adopted'], failed: expected.outcomes['invoice']?.['failed'] })
})

test('an invoice that is to be created has no invoice of the same contact, date and total in the books', () => {
  const special = new Set(expected.exceptions.filter(({ kind }) => kind === 'invoice').map(({ externalId }) => externalId))
  const numbers = new Set(sales.map(({ InvoiceNumber }) => InvoiceNumber))
  for (const row of rowsOf('invoices')) {
    if (special.has(cell(row, 'Inv No')) || numbers.has(cell(row, 'Inv No'))) continue
    const customer = customers.find((one) => cell(one, 'Customer Ref') === cell(row, 'Customer Ref'))
    const own = customer ? meant(customer) : new Set<string>()
    const alike = sales.filter(
      (one) =>
        own.has(active.get(one.Contact.Name)?.ContactID ?? '') &&
        one.Date === day(cell(row, 'Inv Date')) &&
        grossInBooks(one) === pence(cell(row, 'Total')),
    )
    expect(alike, cell(row, 'Inv No')).toEqual([])
  }
})
