import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApi, startApi, type TestCompany } from './start-api.ts'

let api: RunningApi
let company: TestCompany
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const form = (parts: Record<string, string | Uint8Array>): FormData => {
  const data = new FormData()
  for (const [name, content] of Object.entries(parts)) data.append(name, new Blob([new Uint8Array(Buffer.from(content))]), `${name}.csv`)
  return data
}
const bring = async (parts: Record<string, string | Uint8Array>, mapping?: object) => {
  company ??= await api.newCompany()
  return api.ask(company.key, 'POST', `${company.path}/imports`, form(mapping ? { ...parts, mapping: JSON.stringify(mapping) } : parts))
}
// What a test asserts is the shape it reads.
const rowsOf = (answer: { body: object }) => (answer.body as { rows: { items: Record<string, unknown>[] } }).rows.items
const questionsOf = (answer: { body: object }) => (answer.body as { questions: { code: string; pointer: string }[] }).questions

test('the example company comes in whole, by the mapping that its office answered', async () => {
  company = await api.newCompany('Combe & Daughters')
  const folder = new URL('../../examples/gas-and-heating/', import.meta.url)
  const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)))
  const { mapping } = JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8'))
  const parts = {
    customers: read('customers.csv'),
    invoices: read('invoices.csv'),
    invoiceLines: read('invoice_lines.csv'),
    credits: read('credits.csv'),
    payments: read('payments.csv'),
    purchaseInvoices: read('purchase_invoices.csv'),
  }
  const first = await bring(parts, mapping)
  expect(questionsOf(first)).toEqual([])
  expect(rowsOf(await api.ask(company.key, 'GET', `${company.path}/imports/${String(first.body['importId'])}?result=refused`))).toEqual([])
  expect(first.status).toBe(201)
  const again = await bring(parts, mapping)
  expect(Object.values(again.body['counts'] as Record<string, object>).every((counts) => Object.keys(counts).join() === 'unchanged')).toBe(
    true,
  )
})

const customers = 'Customer Ref,Name,Country\nC1,"Smith, A. & Sons",United Kingdom\nC2,Müller GmbH,Germany\n'
const invoices = 'Invoice No,Customer Ref,Invoice Date,Currency,Net,VAT,Gross\nINV-1,C1,2026-11-02,GBP,100.00,20.00,120.00\n'
const lines = 'Invoice No,Details,Qty,Unit Price,Net,VAT Code\nINV-1,Boiler service,1,100.00,100.00,S\n'
const only = async (parts: Record<string, string | Uint8Array>, mapping?: object) => {
  company = await api.newCompany()
  return bring(parts, mapping)
}
const refusalsOf = (answer: { body: object }) =>
  rowsOf(answer)
    .filter(({ result }) => result === 'refused')
    .map(({ part, row, code, field }) => [part, row, code, field])
const read = async (path: string) => (await api.ask(company.key, 'GET', `${company.path}/${path}`)).body

test('headers are matched by usual names, whatever the separator, line ends, mark or encoding of the file', async () => {
  const semicolons = Buffer.from(`\uFEFF${customers.replaceAll(',', ';').replace('Smith; A.', 'Smith, A.').replaceAll('\n', '\r\n')}`)
  const tabs = customers.replaceAll(',', '\t').replace('Smith\t A.', 'Smith, A.')
  const latin1 = Buffer.from(customers, 'latin1')
  for (const file of [customers, semicolons, tabs, latin1]) {
    const answer = await only({ customers: new Uint8Array(Buffer.from(file)) })
    expect(answer.body['counts']).toEqual({ customers: { created: 2 } })
    expect(await read('customers/C2')).toMatchObject({ name: 'Müller GmbH', billingAddress: { country: 'DE' } })
    expect(await read('customers/C1')).toMatchObject({ name: 'Smith, A. & Sons', billingAddress: { country: 'GB' } })
  }
})

test('invoices come with lines of their own part, or with a line in every row', async () => {
  await only({ customers, invoices, invoiceLines: lines })
  const apart = await read('invoices/INV-1')
  const flat = 'Invoice No,Customer Ref,Invoice Date,Currency,Total Net,Total VAT,Total,Details,Qty,Unit Price,Net,VAT Code\n'
  await only({ invoices: `${flat}INV-1,C1,2026-11-02,GBP,100.00,20.00,120.00,Boiler service,1,100.00,100.00,S\n` })
  const { receivedAt: _one, ...expected } = apart
  const { receivedAt: _two, ...got } = await read('invoices/INV-1')
  expect(got).toEqual(expected)
  expect(got['totals']).toEqual({ net: 10000, tax: 2000, gross: 12000 })
})

