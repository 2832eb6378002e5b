import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type ErrorCode, type ErrorRow, errors, errorThemes, SyncError } from '../../domain/errors.ts'
import { placeholders } from '../../domain/errors/fill-words.ts'
import { groupedWords } from '../../domain/errors/grouped-words.ts'
import { explainError, explainGroup } from '../../domain/explain-error.ts'
import { errorDocs } from '../../scripts/error-docs.ts'

const codes = Object.keys(errors) as ErrorCode[] // the keys of the table are its codes

test('docs/errors.md says what the table says', () => {
  expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorDocs())
})

test('no code stands in two themes', () => {
  const all = Object.values(errorThemes).flatMap((rows) => Object.keys(rows))
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBe(codes.length)
})

test('a problem without any values is still in plain words', () => {
  for (const code of codes) {
    const { title, cause, whatToDo } = explainError(code)
    for (const words of [title, cause, whatToDo]) {
      expect(words, code).not.toMatch(/[{}]/)
      expect(words.length, code).toBeGreaterThan(3)
    }
  }
})

/** The themes whose codes a plan can give to many documents. */
const planned = (['What the accounting package refuses', 'Before anything is sent', 'Questions and differences'] as const).flatMap(
  (theme) => Object.keys(errorThemes[theme]) as ErrorCode[], // the keys of a theme are codes
)

test('a code that many documents bear is said without the values of any of them', () => {
  const ofOne = (words: string) => (words.match(/\{(\w+)\}/g) ?? []).some((name) => name !== '{provider}')
  for (const code of planned) {
    const own = errors[code]
    const { title = own.title, whatToDo = own.whatToDo } = groupedWords[code] ?? {}
    expect([title, whatToDo].filter(ofOne), code).toEqual([])
    expect(explainGroup(code, 'Xero').cause === '', code).toBe(ofOne(own.cause))
  }
  expect(Object.keys(groupedWords).filter((code) => !(code in errors))).toEqual([])
  expect(explainGroup('NUMBER_DIFFERENT_IN_BOOKS', 'Xero').title).toBe('The number is in the books, but the document there differs')
})

test('every placeholder of the table has words to stand in for it, and none is left over', () => {
  const used = new Set(codes.flatMap((code) => JSON.stringify(errors[code]).match(/\{[a-zA-Z]+\}/g) ?? []).map((name) => name.slice(1, -1)))
  expect([...used].toSorted()).toEqual(Object.keys(placeholders).toSorted())
})

test('amounts of a problem are written out in its currency', () => {
  const values = { document: 'invoice 1234', difference: -2, ours: 12002, theirs: 12000, currency: 'GBP', provider: 'Xero' }
  expect(explainError('ROUNDING_DIFFERENCE', values)).toMatchObject({
    title: 'Invoice 1234 would differ by −£0.02 in the books',
    cause: 'The customer’s copy says £120.02, Xero would make it £120.00: the two round VAT in different ways.',
  })
  expect(explainError('ROUNDING_DIFFERENCE', { ...values, ours: -123_456_789 }).cause).toContain('says −£1,234,567.89,')
  expect(explainError('ROUNDING_DIFFERENCE', { difference: -1250 }).title).toContain('by −12.50 in')
  expect(explainError('PAYMENT_LARGER_THAN_INVOICE', { amount: 1000, currency: 'JPY' }).title).toContain('1,000 JPY')
})

test('a button that the words name is there to be pressed', () => {
  const labels = new Set(codes.flatMap((code) => (errors[code] as ErrorRow).choices?.map(({ label }) => label) ?? []))
  // Its words send the reader to the other document's problem, which has it.
  const elsewhere: Partial<Record<ErrorCode, string>> = { PARENT_VOIDED: 'Send it again' }
  for (const code of codes) {
    const named = [...explainError(code).whatToDo.matchAll(/“([^”]+)”/g)]
      .map(([, words]) => words ?? '')
      .filter((words) => labels.has(words))
    const own = explainError(code).choices.map(({ label }) => label)
    expect([...own, elsewhere[code]], code).toEqual(expect.arrayContaining(named))
  }
})

test('every problem can be retried and dismissed', () => {
  for (const code of codes)
    expect(explainError(code).choices.map(({ choice }) => choice)).toEqual(expect.arrayContaining(['retry', 'dismiss']))
})

test('a choice means the same wherever it stands', () => {
  const meanings = new Map<string, string>()
  for (const code of codes) {
    const row: ErrorRow = errors[code]
    for (const { choice, label } of row.choices ?? []) {
      expect(meanings.get(choice) ?? label, `${code} ${choice}`).toBe(label)
      meanings.set(choice, label)
    }
  }
})

test('the message of a failure names no person and no amount', () => {
  const failure = new SyncError('CONTACT_NAME_TAKEN', { values: { customer: 'A. Smith' }, detail: 'already assigned' })
  expect(failure.message).not.toContain('Smith')
  expect(failure.values).toEqual({ customer: 'A. Smith' })
})
