import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDemoData } from '../../scripts/demo/answers.ts'
import { wrongOutcomes } from '../../scripts/demo/check-outcomes.ts'
import type { Fate } from '../../scripts/demo/read-outcomes.ts'

const { expected } = readDemoData(join(import.meta.dirname, '../../examples/gas-and-heating'))
if (!expected?.exceptions) throw new Error('The example says what is expected of every document with something to explain')

/** What became of each document if everything went as the file says. */
const fates: Fate[] = Object.entries(expected.outcomes).flatMap(([kind, outcomes]) =>
  Object.entries(outcomes).flatMap(([outcome, count]) => {
    const named = (expected.exceptions ?? [])
      .filter((one) => one.kind === kind && one.outcome === outcome)
      .map(({ externalId }) => externalId)
    const plain = Array.from({ length: count - named.length }, (_, index) => `plain ${outcome} ${index}`)
    return [...named, ...plain].map((externalId) => ({ kind: kind as Fate['kind'], externalId, outcome })) // the file's kinds are the demo's
  }),
)
const problems = expected.exceptions.flatMap(({ kind, externalId, code }) =>
  code === undefined ? [] : [{ kind: kind === 'receipt' ? 'payment' : kind, externalId, code }],
)

test('the demo is content when every document, question and problem is as the example expects', () => {
  expect(wrongOutcomes(expected, fates, problems)).toEqual([])
})

test('a planted wrong expectation is found: a count, a document, a problem too many or too few', () => {
  const outcomes = { ...expected.outcomes, customer: { ...expected.outcomes['customer'], asked: 1 } }
  expect(wrongOutcomes({ ...expected, outcomes }, fates, problems)).toEqual(['customer: expected 1 asked, found 0'])
  const others = fates.map((fate) => (fate.externalId === 'HB10232' ? { ...fate, outcome: 'notDue' } : fate))
  expect(wrongOutcomes(expected, others, problems)).toEqual([
    'invoice: expected 36 adopted, found 35',
    'invoice: expected 18 notDue, found 19',
    'expected invoice HB10232: adopted',
    'found invoice HB10232: notDue, not expected',
  ])
  expect(wrongOutcomes(expected, fates, problems.slice(1))).toEqual([
    `expected customer ${problems[0]?.externalId}: problem CONTACT_ARCHIVED`,
  ])
  const more = [...problems, { kind: 'invoice', externalId: 'HB10300', code: 'PARENT_FAILED' }]
  expect(wrongOutcomes(expected, fates, more)).toEqual(['found invoice HB10300: problem PARENT_FAILED, not expected'])
})
