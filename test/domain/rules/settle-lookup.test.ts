import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../domain/entities.ts'
import { type MetRecord, settleLookup } from '../../../domain/rules/settle-lookup.ts'

const expected = { kind: 'invoice' as const, number: 'INV-1' }
const met = (likeness: MetRecord['likeness'], bookId = 'B-1'): MetRecord => ({ bookId, bookNumber: `#${bookId}`, likeness })

describe('exactly once, rule 15: a look-up ends in one of five', () => {
  test.each([
    ['same: linked', [met('same')], { result: 'taken', bookId: 'B-1', bookNumber: '#B-1' }],
    [
      'ours but changed: linked, with a problem',
      [met('changed')],
      { result: 'problem', code: 'ARRIVED_CHANGED', bookId: 'B-1', link: true },
    ],
    ['ours but void: “send again?”', [met('void')], { result: 'problem', code: 'VOIDED_IN_BOOKS', bookId: 'B-1', link: true }],
    [
      'a stranger with our number: never linked',
      [met('stranger')],
      { result: 'problem', code: 'NUMBER_TAKEN_BY_STRANGER', bookId: 'B-1', link: false },
    ],
    ['absent: due again', [], { result: 'absent', alone: false }],
  ] as const)('%s', (_, found, result) => {
    expect(settleLookup({ operation: 'createInvoice', expected, found })).toMatchObject(result)
  })
})

test('money like ours that does not bear our token is asked about as money, never as a number taken', () => {
  const money = { kind: 'payment', gross: 5_000, currency: 'GBP', token: 'CF-AAAAAA' } as const
  expect(settleLookup({ operation: 'receipt', expected: money, found: [met('stranger')] })).toMatchObject({
    result: 'problem',
    code: 'POSSIBLE_DUPLICATE_PAYMENT',
    values: { amount: 5_000, currency: 'GBP' },
    bookId: 'B-1',
    link: false,
  })
})

test('exactly once, rule 16: an update that did not arrive is due again, one over which someone wrote is a problem', () => {
  expect(settleLookup({ operation: 'updateInvoice', expected, found: [met('before')] })).toEqual({ result: 'absent', alone: false })
  expect(settleLookup({ operation: 'updateInvoice', expected, found: [met('changed')] })).toMatchObject({
    result: 'problem',
    code: 'ARRIVED_CHANGED',
  })
})

test('a removal that finds the record gone has arrived', () => {
  expect(settleLookup({ operation: 'voidInvoice', expected, found: [met('void')] })).toMatchObject({ result: 'taken' })
})

test('exactly once, rule 20: two live records of one document are found, shown, and neither is removed', () => {
  expect(settleLookup({ operation: 'receipt', expected: { kind: 'payment' }, found: [met('same', 'A'), met('same', 'B')] })).toMatchObject({
    result: 'problem',
    code: 'DOUBLED_IN_BOOKS',
    values: { ours: '#A', theirs: '#B' },
    link: true,
  })
})

test('whatever is found, a create is sent again only where nothing of it stands in the books', () => {
  const likeness = fc.constantFrom('same' as const, 'changed' as const, 'void' as const, 'stranger' as const)
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.array(likeness, { maxLength: 4 }), (operation, kinds) => {
      const found = kinds.map((kind, at) => met(kind, `B-${at}`))
      expect(settleLookup({ operation, expected, found }).result === 'absent').toBe(found.length === 0)
    }),
  )
})
