import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

/* Files that are not as they should be, each beside rows that are: those must reach the books, and the others must say what is wrong with them. */

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

interface Row {
  part: string
  row: number
  result: string
  code: string | null
  field: string | null
  message: string | null
}
interface Question {
  code: string
  title: string
  whatToDo: string
  pointer: string
  options: string[]
}
const mapping = { taxCodes: { S: { treatment: 'standard', rate: '20' } } }
const bring = async (parts: Record<string, string>, change: object = {}) => {
  const { body, status } = await office.bring(parts, { ...mapping, ...change })
  // The shape of the contract's import reply.
  const { rows, questions } = body as unknown as { rows: { items: Row[] }; questions: Question[] }
  const refused = rows.items.filter(({ result }) => result === 'refused')
  return {
    status,
    questions,
    refused: refused.map(({ part, row, code, field }) => [part, row, code, field]),
    words: refused.map(({ message }) => message),
  }
}

const invoiceHeader = 'Invoice No,Customer Ref,Invoice Date,Currency,Net,VAT,Gross\n'
const lineHeader = 'Invoice No,Details,Qty,Unit Price,Net,VAT Code\n'
const line = (number: string, net = '100.00') => `${number},Boiler service,1,${net},${net},S\n`
const good = (number: string) => `${number},${number},2026-10-01,GBP,100.00,20.00,120.00\n`
const customers = (...ids: string[]) => `Customer Ref,Name\n${ids.map((id) => `${id},Customer ${id}\n`).join('')}`
const inBooks = async (number: string) => {
  await office.saveAndSync()
  return (await office.books()).invoices.filter((each) => each.startsWith(`${number} `))
}

test('a file whose headers nobody knows is asked about column by column, and nothing of it is taken before', async () => {
  const foreign = 'Kd-Nr,Firma\nH1,Heizung Schmidt\n'
  const asked = await bring({ customers: foreign })
  expect(asked.questions.map(({ code, pointer, options }) => [code, pointer, options])).toEqual([
    ['IMPORT_COLUMN_MISSING', '/columns/customers/externalId', ['Kd-Nr', 'Firma']],
    ['IMPORT_COLUMN_MISSING', '/columns/customers/name', ['Kd-Nr', 'Firma']],
  ])
  expect(asked.questions[1]?.title).toBe('A column for “name” in the file of customers is missing')
  expect((await office.ask('GET', 'customers/H1')).status).toBe(404)
  await bring({ customers: foreign }, { columns: { customers: { externalId: 'Kd-Nr', name: 'Firma' } } })
  await office.saveAndSync()
  expect((await office.books()).contacts).toContain('Heizung Schmidt')
})

test('a date that is none is refused in its row, and the invoices beside it reach the books', async () => {
  const answer = await bring({
    customers: customers('D1', 'D2', 'D3'),
    invoices: `${invoiceHeader}${good('D1')}${good('D2').replace('2026-10-01', '31/02/2026')}${good('D3').replace('2026-10-01', 'next week')}`,
    invoiceLines: `${lineHeader}${line('D1')}${line('D2')}${line('D3')}`,
  })
  expect(answer.refused.filter(([part]) => part === 'invoices')).toEqual([
    ['invoices', 3, 'IMPORT_VALUE_INVALID', 'issueDate'],
    ['invoices', 4, 'IMPORT_VALUE_INVALID', 'issueDate'],
  ])
  expect(answer.words).toContain(
    'Row 3: “31/02/2026” cannot stand in Invoice Date. It should be a day like 2026-08-31, or as the mapping’s dateFormat says. Correct it and import the file again; rows already taken are not doubled.',
  )
  expect(await inBooks('D1')).toEqual(['D1 120.00'])
})

