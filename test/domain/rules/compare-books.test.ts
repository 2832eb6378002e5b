import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BookPayment } from '../../../domain/books.ts'
import { type BookSale, compareBooks, type OurMoney, type OurSale, type TieOutInput } from '../../../domain/rules/compare-books.ts'
import { differenceCauses } from '../../../domain/rules/tie-out/tie-out-line.ts'
import { bookInvoice, bookPayment } from './facts.ts'

const sale = (fields: Partial<OurSale> = {}): OurSale => ({
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
const money = (fields: Partial<OurMoney> = {}): OurMoney => ({
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
const theirSale = (fields: Partial<BookSale> = {}): BookSale => bookInvoice(fields)
const theirMoney = (fields: Partial<BookPayment> = {}): BookPayment =>
  bookPayment({ allocations: [{ documentId: 'B-1', amount: 12000 }], ...fields })

const input = (fields: Partial<TieOutInput> = {}): TieOutInput => ({
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
const theirs = (fields: Partial<TieOutInput['theirs']>): TieOutInput['theirs'] => ({
  documents: [theirSale()],
  payments: [theirMoney()],
  onAccount: [],
  ...fields,
})
const causes = (result: ReturnType<typeof compareBooks>) => result.lines.map(({ list, cause }) => `${list} ${cause ?? ''}`.trim())

describe('accounting section 5: both sides agree', () => {
  test('every pair equal, nothing one-sided, every balance equal', () => {
    const { agrees, summary, lines } = compareBooks(input())
    expect(agrees).toBe(true)
    expect(lines).toEqual([])
    const side = { count: 1, net: 10000, tax: 2000, gross: 12000 }
    expect(summary).toMatchObject({
      totals: [
        { currency: 'GBP', kind: 'invoice', ours: side, theirs: side },
        { currency: 'GBP', kind: 'receipt', ours: { gross: 12000 }, theirs: { gross: 12000 } },
      ],
      byMonth: [{ month: '2026-10', kind: 'invoice', treatment: 'standard', ours: side, theirs: side }],
      balances: [{ currency: 'GBP', ours: 0, theirs: 0, customers: 1, differing: 0 }],
      unexplained: 0,
    })
  })

  test('a receipt of two records, one on account, is one receipt', () => {
    const onAccount = {
      bookId: 'O-1',
      contactId: 'B-c1',
      date: '2026-10-20',
      amount: 1000,
      remaining: 1000,
      currency: 'GBP',
      bankAccountId: 'bank',
      state: 'live' as const,
      allocations: [],
      updatedAt: '',
    }
    const [main] = money().parts
    const parts = [...(main ? [main] : []), { part: 'onAccount' as const, bookId: 'O-1', how: 'pushed' as const, version: 1 }]
    const result = compareBooks(input({ money: [money({ amount: 13000, parts })], theirs: theirs({ onAccount: [onAccount] }) }))
    expect(result.agrees).toBe(true)
    expect(result.summary.balances).toMatchObject([{ ours: -1000, theirs: -1000 }])
  })

  test('the parts of a batch are met as the batch', () => {
    const batch = theirMoney({ form: 'batch' })
    const part = theirMoney({ bookId: 'P-1a', partOf: 'P-1' })
    expect(compareBooks(input({ theirs: theirs({ payments: [batch, part] }) })).agrees).toBe(true)
  })

  test('what belongs to contacts that are no customers of ours does not count', () => {
    const strange = [theirSale(), theirSale({ bookId: 'B-9', number: '9', contactId: 'B-other' })]
    const paid = [theirMoney(), theirMoney({ bookId: 'P-9', contactId: 'B-other' })]
    expect(compareBooks(input({ theirs: theirs({ documents: strange, payments: paid }) })).agrees).toBe(true)
  })

  test('the order of what is read does not matter', () => {
    const documents = [theirSale(), theirSale({ bookId: 'B-2', number: '2' })]
    const one = compareBooks(input({ theirs: theirs({ documents }) }))
    const other = compareBooks(input({ theirs: theirs({ documents: documents.toReversed() }) }))
    expect(other.summary).toEqual(one.summary)
  })
})

describe('every difference has its cause', () => {
  const cases: Record<(typeof differenceCauses)[number], TieOutInput> = {
    changedInBooks: input({ theirs: theirs({ documents: [theirSale({ net: 11000, tax: 2200, gross: 13200 })] }) }),
    changedHere: input({
      sales: [sale({ version: 2, net: 11000, tax: 2200, gross: 13200, taxes: [{ bookTaxCode: 'OUTPUT2', net: 11000, tax: 2200 }] })],
    }),
    voidedInBooks: input({ theirs: theirs({ documents: [theirSale({ state: 'void' })] }) }),
    missingInBooks: input({ theirs: theirs({ documents: [] }) }),
    cancelledHere: input({ sales: [sale({ state: 'cancelled' })] }),
    reversedHere: input({ money: [money({ state: 'reversed' })] }),
    onlyInBooks: input({ theirs: theirs({ documents: [theirSale(), theirSale({ bookId: 'B-9', number: '9' })] }) }),
    doubled: input({ theirs: theirs({ documents: [theirSale(), theirSale({ bookId: 'B-9' })] }) }),
    sentDifferently: input({
      sales: [
        sale({ link: { bookId: 'B-1', how: 'pushed', version: 1, sent: { date: '2026-10-05', net: 9000, tax: 1800, gross: 10800 } } }),
      ],
      theirs: theirs({ documents: [theirSale({ net: 9000, tax: 1800, gross: 10800 })] }),
    }),
  }
  test.each(differenceCauses)('%s', (cause) => {
    const result = compareBooks(cases[cause])
    expect(causes(result)).toContain(`differences ${cause}`)
    expect(result.agrees).toBe(false)
    expect(result.summary.unexplained).toBe(cause === 'sentDifferently' ? 1 : 0)
  })

  test.each([
    ['customer', { contactId: 'B-other' }],
    ['number', { number: 'X' }],
    ['date', { date: '2026-10-06' }],
    ['currency', { currency: 'EUR' }],
    ['tax', { taxes: [{ bookTaxCode: 'NONE', net: 10000, tax: 2000 }] }],
  ])('another %s is a difference of that field', (field, fields) => {
    const { lines } = compareBooks(input({ theirs: theirs({ documents: [theirSale(fields)] }) }))
    expect(lines.find(({ list }) => list === 'differences')).toMatchObject({ cause: 'changedInBooks', differs: [field] })
  })

  test.each([
    ['date', { date: '2026-10-21' }],
    ['amount', { amount: 11000 }],
    ['bankAccount', { bankAccountId: 'petty' }],
    ['customer', { contactId: 'B-other' }],
  ])('a receipt of another %s is a difference of that field', (field, fields) => {
    const { lines } = compareBooks(input({ theirs: theirs({ payments: [theirMoney(fields)] }) }))
    expect(lines.find(({ list }) => list === 'differences')).toMatchObject({ kind: 'payment', cause: 'changedInBooks', differs: [field] })
  })

  test('money with our token that is not the linked record is doubled; with a token that is on its way, in flight', () => {
    const second = theirMoney({ bookId: 'P-2', reference: 'rent CF-AAA111' })
    expect(causes(compareBooks(input({ theirs: theirs({ payments: [theirMoney(), second] }) })))).toContain('differences doubled')
    const flying = money({ externalId: 'p2', token: 'CF-BBB222', parts: [], status: 'inFlight' })
    const arrived = theirMoney({ bookId: 'P-2', reference: 'CF-BBB222' })
    const result = compareBooks(input({ money: [money(), flying], theirs: theirs({ payments: [theirMoney(), arrived] }) }))
    expect(causes(result)).toEqual(['apart inFlight', 'apart inFlight'])
    expect(result.agrees).toBe(true)
  })

  test('money that the office never heard of is only in the books', () => {
    expect(causes(compareBooks(input({ theirs: theirs({ payments: [theirMoney(), theirMoney({ bookId: 'P-2' })] }) })))).toEqual([
      'differences onlyInBooks',
      'balances',
    ])
  })
})

describe('decisions are explained, with their sums, and are no disagreement', () => {
  test('rule 15: an accepted rounding line', () => {
    const sent = { date: '2026-10-05', net: 10001, tax: 1999, gross: 12000 }
    const taxes = [
      { bookTaxCode: 'OUTPUT2', net: 10000, tax: 1999 },
      { bookTaxCode: 'NONE', net: 1, tax: 0 },
    ]
    const result = compareBooks(
      input({
        sales: [sale({ link: { bookId: 'B-1', how: 'pushed', version: 1, sent } })],
        theirs: theirs({ documents: [theirSale({ net: 10001, tax: 1999, taxes })] }),
      }),
    )
    expect(result.agrees).toBe(true)
    expect(result.summary.explained).toEqual([{ cause: 'rounding', currency: 'GBP', count: 1, net: -1, tax: 1, gross: 0 }])
  })

  test('rule 41: a date by decision', () => {
    const sent = { date: '2026-11-01', net: 10000, tax: 2000, gross: 12000 }
    const result = compareBooks(
      input({
        sales: [sale({ link: { bookId: 'B-1', how: 'pushed', version: 1, sent } })],
        theirs: theirs({ documents: [theirSale({ date: '2026-11-01' })] }),
      }),
    )
    expect(result).toMatchObject({ agrees: true, summary: { explained: [{ cause: 'dateMoved', currency: 'GBP', count: 1 }] } })
  })

  test('rule 36: what a person accepted, with the balance that follows from it', () => {
    const result = compareBooks(
      input({ sales: [sale({ accepted: true })], theirs: theirs({ documents: [theirSale({ net: 11000, tax: 2200, gross: 13200 })] }) }),
    )
    expect(result).toMatchObject({ agrees: true, summary: { explained: [{ cause: 'acceptedTheirs', gross: -1200 }], unexplained: 0 } })
  })

  test('rule 37: an invoice cancelled here and taken back by a credit note stands in the books and counts on both sides', () => {
    const cancelled = { state: 'cancelled' as const, creditedInstead: true }
    const result = compareBooks(input({ sales: [sale(cancelled)], theirs: theirs({ documents: [theirSale()] }) }))
    expect(result).toMatchObject({ agrees: true, summary: { explained: [{ cause: 'creditedInstead', count: 1 }], unexplained: 0 } })
    const { creditedInstead: _said, ...only } = cancelled
    expect(compareBooks(input({ sales: [sale(only)], theirs: theirs({ documents: [theirSale()] }) }))).toMatchObject({ agrees: false })
  })

  describe('rule 6: what writes off the rest of an invoice', () => {
    const credit = (fields: Partial<BookSale> = {}) =>
      theirSale({
        kind: 'credit',
        bookId: 'C-1',
        number: 'CF-AAA111-WO',
        date: '2026-11-01',
        net: 1,
        tax: 0,
        gross: 1,
        taxes: [],
        ...fields,
      })
    const compared = (credits: BookSale[], fields: Partial<NonNullable<OurSale['writeOff']>> = {}) =>
      compareBooks(
        input({
          sales: [sale({ writeOff: { bookId: 'C-1', gross: 1, accepted: false, ...fields } })],
          money: [],
          theirs: { documents: [theirSale(), ...credits], payments: [], onAccount: [] },
        }),
      )

    test('rule 6: is theirs alone, explained with its sum, and the balance with it', () => {
      const result = compared([credit()])
      expect(result).toMatchObject({
        agrees: true,
        summary: { explained: [{ cause: 'writtenOff', count: 1, net: -1, tax: 0, gross: -1 }], unexplained: 0 },
      })
      expect(result.lines).toMatchObject([{ list: 'explained', kind: 'credit', externalId: 'i1', bookId: 'C-1', theirs: { gross: 1 } }])
    })

    test('rule 6: voided there leaves nothing to compare; changed or gone, it is a difference', () => {
      expect(compared([credit({ state: 'void' })])).toMatchObject({ agrees: true, lines: [] })
      expect(compared([credit({ net: 500, gross: 500 })])).toMatchObject({
        agrees: false,
        summary: { differences: [{ cause: 'changedInBooks' }] },
      })
      expect(compared([credit({ net: 500, gross: 500 })], { accepted: true })).toMatchObject({ agrees: true, summary: { unexplained: 0 } })
      expect(compared([])).toMatchObject({ agrees: false, summary: { differences: [{ cause: 'missingInBooks' }], unexplained: 0 } })
    })
  })

  test('rule 7: a receipt of the bank feed keeps its own day', () => {
    const parts = [{ part: 'main' as const, bookId: 'P-1', how: 'adopted' as const, version: 1 }]
    const result = compareBooks(input({ money: [money({ parts })], theirs: theirs({ payments: [theirMoney({ date: '2026-10-22' })] }) }))
    expect(result).toMatchObject({ agrees: true, summary: { explained: [{ cause: 'adoptedAsItStands', currency: 'GBP', count: 1 }] } })
  })
})

test('different allocations of the same money are a second list and do not break agreement', () => {
  const elsewhere = theirMoney({ allocations: [{ documentId: 'B-2', amount: 12000 }] })
  const result = compareBooks(input({ theirs: theirs({ payments: [elsewhere] }) }))
  expect(result).toMatchObject({ agrees: true, summary: { allocations: 1 } })
  expect(result.lines).toMatchObject([{ list: 'allocations', externalId: 'p1' }])
})

describe('what is counted apart is never hidden', () => {
  const { link: _link, ...unlinked } = sale()
  test.each([
    ['waiting', { status: 'waiting' as const }],
    ['problem', { status: 'problem' as const }],
    ['held', { status: 'held' as const }],
    ['notDue', { status: 'notDue' as const }],
    ['beforeStart', { date: '2026-07-31', status: 'notDue' as const }],
    ['unlinkedCustomer', { customer: 'c2', status: 'waiting' as const }],
  ])('%s', (cause, fields) => {
    const result = compareBooks(input({ sales: [sale(), { ...unlinked, externalId: 'i2', ...fields }] }))
    expect(result).toMatchObject({ agrees: true, summary: { apart: [{ cause, count: 1, net: 10000, tax: 2000, gross: 12000 }] } })
  })

  test('rule 39: drafts in the books count in no total', () => {
    const result = compareBooks(input({ theirs: theirs({ documents: [theirSale({ state: 'submitted' })], payments: [] }), money: [] }))
    expect(result).toMatchObject({ agrees: true, summary: { totals: [], apart: [{ cause: 'draftInBooks', currency: 'GBP', count: 1 }] } })
  })

  test('rule 42: what is linked from before the start date counts on neither side', () => {
    const early = { date: '2026-07-31' }
    const result = compareBooks(input({ sales: [sale(early)], theirs: theirs({ documents: [theirSale(early)], payments: [] }), money: [] }))
    expect(result).toMatchObject({ agrees: true, lines: [], summary: { totals: [] } })
  })

  test('a record that an open question is about', () => {
    const documents = [theirSale(), theirSale({ bookId: 'B-9', number: '9' })]
    expect(compareBooks(input({ asked: new Set(['B-9']), theirs: theirs({ documents }) }))).toMatchObject({
      agrees: true,
      summary: { apart: [{ cause: 'asked' }] },
    })
  })

  test('rule 20: the sum of CIS deductions is named', () => {
    const result = compareBooks(input({ sales: [sale({ cis: { deduction: 2000, entered: 0 } })] }))
    expect(result).toMatchObject({ agrees: true, summary: { cis: { deduction: 2000, entered: 0 } }, lines: [{ list: 'cis' }] })
  })

  test('rule 26: documents of an alias are on the contact of its primary', () => {
    const customers = [
      { externalId: 'c1', contactId: 'B-c1' },
      { externalId: 'c2', contactId: 'B-c1' },
    ]
    const result = compareBooks(input({ customers, sales: [sale({ customer: 'c2' })] }))
    expect(result).toMatchObject({ agrees: true, summary: { balances: [{ customers: 1, ours: 0 }] } })
  })
})

describe('whatever someone does in the books', () => {
  const amount = fc.integer({ min: 1, max: 100_000 })
  const edit = fc.constantFrom('none', 'amount', 'date', 'void', 'delete', 'extra', 'contact')

  test('nothing stays unexplained, the two totals differ by the sum of the differences, and it agrees only where nothing was done', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, edit), { maxLength: 12 }), (drawn) => {
        const sales = drawn.map(([net], at) =>
          sale({
            externalId: `i${at}`,
            number: `N${at}`,
            net,
            tax: 0,
            gross: net,
            taxes: [{ bookTaxCode: 'NONE', net, tax: 0 }],
            link: { bookId: `B${at}`, how: 'pushed', version: 1 },
          }),
        )
        const documents = drawn.flatMap(([net, what], at): BookSale[] => {
          const record = theirSale({
            bookId: `B${at}`,
            number: `N${at}`,
            net,
            tax: 0,
            gross: net,
            taxes: [{ bookTaxCode: 'NONE', net, tax: 0 }],
          })
          switch (what) {
            case 'amount':
              return [{ ...record, net: net + 1, gross: net + 1 }]
            case 'date':
              return [{ ...record, date: '2026-10-09' }]
            case 'void':
              return [{ ...record, state: 'void' }]
            case 'delete':
              return []
            case 'extra':
              return [record, { ...record, bookId: `X${at}`, number: `X${at}` }]
            case 'contact':
              return [{ ...record, contactId: 'B-other' }]
            case 'none':
              return [record]
            default:
              return what satisfies never
          }
        })
        const { agrees, summary } = compareBooks(input({ sales, money: [], theirs: { documents, payments: [], onAccount: [] } }))
        const delta = summary.totals.reduce((total, { ours, theirs }) => total + ours.gross - theirs.gross, 0)
        const listed = summary.differences.reduce((total, { gross }) => total + gross, 0)
        expect(summary.unexplained).toBe(0)
        expect(listed).toBe(delta)
        expect(agrees).toBe(drawn.every(([, what]) => what === 'none'))
      }),
    )
  })
})

test('sums by cause are told apart by currency', () => {
  const { link: _link, ...unsent } = sale({ status: 'waiting' })
  const sales = [unsent, { ...unsent, externalId: 'i2', currency: 'EUR', net: 5000, tax: 1000, gross: 6000 }]
  const { summary } = compareBooks(input({ sales, money: [], theirs: { documents: [], payments: [], onAccount: [] } }))
  expect(summary.apart).toEqual([
    { cause: 'waiting', currency: 'EUR', count: 1, net: 5000, tax: 1000, gross: 6000 },
    { cause: 'waiting', currency: 'GBP', count: 1, net: 10000, tax: 2000, gross: 12000 },
  ])
})

test('rule 20: a receipt of which only the CIS deduction is in the books yet waits; it was not voided there', () => {
  const cisOnly = money({ status: 'waiting', parts: [{ part: 'cis', bookId: 'P-cis', how: 'pushed', version: 1 }] })
  const deduction = theirMoney({ bookId: 'P-cis', amount: 2000, allocations: [{ documentId: 'B-1', amount: 2000 }] })
  const result = compareBooks(input({ money: [cisOnly], theirs: theirs({ payments: [deduction] }) }))
  expect(causes(result)).toEqual(['apart waiting'])
  expect(result.summary.unexplained).toBe(0)
})
