import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookSale, compareBooks } from '../../../domain/rules/compare-books.ts'
import { input, money, sale, theirMoney, theirSale, theirs } from './books-to-compare.ts'

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

test('different allocations of the same money are a second list and do not break agreement', () => {
  const elsewhere = theirMoney({ allocations: [{ documentId: 'B-2', amount: 12000 }] })
  const result = compareBooks(input({ theirs: theirs({ payments: [elsewhere] }) }))
  expect(result).toMatchObject({ agrees: true, summary: { allocations: 1 } })
  expect(result.lines).toMatchObject([{ list: 'allocations', externalId: 'p1' }])
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
