import { accountOf } from './book-accounts.ts'
import { addDays } from './days.ts'
import type { InvoiceRecord } from './invoice-record.ts'
import type { PaymentRecord } from './payments.ts'
import { at, type Random, seeded } from './random.ts'
import { vatCodes } from './tax.ts'
import type { SeedContact, SeedInvoice, SeedLine, SeedPayment } from './xero-shapes.ts'

/** The invoices and payments in the books before the first sync, and what each is there for. */
export interface BookDocuments {
  invoices: SeedInvoice[]
  payments: SeedPayment[]
  /** Receipts of the office that a good program finds in the books, or has to ask about, with the code of the question; by receipt. */
  receiptsFound: Map<string, Found>
  /** Numbers of sales invoices dated in the period that only the books have. */
  invoicesOnlyInBooks: string[]
  /** Payments dated in the period that only the books have, by number of the invoice. */
  paymentsOnlyInBooks: string[]
}

/** `adopt`, or the code of the question. */
export type Found = 'adopt' | 'POSSIBLE_DUPLICATE_PAYMENT' | 'INVOICE_ALREADY_SETTLED'

/** Makes what a bookkeeper and a bank feed would have entered by hand. */
export function bookDocuments(
  invoices: InvoiceRecord[],
  payments: PaymentRecord[],
  contactOf: Map<string, SeedContact>,
  contacts: SeedContact[],
): BookDocuments {
  const random = seeded('book documents')
  const entered = invoices.flatMap((invoice) => enteredByHand(random, invoice, contactOf))
  const old = contacts
    .filter(({ ContactStatus, IsSupplier }) => ContactStatus === 'ACTIVE' && !IsSupplier)
    .slice(0, 8)
    .map((contact, index) => oldInvoice(random, contact, index))
  const direct = directSale(random, invoices, contactOf)
  const bills = contacts.filter(({ IsSupplier }) => IsSupplier).map((contact) => bill(random, contact))
  const found = bankFeed(random, invoices, payments, entered)
  return {
    ...found,
    invoices: [...entered, ...old, direct, ...bills],
    payments: [...found.payments, ...old.map((invoice) => paid(random, invoice, addDays(invoice.Date, 9), 'settled'))],
    invoicesOnlyInBooks: [direct.InvoiceNumber],
  }
}

/** The same invoice typed in by the bookkeeper, as it was, with other money, or with another number. */
function enteredByHand(random: Random, invoice: InvoiceRecord, contactOf: Map<string, SeedContact>): SeedInvoice[] {
  const contact = contactOf.get(invoice.customer.ref)
  if (!contact) return []
  const typed = asTyped(random, invoice, contact)
  const versions: Partial<Record<InvoiceRecord['story'], SeedInvoice>> = {
    inBooks: typed,
    beforeStartInBooks: typed,
    otherNumberInBooks: { ...typed, InvoiceNumber: `INV-0${400 + (Number(invoice.number.slice(2)) % 50)}` },
    otherTotalInBooks: { ...typed, LineItems: [...typed.LineItems, { ...at(typed.LineItems, 0), Description: 'Parking', UnitAmount: 12 }] },
  }
  const version = versions[invoice.story]
  return version ? [version] : []
}

function asTyped(
  random: Random,
  { number, customer, issueDate, dueDate, lines, includesVat }: InvoiceRecord,
  { Name }: SeedContact,
): SeedInvoice {
  const LineItems = lines.map(
    ({ details, amount, vat, nominal }): SeedLine => ({
      Description: details,
      Quantity: 1,
      UnitAmount: amount / 100,
      AccountCode: accountOf[nominal],
      TaxType: vatCodes[vat].xero,
    }),
  )
  const LineAmountTypes = includesVat ? ('Inclusive' as const) : ('Exclusive' as const)
  return {
    InvoiceID: random.guid(),
    Type: 'ACCREC',
    InvoiceNumber: number,
    Reference: customer.ref,
    Contact: { Name },
    Date: issueDate,
    DueDate: dueDate,
    LineAmountTypes,
    LineItems,
    CurrencyCode: 'GBP',
    Status: 'AUTHORISED',
  }
}

