import { describe, expect, test } from 'vitest'
import { compareBooks, type TieOutInput } from '../../../domain/rules/compare-books.ts'
import { differenceCauses } from '../../../domain/rules/tie-out/tie-out-line.ts'
import { causes, input, money, sale, theirMoney, theirSale, theirs } from './books-to-compare.ts'

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
