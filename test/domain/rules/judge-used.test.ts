import { expect, test } from 'vitest'
import { judgeUsed } from '../../../domain/rules/judge-answer.ts'
import type { SettledLookup } from '../../../domain/rules/settle-lookup.ts'

const item = { kind: 'invoice' as const, expected: { kind: 'invoice' as const, number: 'INV-1' } }
const voided: SettledLookup = { result: 'problem', code: 'VOIDED_IN_BOOKS', values: {}, bookId: 'B-1', link: true }

test('a number in use by a void record that a person has let go is said to be kept, not asked about again', () => {
  expect(judgeUsed(voided, item, 'must be unique', new Set(['B-1']))).toMatchObject({
    result: 'refused',
    code: 'NUMBER_KEPT_BY_VOIDED',
    values: { number: 'INV-1' },
  })
})

test('a void record that nobody has let go may have arrived just now: it is ours, and asked about', () => {
  expect(judgeUsed(voided, item, 'must be unique', new Set(['B-2']))).toEqual(voided)
})