test('a required column that no header names is asked for, and nothing is taken before it is answered', async () => {
  const foreign = 'Kd-Nr,Firma\nK1,Heizung Schmidt\n'
  const asked = await only({ customers: foreign })
  expect([asked.status, asked.body['state']]).toEqual([200, 'asking'])
  expect(questionsOf(asked).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['IMPORT_COLUMN_MISSING', '/columns/customers/externalId'],
    ['IMPORT_COLUMN_MISSING', '/columns/customers/name'],
  ])
  expect(await read('customers')).toMatchObject({ items: [] })
  const told = await bring({ customers: foreign }, { columns: { customers: { externalId: 'Kd-Nr', name: 'Firma' } } })
  expect(told.body['counts']).toEqual({ customers: { created: 1 } })
})

test('a file with rates only makes the office say what they mean; 0 % is never guessed', async () => {
  const rates = `${lines.replace('VAT Code', 'VAT Rate').replace(',S\n', ',20\n')}INV-1,Postage,1,0.00,0.00,0\n`
  const asked = await only({ invoices, invoiceLines: rates })
  expect(questionsOf(asked).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['IMPORT_TREATMENT_UNKNOWN', '/taxCodes/20'],
    ['IMPORT_TREATMENT_UNKNOWN', '/taxCodes/0'],
  ])
  const taxCodes = { '20': { treatment: 'standard', rate: '20' }, '0': { treatment: 'exempt', rate: '0' } }
  const told = await bring({ invoices, invoiceLines: rates }, { taxCodes })
  expect(told.body['taxCodes']).toContainEqual({ taxCode: '0', treatment: 'exempt', rate: '0' })
  expect(told.body['counts']).toEqual({ invoices: { created: 1 }, invoiceLines: { created: 2 } })
})

test('dates that can be read both ways are asked about; one row that settles it is enough', async () => {
  const slashed = (day: string) => invoices.replace('2026-11-02', day)
  const asked = await only({ invoices: slashed('02/11/2026'), invoiceLines: lines })
  expect(questionsOf(asked).map(({ code, pointer }) => [code, pointer])).toEqual([['IMPORT_DATE_AMBIGUOUS', '/dateFormat']])
  await bring({ invoices: slashed('02/11/2026'), invoiceLines: lines }, { dateFormat: 'MM/dd/yyyy' })
  expect((await read('invoices/INV-1'))['issueDate']).toBe('2026-02-11')
  await only({ invoices: slashed('13/11/2026'), invoiceLines: lines })
  expect((await read('invoices/INV-1'))['issueDate']).toBe('2026-11-13')
})

test('every bad value is refused with a code and its field, and everything else goes on', async () => {
  const bad = [
    'INV-2,C1,31/02/2026x,GBP,1.00,0.20,1.20',
    'INV-3,C1,2026-11-31,GBP,1.00,0.20,1.20',
    'INV-4,C1,2026-11-02,GBP,"1,234.50",0.20,1.20',
    'INV-5,C1,2026-11-02,GBP,£12,0.20,1.20',
    'INV-6,C1,2026-11-02,POUNDS,1.00,0.20,1.20',
    'INV-7,,2026-11-02,GBP,1.00,0.20,1.20',
    ',C1,2026-11-02,GBP,1.00,0.20,1.20',
    'INV-8,C1,2026-11-02,GBP,1.005,0.20,1.20',
    'INV-9,C1,2026-11-02,GBP,1.00,0.20,1.20',
  ]
  const more = [2, 3, 4, 5, 6, 7, 8].map((number) => `INV-${number},Work,1,1.00,1.00,S`)
  const answer = await only({
    invoices: `${invoices}${bad.join('\n')}\n`,
    invoiceLines: `${lines}${more.join('\n')}\nINV-99,Nobody's,1,1.00,1.00,S\n`,
  })
  expect(refusalsOf(answer).filter(([part]) => part === 'invoices')).toEqual([
    ['invoices', 3, 'IMPORT_VALUE_INVALID', 'issueDate'],
    ['invoices', 4, 'IMPORT_VALUE_INVALID', 'issueDate'],
    ['invoices', 5, 'IMPORT_VALUE_INVALID', 'totals.net'],
    ['invoices', 6, 'IMPORT_VALUE_INVALID', 'totals.net'],
    ['invoices', 7, 'IMPORT_VALUE_INVALID', 'currency'],
    ['invoices', 8, 'IMPORT_VALUE_MISSING', 'customer'],
    ['invoices', 9, 'IMPORT_VALUE_MISSING', 'number'],
    ['invoices', 10, 'IMPORT_VALUE_INVALID', 'totals.net'],
    ['invoices', 11, 'IMPORT_LINES_MISSING', 'lines'],
  ])
  expect(refusalsOf(answer)).toContainEqual(['invoiceLines', 10, 'IMPORT_ROW_ORPHAN', 'document'])
  expect((await read('invoices/INV-1'))['status']).toBe('waiting')
  expect(rowsOf(answer).every(({ result, message }) => (result === 'refused') === (typeof message === 'string'))).toBe(true)
})

