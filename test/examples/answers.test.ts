import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cell, jsonOf, rowsOf } from './read-example.ts'

interface Answers {
  mapping: {
    columns: Record<string, Record<string, string>>
    values: Record<string, Record<string, Record<string, string>>>
    taxCodes: Record<string, unknown>
  }
  accounts: Record<string, string>
  matches: Record<string, { link: string; name: string } | 'create'>
  settings: { nominalCodes: { byCode: Record<string, string> } }
}
interface Expected {
  matching: { asked: string[]; sameNameInOffice: [string, string][] }
}

const { mapping, accounts, matches, settings } = jsonOf<Answers>('answers')
const fileOf = {
  customers: 'customers',
  invoices: 'invoices',
  invoiceLines: 'invoice_lines',
  credits: 'credits',
  payments: 'payments',
  purchaseInvoices: 'purchase_invoices',
}
const kinds = Object.entries(fileOf)

/** Columns that mean something to the office alone. */
const notImported = ['Entry']

test.each(kinds)('the mapping of %s names every column of its file and no other', (kind, file) => {
  const headers = Object.keys(rowsOf(file)[0] ?? {}).filter((header) => !notImported.includes(header))
  expect(new Set(Object.values(mapping.columns[kind] ?? {}))).toEqual(new Set(headers))
})

test.each(kinds)('the README explains every column of %s', (_, file) => {
  const readme = readFileSync(new URL('../../examples/README.md', import.meta.url), 'utf8')
  const shared = [
    'Line',
    'Item',
    'Details',
    'Qty',
    'Unit Price',
    'Disc %',
    'Disc Amt',
    'Ex VAT',
    'Inc VAT',
    'Line VAT',
    'VAT Code',
    'Nominal',
  ]
  const part = readme.split(`**${file}.csv**`)[1]?.split('\n\n')[0] ?? ''
  for (const header of Object.keys(rowsOf(file)[0] ?? {}))
    if (file !== 'credits' || !shared.includes(header)) expect(part, header).toContain(`\`${header}\``)
})

test('every word of the office that stands for a word of ours has its answer', () => {
  const listed: [keyof typeof fileOf, string][] = [
    ['customers', 'kind'],
    ['customers', 'state'],
    ['customers', 'terms.days'],
    ['customers', 'terms.from'],
    ['invoices', 'kind'],
    ['invoices', 'state'],
    ['invoices', 'pricesIncludeTax'],
    ['invoices', 'hold'],
    ['invoiceLines', 'cis'],
    ['credits', 'state'],
    ['payments', 'state'],
    ['payments', 'direction'],
  ]
  for (const [kind, field] of listed) {
    const header = mapping.columns[kind]?.[field] ?? ''
    const words = new Set(
      rowsOf(fileOf[kind])
        .map((row) => cell(row, header))
        .filter((word) => word !== ''),
    )
    for (const word of words) expect(mapping.values[kind]?.[field], `${kind} ${field} ${word}`).toHaveProperty([word])
  }
})

test('every tax code, nominal code and payment method in the files has an account', () => {
  const lines = [...rowsOf('invoice_lines'), ...rowsOf('credits')]
  for (const code of new Set(lines.map((row) => cell(row, 'VAT Code'))))
    expect([mapping.taxCodes[code], accounts[code]]).not.toContain(undefined)
  for (const code of new Set(lines.map((row) => cell(row, 'Nominal')))) expect(settings.nominalCodes.byCode).toHaveProperty([code])
  for (const typed of new Set(rowsOf('payments').map((row) => cell(row, 'How Paid'))))
    expect(accounts).toHaveProperty([mapping.values['payments']?.['method']?.[typed] ?? typed])
})

test('everybody whom a careful program asks about has an answer, and links lead to contacts of the books', () => {
  const { matching } = jsonOf<Expected>('expected')
  const { contacts } = jsonOf<{ contacts: { ContactID: string; Name: string; ContactStatus: string }[] }>('books')
  const active = new Map(contacts.filter(({ ContactStatus }) => ContactStatus === 'ACTIVE').map(({ ContactID, Name }) => [ContactID, Name]))
  expect(Object.keys(matches).toSorted()).toEqual([...matching.asked, ...matching.sameNameInOffice.map(([, second]) => second)].toSorted())
  for (const answer of Object.values(matches)) if (answer !== 'create') expect(active.get(answer.link)).toBe(answer.name)
})

test('every case of bad input has its row in the README, and every row its files', () => {
  const folder = new URL('../../examples/bad-input/', import.meta.url)
  const cases = new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => name.split('.')[0] ?? ''),
  )
  const rows = [...readFileSync(new URL('README.md', folder), 'utf8').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
  expect(new Set(rows)).toEqual(cases)
})