test('amounts like 1,234.50, £12 and -12.50 are refused as they stand in the file, or read where the mapping allows signs', async () => {
  const rows = [
    good('A1'),
    good('A2').replace('100.00', '"1,234.50"'),
    good('A3').replace('100.00', '£12'),
    good('A4').replace('120.00', '-12.50'),
    good('A5').replace('120.00', '1.2e2'),
  ]
  const parts = {
    customers: customers('A1', 'A2', 'A3', 'A4', 'A5'),
    invoices: invoiceHeader + rows.join(''),
    invoiceLines: lineHeader + [1, 2, 3, 4, 5].map((each) => line(`A${each}`)).join(''),
    payments: 'Payment Id,Customer Ref,Date,Amount,Currency,Method\nAP1,A1,2026-10-02,-12.50,GBP,BACS\nAP2,A1,2026-10-02,0.00,,BACS\n',
  }
  const answer = await bring(parts)
  expect(answer.refused.filter(([part]) => part !== 'invoiceLines')).toEqual([
    ['invoices', 3, 'IMPORT_VALUE_INVALID', 'totals.net'],
    ['invoices', 4, 'IMPORT_VALUE_INVALID', 'totals.net'],
    ['invoices', 5, 'IMPORT_VALUE_INVALID', 'totals.gross'],
    ['invoices', 6, 'IMPORT_VALUE_INVALID', 'totals.gross'],
    ['payments', 2, 'IMPORT_VALUE_INVALID', 'amount'],
    ['payments', 3, 'IMPORT_VALUE_INVALID', 'amount'],
  ])
  expect(answer.words.map((words) => /^[^:]+: “[^”]+” cannot stand in [^.]+\./.exec(words ?? '')?.[0])).toEqual(
    expect.arrayContaining([
      'Row 3: “1,234.50” cannot stand in Net.',
      'Row 4: “£12” cannot stand in Net.',
      'Row 5: “-12.50” cannot stand in Gross.',
      'Row 2: “-12.50” cannot stand in Amount.',
    ]),
  )
  expect(answer.words.join()).not.toContain('1250')
  expect(await inBooks('A1')).toEqual(['A1 120.00'])
  const signed = 'Payment Id,Customer Ref,Date,Amount,Currency,Method\nAP3,A1,2026-10-02,"£1,234.50",GBP,BACS\n'
  expect((await bring({ payments: signed }, { amounts: 'withSigns' })).refused).toEqual([])
  expect(await office.read('payments/AP3')).toMatchObject({ amount: 123_450 })
})

test('a row with a comma too few or too many is refused whole, never read under the wrong headers', async () => {
  const rows = ['C1,Smith,a@b.example\n', 'C2,Jones\n', 'C3,Brown, Sons,c@d.example\n', 'C4,White,e@f.example,\n']
  const parts = { customers: `Customer Ref,Name,E-mail\n${rows.join('')}` }
  const answer = await bring(parts)
  expect(answer.refused).toEqual([
    ['customers', 3, 'IMPORT_ROW_CELLS', 'row'],
    ['customers', 4, 'IMPORT_ROW_CELLS', 'row'],
  ])
  expect(answer.words[0]).toMatch(/^Row 3 has 2 cells, the header has 3\. A separator is missing/)
  expect(answer.words[1]).toMatch(/^Row 4 has 4 cells, the header has 3\./)
  expect((await bring(parts, { shortRows: 'empty' })).refused).toEqual([['customers', 4, 'IMPORT_ROW_CELLS', 'row']])
  await office.saveAndSync()
  expect((await office.books()).contacts).toEqual(expect.arrayContaining(['Smith', 'Jones', 'White']))
})

test('a short row of an invoice’s lines refuses the invoice, which would otherwise lack a line', async () => {
  const answer = await bring({
    customers: customers('L1'),
    invoices: invoiceHeader + good('L1'),
    invoiceLines: `${lineHeader}${line('L1', '50.00')}L1,Second half,1,50.00\n`,
  })
  const why = ['IMPORT_ROW_CELLS', 'lines.row (row 3)']
  expect(answer.refused).toEqual([
    ['invoiceLines', 2, ...why],
    ['invoiceLines', 3, ...why],
    ['invoices', 2, ...why],
  ])
  expect(answer.words[2]).toMatch(/^Row 3 of the lines has 4 cells, the header has 6\./)
  expect((await office.ask('GET', 'invoices/L1')).status).toBe(404)
})

