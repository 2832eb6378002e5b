import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../domain/rules/canonical-json.ts'

test('the same content has the same text, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
    }),
  )
})

test('other content has another text, and the text is the content', () => {
  // JSON has no −0: it is written as 0 by every serialiser.
  const plain = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))
  fc.assert(
    fc.property(plain, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(value)
    }),
  )
})

test('an absent field and an undefined one are the same; a list keeps its order', () => {
  expect(canonicalJson({ b: undefined, a: [2, 1] })).toBe('{"a":[2,1]}')
  expect(canonicalJson({ a: 1, b: null })).not.toBe(canonicalJson({ a: 1 }))
})
