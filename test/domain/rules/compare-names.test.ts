import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames } from '../../../domain/rules/compare-names.ts'
import { normaliseName } from '../../../domain/rules/normalise-name.ts'

describe('names of trades and people', () => {
  test.each([
    ['Acme Heating Ltd', 'ACME HEATING LIMITED', 'same'],
    ['Smith & Sons', 'Smith and Sons Ltd.', 'same'],
    ['Mr J. R. Smith', 'JR Smith', 'same'],
    ['Müller GmbH', 'Muller', 'same'],
    ["O'Brien Plumbing", 'OBrien Plumbing', 'same'],
    ['Jones Bros', 'Jones Brothers', 'same'],
    ['Acme Heating', 'Acme Heating and Plumbing Ltd', 'similar'],
    ['John Smith', 'J Smith', 'similar'],
    ['Smith John', 'John Smith', 'similar'],
    ['Gas Care', 'Gascare', 'similar'],
    ['Hendersn Plumbing', 'Henderson Plumbing', 'similar'],
    ['Jhon Smith', 'John Smith', 'similar'],
    ['John Smith t/a Warm Homes', 'Warm Homes Ltd', 'similar'],
    ['Harbourview Letting', 'Harbour View Lettings', 'similar'],
    ['Bob Marsh', 'Robert Marsh', 'similar'],
    ['M. R. Walden', 'Malcolm Walden', 'similar'],
    ['Fiona MacDonald', 'Fiona Mc Donald', 'same'],
    ["Owen O'Neill", 'Owen O Neill', 'same'],
    ['Łukasz Mazur', 'Lukasz Mazur', 'same'],
    ['St Anne’s School', 'Saint Annes School', 'same'],
    ['Paul Marsh', 'Paula Marsh', 'related'],
    ['John Price', 'John Price Jnr', 'related'],
    ['Kestrel Marsh Ltd', 'Kestrel Marsh Holdings Ltd', 'related'],
    ['Apex Supplies', 'Apex Supplies York', 'related'],
    ['Ann Field t/a Warm Homes', 'Tom Hill t/a Warm Homes', 'related'],
    ['Cooper Roofing', 'Cooper Heating', 'related'],
    ['Winmore Builders', 'Warmore Builders', 'different'],
    ['AB Lowe Motors', 'Anders Motors', 'different'],
    ['Flat 12 Acacia Ave', 'Flat 13 Acacia Ave', 'different'],
    ['John Smith', 'Jane Jones', 'different'],
    ['Ann', 'Anna', 'different'],
    ['', '', 'different'],
  ])('%s and %s are %s', (a, b, alike) => {
    expect(compareNames(normaliseName(a), normaliseName(b))).toBe(alike)
    expect(compareNames(normaliseName(b), normaliseName(a))).toBe(alike)
  })

  test('how a name is written (case, blanks, legal form) never makes it another one', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[n-z][a-z]{2,9}$/), { minLength: 1, maxLength: 4 }), (words) => {
        const name = words.join(' ')
        const other = ` ${words.join('  ').toUpperCase()}  Ltd.`
        expect(compareNames(normaliseName(name), normaliseName(other))).toBe('same')
      }),
    )
  })
})