test('an invoice that stands in the file twice is taken once; with other content, or under a number that is taken, the second row says so', async () => {
  const rows = [good('N1'), good('N1'), good('N1').replace('100.00,20.00,120.00', '90.00,18.00,108.00'), good('N2')]
  const answer = await bring({
    customers: customers('N1', 'N2'),
    invoices: invoiceHeader + rows.join(''),
    invoiceLines: lineHeader + line('N1') + line('N2'),
  })
  expect(answer.refused).toEqual([['invoices', 4, 'IMPORT_ROW_DOUBLED', 'externalId']])
  expect(answer.words[0]).toMatch(/^Row 4 repeats an earlier row\. N1 stands in the file twice with different content/)
  const withIds = `Invoice Id,${invoiceHeader}idN2,${good('N2')}idN3,${good('N3').replace('N3,', 'N2,')}idN4,${good('N4')}`
  const taken = await bring({ customers: customers('N3', 'N4'), invoices: withIds, invoiceLines: lineHeader + line('N2') + line('N4') })
  expect(taken.refused).toEqual(
    expect.arrayContaining([
      ['invoices', 2, 'NUMBER_TAKEN', 'number'],
      ['invoices', 3, 'NUMBER_TAKEN', 'number'],
    ]),
  )
  const put = await office.ask('PUT', 'invoices/another', { ...(await bodyOf('N2')) })
  expect([put.status, put.body['code'], put.body['title'], put.body['errors']]).toEqual([
    409,
    'NUMBER_TAKEN',
    'Number N2 belongs to another document',
    [{ pointer: '/number', code: 'NUMBER_TAKEN', message: expect.stringContaining('Invoice N2 was issued with this number') }],
  ])
  expect([await inBooks('N1'), await inBooks('N2'), await inBooks('N4')]).toEqual([['N1 120.00'], ['N2 120.00'], ['N4 120.00']])
})

async function bodyOf(id: string): Promise<object> {
  const { state, number, customer, issueDate, currency, pricesIncludeTax, lines, totals } = await office.read(`invoices/${id}`)
  return { state, number, customer, issueDate, currency, pricesIncludeTax, lines, totals }
}

test('an invoice for an unknown customer is kept and says whom it waits for; the customer’s row brings both into the books', async () => {
  await bring({
    customers: customers('U2'),
    invoices: invoiceHeader + good('U1') + good('U2'),
    invoiceLines: lineHeader + line('U1') + line('U2'),
  })
  expect(await inBooks('U2')).toEqual(['U2 120.00'])
  expect(await office.read('invoices/U1')).toMatchObject({ status: 'waiting', waitingFor: 'customer/U1', problems: [] })
  await bring({ customers: customers('U1') })
  expect(await inBooks('U1')).toEqual(['U1 120.00'])
})

test('a tax code that nobody has explained is asked about where the office has said what its codes mean, and where VAT has to be worked out', async () => {
  const mistyped = { invoices: invoiceHeader + good('T1'), invoiceLines: lineHeader + line('T1').replace(',S\n', ',SS\n') }
  const asked = await bring({ customers: customers('T1'), ...mistyped })
  expect(asked.questions).toMatchObject([
    { code: 'IMPORT_TAX_CODE_UNKNOWN', title: 'What does VAT code “SS” mean?', pointer: '/taxCodes/SS' },
  ])
  const withoutTotals =
    'Credit No,Customer Ref,Date,Currency,Details,Qty,Unit Price,Net,VAT Code\nCN1,T1,2026-10-02,GBP,Valve,1,9.99,9.99,Z9\n'
  const credits = await office.bring({ credits: withoutTotals })
  expect(credits.body['questions']).toMatchObject([{ code: 'IMPORT_TAX_CODE_UNKNOWN', pointer: '/taxCodes/Z9' }])
  expect((await office.ask('GET', 'invoices/T1')).status).toBe(404)
})

test('customers that were merged in a circle are refused at the row that closes it, also when two tabs close it at the same moment', async () => {
  const header = 'Customer Ref,Name,State,Merged Into\n'
  const answer = await bring({
    customers: `${header}M1,One,merged,M2\nM2,Two,merged,M3\nM3,Three,merged,M1\nM4,Four,merged,M4\nM5,Five,active,\n`,
  })
  expect(answer.refused).toEqual([
    ['customers', 4, 'MERGED_IN_A_CIRCLE', 'mergedInto'],
    ['customers', 5, 'MERGED_IN_A_CIRCLE', 'mergedInto'],
  ])
  expect(answer.words[0]).toMatch(/^Customer M3 would be merged into itself\. It is said to be merged into M1, and M1 was merged into M3/)
  const merged = (into: string) => ({ state: 'merged', name: into, mergedInto: into })
  const both = await Promise.all([office.ask('PUT', 'customers/M6', merged('M7')), office.ask('PUT', 'customers/M7', merged('M6'))])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'MERGED_IN_A_CIRCLE',
    errors: [{ pointer: '/mergedInto' }],
  })
  await bring({ customers: 'Customer Ref,Name\nM2,Two\n' })
  await office.saveAndSync()
  expect(await Promise.all(['M2', 'M5'].map((id) => office.statusOf('customers', id)))).toEqual(['inBooks', 'inBooks'])
})
