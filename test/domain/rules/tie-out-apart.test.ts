import { describe, expect, test } from 'vitest'
import { compareBooks } from '../../../domain/rules/compare-books.ts'
import { causes, input, money, sale, theirMoney, theirSale, theirs } from './books-to-compare.ts'

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

test('rule 20: a receipt of which only the CIS deduction is in the books yet waits; it was not voided there', () => {
  const cisOnly = money({ status: 'waiting', parts: [{ part: 'cis', bookId: 'P-cis', how: 'pushed', version: 1 }] })
  const deduction = theirMoney({ bookId: 'P-cis', amount: 2000, allocations: [{ documentId: 'B-1', amount: 2000 }] })
  const result = compareBooks(input({ money: [cisOnly], theirs: theirs({ payments: [deduction] }) }))
  expect(causes(result)).toEqual(['apart waiting'])
  expect(result.summary.unexplained).toBe(0)
})
