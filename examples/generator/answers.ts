import { accountOf, bankOf } from './book-accounts.ts'
import { headersByField } from './csv-file.ts'
import { customerColumns, customerValues } from './customer-columns.ts'
import { matchOf } from './customer-record.ts'
import { START_FROM } from './days.ts'
import { invoiceColumns, invoiceValues } from './invoice-columns.ts'
import { creditColumns, creditValues, invoiceLineColumns, lineValues } from './line-columns.ts'
import type { Office } from './office.ts'
import { paymentColumns, paymentValues, purchaseColumns } from './payment-columns.ts'
import { vatCodes } from './tax.ts'

/** answers.json: what the office answers when it is asked, so that the whole journey can run without a person. */
export const answers = (office: Office) => ({
  company: office.books.organisation.Name,
  mapping: {
    dateFormat: 'dd/MM/yyyy',
    columns: {
      customers: headersByField(customerColumns),
      invoices: headersByField(invoiceColumns),
      invoiceLines: headersByField(invoiceLineColumns),
      credits: headersByField(creditColumns),
      payments: headersByField(paymentColumns),
      purchaseInvoices: headersByField(purchaseColumns),
    },
    values: {
      customers: customerValues,
      invoices: invoiceValues,
      invoiceLines: lineValues,
      credits: creditValues,
      payments: paymentValues,
    },
    taxCodes: Object.fromEntries(Object.entries(vatCodes).map(([code, { treatment, rate }]) => [code, { treatment, rate }])),
    receipts: { by: ['receipt'] },
    defaults: {
      customers: { 'billingAddress.country': 'GB' },
      invoices: { currency: 'GBP' },
      credits: { currency: 'GBP' },
      payments: { currency: 'GBP' },
      purchaseInvoices: { currency: 'GBP' },
    },
  },
  settings: {
    startFrom: START_FROM,
    nominalCodes: { default: '200', byCode: accountOf },
    unallocatedCredits: 'original',
    overpayments: 'onAccount',
    rounding: { mode: 'line', nominalCode: '265', bookTaxCode: 'NONE' },
    writeOff: null,
    numbers: { mode: 'send' },
    invoiceState: 'approved',
    deposits: 'vatInvoice',
    lockedPeriod: 'hold',
    referenceTokens: true,
    cisSuffered: { mode: 'payment', bankAccount: 'CIS Suffered' },
  },
  accounts: { ...Object.fromEntries(Object.entries(vatCodes).map(([code, { xero }]) => [code, xero])), ...bankOf },
  matches: matches(office),
})

/** The contact's name stands beside its id, for books that gave their contacts ids of their own. */
type Answer = { link: string; name: string } | 'create'

/** The answer for each customer about whom a careful program has to ask. */
function matches({ customers, contactOf }: Office): Record<string, Answer> {
  const given = customers.flatMap(({ ref, known }): [string, Answer][] => {
    const answer = answerOf(known)
    const contact = contactOf.get(ref)
    if (answer === 'create') return [[ref, 'create']]
    return answer === 'link' && contact ? [[ref, { link: contact.ContactID, name: contact.Name }]] : []
  })
  return Object.fromEntries(given)
}

function answerOf(known: Office['customers'][number]['known']): 'link' | 'create' | undefined {
  if (known === 'sameNameInOffice') return 'create'
  const row = matchOf[known]
  return 'answer' in row ? row.answer : undefined
}
