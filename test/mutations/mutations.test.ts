import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutations as rules } from '../accounting/mutations.ts'
import { mutations as trouble } from '../trouble/mutations.ts'
import { mutations as twoAtOnce } from '../two-at-once/mutations.ts'

test.each([...rules, ...twoAtOnce, ...trouble])('what is to be broken stands there: $breaks ($file)', ({ file, find, replace }) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(find)
  expect(replace).not.toBe(find)
})