test('amounts with signs are read where the mapping says that they have them, and still strictly', async () => {
  const signed = invoices.replace('100.00,20.00,120.00', '"£1,234.50",£246.90,"£1,481.40"')
  await only({ invoices: signed, invoiceLines: lines }, { amounts: 'withSigns' })
  expect((await read('invoices/INV-1'))['totals']).toEqual({ net: 123450, tax: 24690, gross: 148140 })
  for (const wrong of ['"12,34"', '€100.00', '"1,23,4.50"']) {
    const answer = await only({ invoices: invoices.replace('100.00,', `${wrong},`), invoiceLines: lines }, { amounts: 'withSigns' })
    expect(refusalsOf(answer)).toContainEqual(['invoices', 2, 'IMPORT_VALUE_INVALID', 'totals.net'])
  }
})

test('an id that comes twice with different content, and a number that another invoice bears, are refused by row', async () => {
  const twice = await only({ customers: `${customers}C1,Somebody Else,\n` })
  expect(refusalsOf(twice)).toEqual([['customers', 4, 'IMPORT_ROW_DOUBLED', 'externalId']])
  await only({ invoices, invoiceLines: lines })
  const jsonLine = JSON.stringify({ externalId: 'other', ...JSON.parse(await invoiceBody()) })
  const taken = await bring({ invoices: jsonLine })
  expect(refusalsOf(taken)).toEqual([['invoices', 1, 'NUMBER_TAKEN', 'number']])
})

async function invoiceBody(): Promise<string> {
  const {
    externalId: _id,
    version: _v,
    receivedAt: _r,
    status: _s,
    waitingFor: _w,
    links: _l,
    problems: _p,
    ...body
  } = await read('invoices/INV-1')
  return JSON.stringify(body)
}

test('rows become one receipt by a receipt column, by a confirmed rule, or not at all', async () => {
  const header = 'Payment Id,Customer Ref,Date,Amount,Currency,Method,Reference,Invoice No\n'
  const rows =
    'P1,C1,2026-11-05,100.00,GBP,BACS,REF1,INV-1\nP2,C1,2026-11-05,50.00,GBP,Cheque,REF1,INV-2\nP3,C1,2026-11-06,50.00,GBP,BACS,REF1,INV-3\n'
  const asked = await only({ payments: header + rows })
  expect(questionsOf(asked)).toMatchObject([
    { code: 'IMPORT_GROUPING_UNCONFIRMED', pointer: '/receipts', proposed: { by: ['customer', 'date', 'reference'] } },
  ])
  await bring({ payments: header + rows }, { receipts: { by: ['customer', 'date', 'reference'] } })
  expect(await read('payments/P1')).toMatchObject({
    amount: 15000,
    method: 'BACS + Cheque',
    allocations: [
      { invoice: 'INV-1', amount: 10000 },
      { invoice: 'INV-2', amount: 5000 },
    ],
  })
  expect((await read('payments'))['items']).toHaveLength(2)
  const each = await only({ payments: header + rows }, { receipts: { by: null } })
  expect(each.body['counts']).toEqual({ payments: { created: 3 } })
  const column = await only({
    payments: `${header.replace('\n', ',Receipt\n')}${rows
      .trim()
      .split('\n')
      .map((row, index) => `${row},R${index === 2 ? 2 : 1}`)
      .join('\n')}\n`,
  })
  expect(column.body['counts']).toEqual({ payments: { created: 3 } })
  expect((await read('payments/R1'))['amount']).toBe(15000)
})