const simple = (random: Random, { Name }: SeedContact, number: string, day: string, net: number): SeedInvoice => ({
  InvoiceID: random.guid(),
  Type: 'ACCREC',
  InvoiceNumber: number,
  Contact: { Name },
  Date: day,
  DueDate: addDays(day, 30),
  LineAmountTypes: 'Exclusive',
  LineItems: [{ Description: 'Work done, see job sheet', Quantity: 1, UnitAmount: net, AccountCode: '200', TaxType: 'OUTPUT2' }],
  CurrencyCode: 'GBP',
  Status: 'AUTHORISED',
})

/** From the quarter before: no business of ours. */
const oldInvoice = (random: Random, contact: SeedContact, index: number): SeedInvoice =>
  simple(random, contact, `INV-0${360 + index}`, addDays('2026-06-01', index * 3), 100 + index)

/** Sold by the bookkeeper herself, to a customer of the office. */
function directSale(random: Random, invoices: InvoiceRecord[], contactOf: Map<string, SeedContact>): SeedInvoice {
  const known = invoices.filter(({ story, customer }) => story === 'plain' && customer.known === 'sameEmail')
  return simple(
    random,
    at(
      known.flatMap(({ customer }) => contactOf.get(customer.ref) ?? []),
      0,
    ),
    'INV-0455',
    '2026-09-08',
    61.5,
  )
}

const bill = (random: Random, contact: SeedContact): SeedInvoice => ({
  ...simple(random, contact, `${random.int(1000, 9999)}-B`, '2026-08-20', random.int(40, 900)),
  Type: 'ACCPAY',
  LineItems: [{ Description: 'Goods', Quantity: 1, UnitAmount: random.int(40, 900), AccountCode: '310', TaxType: 'INPUT2' }],
})

const paid = (random: Random, { InvoiceNumber, LineItems }: SeedInvoice, day: string, reference: string): SeedPayment => ({
  PaymentID: random.guid(),
  Invoice: { InvoiceNumber },
  Account: { Code: '090' },
  Date: day,
  Amount: Math.round(LineItems.reduce((total, { UnitAmount }) => total + UnitAmount, 0) * 120) / 100,
  Reference: reference,
})

type Feed = Pick<BookDocuments, 'payments' | 'receiptsFound' | 'paymentsOnlyInBooks'>

/** What the bank feed has brought: the same receipt, one that is likely the same, one that may be, one for two of ours, one that the office never heard of. */
function bankFeed(random: Random, invoices: InvoiceRecord[], payments: PaymentRecord[], entered: SeedInvoice[]): Feed {
  const feed: Feed = { payments: [], receiptsFound: new Map(), paymentsOnlyInBooks: [] }
  const inBooks = invoices.filter(({ story }) => story === 'inBooks')
  for (const [index, { daysLater, reference, verdict }] of feedPlan.entries()) {
    const invoice = at(inBooks, index)
    const seed = at(
      entered.filter(({ InvoiceNumber }) => InvoiceNumber === invoice.number),
      0,
    )
    const ours = payments.filter((row) => row.invoice === invoice.number)
    const day = addDays(ours[0]?.date ?? addDays(invoice.issueDate, 15), daysLater)
    const Reference = reference === 'same' ? (ours[0]?.reference ?? 'FPI') : reference
    feed.payments.push({ ...paid(random, seed, day, Reference), Amount: invoice.totals.gross / 100 })
    for (const { receipt } of ours) feed.receiptsFound.set(receipt, verdict)
    if (ours.length === 0) feed.paymentsOnlyInBooks.push(invoice.number)
  }
  return feed
}

/** In the order of `inBooksPlan` of the settlement stories. */
const feedPlan = [
  { daysLater: 0, reference: 'same', verdict: 'adopt' },
  { daysLater: 0, reference: 'same', verdict: 'adopt' },
  { daysLater: 0, reference: 'same', verdict: 'adopt' },
  { daysLater: 0, reference: 'same', verdict: 'adopt' },
  { daysLater: 2, reference: 'FASTER PAYMENT', verdict: 'adopt' },
  { daysLater: 12, reference: 'FP 88121', verdict: 'POSSIBLE_DUPLICATE_PAYMENT' },
  { daysLater: 0, reference: 'one amount', verdict: 'INVOICE_ALREADY_SETTLED' },
  { daysLater: 0, reference: 'TRANSFER', verdict: 'adopt' },
] as const satisfies { daysLater: number; reference: string; verdict: Found }[]
