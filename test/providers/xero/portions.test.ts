import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyOf, portions } from '../../../providers/xero/find/portions.ts'

test('every text is in exactly one portion, whatever its characters, and a portion fits into an address unless one text alone does not', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 80 }), (texts) => {
      const all = portions(texts, ',')
      expect(all.flat().toSorted()).toEqual([...new Set(texts)].toSorted())
      for (const portion of all) if (portion.length > 1) expect(encodeURIComponent(portion.join(',')).length).toBeLessThanOrEqual(1_700)
    }),
  )
})

test('fifty numbers go in one call, fifty ids in two, and no filter is asked for nothing', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => `INV-${10_000 + index}`)
  const ids = fifty.map((_, index) => `00000000-0000-4000-8000-0000000000${10 + index}`)
  expect([portions(fifty, ',').length, portions(ids, ',').length, anyOf([]).length]).toEqual([1, 2, 0])
})
