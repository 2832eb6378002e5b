import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cell, rowsOf } from './read-example.ts'

const examples = new URL('../../examples/', import.meta.url)
const files = ['gas-and-heating', 'bad-input'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, examples)).map((name) => `${folder}/${name}`),
)
const textOf = (name: string): string => readFileSync(new URL(name, examples), 'utf8')

test('every e-mail is in a domain that nobody can own', () => {
  const found = files.flatMap((name) => textOf(name).match(/[\w.+-]+@[\w.-]+\w/g) ?? [])
  expect(found.length).toBeGreaterThan(400)
  for (const mail of found) expect(mail).toMatch(/@(?:example\.(?:com|net|org)|(?:[\w-]+\.)*example)$/i)
})

test('every telephone is one of the numbers kept for drama', () => {
  const numbers = rowsOf('customers')
    .flatMap((row) => [cell(row, 'Tel'), cell(row, 'Mobile')])
    .filter((number) => number !== '')
  expect(numbers.length).toBeGreaterThan(400)
  for (const number of numbers) expect(number.replaceAll(/[^\d+]/g, '').replace('+44', '0')).toMatch(/^(?:01632960|07700900)\d{3}$/)
  for (const [, area, rest] of textOf('gas-and-heating/books.json').matchAll(/"PhoneAreaCode": "(\d+)",\s*"PhoneNumber": "(\d+)"/g))
    expect(`${area}${rest}`).toMatch(/^01632960\d{3}$/)
})

test('no postcode is one that somebody lives in', () => {
  const postcodes = [
    ...rowsOf('customers').map((row) => cell(row, 'Post Code')),
    ...rowsOf('invoices').map((row) => cell(row, 'Site Post Code')),
  ].filter((one) => one !== '')
  for (const postcode of postcodes) expect(postcode).toMatch(/^[A-Z]{2}\d{1,2} \d[A-Z][CIKMOV]$/)
})
