import { describe, expect, test } from 'vitest'
import { type BookSale, compareBooks, type OurSale } from '../../../domain/rules/compare-books.ts'
import { input, money, sale, theirMoney, theirSale, theirs } from './books-to-compare.ts'

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
