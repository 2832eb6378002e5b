import { expect, test } from 'vitest'
import { isQuestion, waitIsProblem } from '../../../domain/rules/wait-is-problem.ts'

test.each([
  'PARENT_ASKED',
  'PARENT_FAILED',
  'PARENT_WAITING',
  'INVOICE_NOT_APPROVED',
  'CUSTOMER_UNKNOWN',
  'DOCUMENT_UNKNOWN',
  'PAYMENT_IN_FUTURE',
] as const)('what waits with %s has no problem of its own: what it waits for says it', (code) => expect(waitIsProblem(code)).toBe(false))

test.each(['EARLIER_INVOICE_NOT_LINKED', 'PARENT_NOT_DUE', 'PARENT_VOIDED', 'METHOD_NOT_MAPPED'] as const)(
  'what waits with %s has a problem: somebody has to choose on it or in the settings',
  (code) => expect(waitIsProblem(code)).toBe(true),
)

test('a question is what can be answered later; a difference or a refusal is none', () => {
  expect(
    (['CUSTOMER_QUESTION', 'SAME_TOTAL_OTHER_NUMBER', 'POSSIBLE_DUPLICATE_PAYMENT'] as const).filter((code) => !isQuestion(code)),
  ).toEqual([])
  expect((['NUMBER_DIFFERENT_IN_BOOKS', 'CONTACT_ARCHIVED', 'CANCELLED_IN_HOST'] as const).filter(isQuestion)).toEqual([])
})