test('parts of one receipt that differ in customer or day are refused together', async () => {
  const header = 'Payment Id,Customer Ref,Date,Amount,Currency,Method,Receipt\n'
  const answer = await only({ payments: `${header}P1,C1,2026-11-05,1.00,GBP,BACS,R1\nP2,C2,2026-11-05,1.00,GBP,BACS,R1\n` })
  expect(refusalsOf(answer)).toEqual([
    ['payments', 2, 'IMPORT_GROUP_DIFFERS', 'customer'],
    ['payments', 3, 'IMPORT_GROUP_DIFFERS', 'customer'],
  ])
})

test('credits name the invoices they take back by number, and get totals from their lines where the file has none', async () => {
  const credits =
    'Credit No,Customer Ref,Date,Details,Qty,Unit Price,Net,VAT Code,Against Invoice\nCN1,C1,2026-11-05,Returned valve,1,9.99,9.99,S,INV-1\nCN1,C1,2026-11-05,Returned pipe,2,1.01,2.02,S,INV-1\n'
  const mapping = { defaults: { credits: { currency: 'GBP' } }, taxCodes: { S: { treatment: 'standard', rate: '20' } } }
  await only({ invoices, invoiceLines: lines, credits }, mapping)
  expect(await read('credits/CN1')).toMatchObject({ corrects: [{ invoice: 'INV-1' }], totals: { net: 1201, tax: 240, gross: 1441 } })
})

test('JSON lines are our documents, one a line; a line that is none is refused and the rest goes on', async () => {
  const answer = await only({
    customers: '{"externalId":"J1","state":"active","name":"Jay"}\n{"externalId":"J2","state":"active"}\nnot json\n',
  })
  expect(answer.body['counts']).toEqual({ customers: { created: 1, refused: 2 } })
  expect(refusalsOf(answer)).toEqual([
    ['customers', 2, 'IMPORT_VALUE_MISSING', 'name'],
    ['customers', 3, 'IMPORT_VALUE_INVALID', 'line'],
  ])
})

test('a mapping that names a field we do not have, and a file that is no table, are refused whole', async () => {
  const wrong = await only({ customers }, { columns: { customers: { nmae: 'Name' } } })
  expect([wrong.status, (wrong.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([422, 'mapping/columns/customers/nmae'])
  const broken = await only({ customers: 'Customer Ref,Name\nC1,"never closed\n' })
  expect([broken.status, broken.body['code']]).toEqual([422, 'IMPORT_FILE_UNREADABLE'])
})

test('a file comes back out in the layouts that packages import, formulas disarmed and amounts whole', async () => {
  await only({
    customers: `${customers}C3,=cmd|' /C calc'!A1,\n`,
    invoices,
    invoiceLines: lines,
    purchaseInvoices: 'Supplier,Number,Date,Currency,Net,VAT,Gross\nPlumb Ltd,P1,2026-11-01,GBP,10.00,2.00,12.00\n',
  })
  for (const [layout, kind] of [
    ['xero', 'customers'],
    ['xero', 'invoices'],
    ['quickbooks', 'invoices'],
    ['sage50', 'customers'],
    ['xero', 'purchaseInvoices'],
  ] as const) {
    const file = await api.ask(company.key, 'GET', `${company.path}/exports/${kind}.csv?layout=${layout}`)
    expect([layout, kind, file.status, file.headers.get('content-type')]).toEqual([layout, kind, 200, 'text/csv; charset=utf-8'])
    expect(file.text).not.toMatch(/(^|,)"?=/m)
  }
  expect((await api.ask(company.key, 'GET', `${company.path}/exports/invoices.csv?layout=xero`)).text).toContain('INV-1')
  expect((await api.ask(company.key, 'GET', `${company.path}/exports/invoices.csv?layout=nonsense`)).status).toBe(422)
})
