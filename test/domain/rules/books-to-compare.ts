import type { BookPayment } from '../../../domain/books.ts'
import type { BookSale, compareBooks, OurMoney, OurSale, TieOutInput } from '../../../domain/rules/compare-books.ts'
import { bookInvoice, bookPayment } from './facts.ts'

/* One invoice and its payment, the same on both sides, to change one thing at a time. */

/** Our invoice. */
export const sale = (fields: Partial<OurSale> = {}): OurSale => ({
  kind: 'invoice',
  externalId: 'i1',
  number: 'INV-1',
  customer: 'c1',
  date: '2026-10-05',
  currency: 'GBP',
  net: 10000,
  tax: 2000,
  gross: 12000,
  taxes: [{ bookTaxCode: 'OUTPUT2', net: 10000, tax: 2000 }],
  state: 'issued',
  status: 'inBooks',
  version: 1,
  link: { bookId: 'B-1', how: 'pushed', version: 1 },
  ...fields,
})

/** Our payment of it, as one record in the books. */
export const money = (fields: Partial<OurMoney> = {}): OurMoney => ({
  externalId: 'p1',
  direction: 'received',
  customer: 'c1',
  date: '2026-10-20',
  amount: 12000,
  currency: 'GBP',
  bankAccountId: 'bank',
  state: 'recorded',
  status: 'inBooks',
  version: 1,
  token: 'CF-AAA111',
  parts: [{ part: 'main', bookId: 'P-1', how: 'pushed', version: 1, allocations: [{ documentId: 'B-1', amount: 12000 }] }],
  ...fields,
})

/** The invoice as it stands in the books. */
export const theirSale = (fields: Partial<BookSale> = {}): BookSale => bookInvoice(fields)

/** The payment as it stands in the books. */
export const theirMoney = (fields: Partial<BookPayment> = {}): BookPayment =>
  bookPayment({ allocations: [{ documentId: 'B-1', amount: 12000 }], ...fields })

/** Both sides, which agree. */
export const input = (fields: Partial<TieOutInput> = {}): TieOutInput => ({
  from: '2026-08-01',
  to: '2026-11-21',
  customers: [{ externalId: 'c1', contactId: 'B-c1' }],
  sales: [sale()],
  money: [money()],
  theirs: { documents: [theirSale()], payments: [theirMoney()], onAccount: [] },
  treatments: { OUTPUT2: 'standard', NONE: 'outsideScope' },
  asked: new Set(),
  ...fields,
})

/** The books, with other lists in place of these. */
export const theirs = (fields: Partial<TieOutInput['theirs']>): TieOutInput['theirs'] => ({
  documents: [theirSale()],
  payments: [theirMoney()],
  onAccount: [],
  ...fields,
})

/** Every line that was found, as its list and its cause. */
export const causes = (result: ReturnType<typeof compareBooks>) => result.lines.map(({ list, cause }) => `${list} ${cause ?? ''}`.trim())
