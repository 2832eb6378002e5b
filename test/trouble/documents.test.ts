import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, invoice, line, payment } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'
import { changeSettings, type Office, openOffice } from './office.ts'

/*
 * Documents that cannot go as they are, saved by HTTP beside documents that can: the ones say why in words that an office can act on, the others are in the books.
 * Three runs for all of them: as they come; after the bookkeeper has locked, archived and removed things; after the plan's limit is reached.
 */

let office: Office
beforeAll(async () => {
  office = await openOffice()
  const settings = await office.read(`${office.path}/settings`)
  const { taxCodes, nominalCodes } = settings['settings'] as { taxCodes: object; nominalCodes: { default: string } }
  await changeSettings(office, {
    taxCodes: { ...taxCodes, R: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'RROUTPUT' } },
    nominalCodes: { ...nominalCodes, byCode: { EXTRA: '260' } },
  })
  for (const id of ['T1', 'T2', 'T3']) await office.save('customers', id, customer(`Customer ${id}`))
  for (const id of ['T1', 'T2', 'T3']) await office.save('invoices', `${id}-1`, invoice(`${id}-1`, id, 10_000))
})
afterAll(() => office.stop())

const numbers = async () => (await office.books()).invoices.map((each) => each.split(' ')[0])

test('totals that do not add up are told with both figures, and a document of right ones goes', async () => {
  await office.save('invoices', 'W1', { ...invoice('W1', 'T1', 123_450), totals: { net: 123_450, tax: 24_690, gross: 150_000 } })
  await office.save('invoices', 'USD1', invoice('USD1', 'T1', 5_000, { currency: 'USD' }))
  await office.save('payments', 'over', payment('T1', 13_000, [{ invoice: 'T1-1', amount: 13_000 }]))
  await office.saveAndSync()
  expect(await office.problemOf('invoices', 'W1')).toMatchObject({
    code: 'TOTALS_DO_NOT_ADD_UP',
    remedy: 'document',
    title: 'The totals of invoice W1 do not add up',
    cause: 'Gross: the document says £1,500.00, its lines come to £1,481.40.',
    whatToDo: 'Correct the document so that lines and totals agree, and save.',
  })
  expect(await numbers()).toEqual(['T1-1', 'T2-1', 'T3-1'])
  const refused = await office.ask('PUT', 'invoices/W2', { ...invoice('W2', 'T1', 100), totals: { net: -100, tax: -20, gross: -120 } })
  expect([refused.status, refused.body['errors']]).toEqual([
    422,
    [{ pointer: '/totals/gross', code: 'TOO_SMALL', message: 'A document total cannot be negative: send a credit.' }],
  ])
})

test('a payment larger than its invoice is entered in full, the rest on the customer’s account, and the run says how much', async () => {
  const { payments, onAccount } = await office.books()
  expect([payments, onAccount]).toEqual([[120], [10]])
  const [run] = (await office.read(`${office.path}/sync-runs`))['items'] as { syncRunId: string }[]
  const { items } = (await office.read(`${office.path}/sync-runs/${run?.syncRunId}/items?limit=200`)) as {
    items: { kind: string; notes: { code: string; title: string }[] }[]
  }
  expect(items.filter(({ kind }) => kind === 'payment').flatMap(({ notes }) => notes)).toContainEqual(
    expect.objectContaining({ code: 'PAYMENT_LARGER_THAN_INVOICE', title: '£10.00 of the payment stays on the customer’s account' }),
  )
  const refused = await office.ask('PUT', 'payments/short', payment('T1', 1_000, [{ invoice: 'T2-1', amount: 1_200 }]))
  expect([refused.status, refused.body['errors']]).toEqual([
    422,
    [
      {
        pointer: '/allocations',
        code: 'NOT_ALLOWED',
        message: 'Its allocations come to £12.00, the payment is £10.00: correct one of them.',
      },
    ],
  ])
})

test('a currency that the books do not have is told by name, and goes once the bookkeeper has added it', async () => {
  const told = await office.problemOf('invoices', 'USD1')
  expect(told).toMatchObject({ code: 'CURRENCY_NOT_SUBSCRIBED', remedy: 'books', title: 'The books do not use USD' })
  expect(told.whatToDo).toBe(
    'Add the currency in Xero and press “I have mended it, check now”, or correct the currency of the document and save.',
  )
  expect(told.choices.map(({ label }) => label)).toContain('I have mended it, check now')
  await office.edit('setCurrencies', { currencies: ['GBP', 'USD'] })
  await office.ask('POST', `${office.path}/problems/${told.problemId}/fix`, { choice: 'checkNow' })
  await until(
    () => office.statusOf('invoices', 'USD1'),
    (status) => status === 'inBooks',
  )
})

test('an archived contact, an archived account, a removed tax code and a locked day each stop their own document, with what to do', async () => {
  await office.edit('archiveContact', { contactName: 'Customer T2' })
  await office.edit('archiveAccount', { code: '260' })
  await office.edit('setTaxRateStatus', { taxType: 'RROUTPUT', status: 'ARCHIVED' })
  await office.edit('setLockDate', { date: '2026-09-30' })
  await office.save('invoices', 'T2-2', invoice('T2-2', 'T2', 10_000))
  await office.save('invoices', 'ACC', invoice('ACC', 'T3', 10_000, { lines: [line(10_000, { nominalCode: 'EXTRA' })] }))
  const reduced = { lines: [line(10_000, { taxCode: 'R' })], totals: { net: 10_000, tax: 500, gross: 10_500 } }
  await office.save('invoices', 'RED', invoice('RED', 'T3', 10_000, reduced))
  await office.save('invoices', 'OLD', invoice('OLD', 'T3', 10_000, { issueDate: '2026-09-15', dueDate: '2026-10-15' }))
  await office.save('invoices', 'T3-2', invoice('T3-2', 'T3', 20_000))
  await office.saveAndSync()
  expect(await numbers()).toEqual(['T1-1', 'T2-1', 'T3-1', 'T3-2', 'USD1'])
  expect(await office.problemOf('customers', 'T2')).toMatchObject({
    code: 'CONTACT_ARCHIVED',
    title: 'The customer is archived in the books',
    whatToDo: 'Open the contact in Xero, restore it, and press “I have mended it, check now”.',
  })
  expect(await office.problemOf('invoices', 'ACC')).toMatchObject({
    code: 'NOMINAL_CODE_NOT_USABLE',
    title: 'Nominal code 260 cannot be used for sales',
  })
  expect(await office.problemOf('invoices', 'RED')).toMatchObject({
    code: 'TAX_CODE_NOT_USABLE',
    title: 'Tax code R is mapped to one that cannot be used',
  })
  expect(await office.problemOf('invoices', 'OLD')).toMatchObject({
    code: 'LOCKED_PERIOD',
    cause: 'The books are locked up to 2026-09-30, and invoice OLD is dated 2026-09-15.',
  })
  const { items } = (await office.read(`${office.path}/problems`)) as { items: { code: string; kind: string | null; cause: string }[] }
  expect(items.find(({ kind }) => kind === null)).toMatchObject({ code: 'MAPPING_BROKEN' })
})

test('what the bookkeeper restores and what the office decides lets each of them go, once', async () => {
  await office.edit('restoreContact', { contactName: 'Customer T2' })
  await office.edit('restoreAccount', { code: '260' })
  await office.edit('setTaxRateStatus', { taxType: 'RROUTPUT', status: 'ACTIVE' })
  const locked = await office.problemOf('invoices', 'OLD')
  await office.ask('POST', `${office.path}/problems/${locked.problemId}/fix`, { choice: 'firstOpenDay' })
  await office.saveAndSync()
  await office.saveAndSync()
  expect(await numbers()).toEqual(['ACC', 'OLD', 'RED', 'T1-1', 'T2-1', 'T2-2', 'T3-1', 'T3-2', 'USD1'])
  expect(((await office.read(`${office.path}/problems`))['items'] as { code: string }[]).map(({ code }) => code)).toEqual([
    'TOTALS_DO_NOT_ADD_UP',
  ])
})

test('the plan’s limit of invoices is one problem of the connection; customers and payments go on', async () => {
  await office.edit('setPlanLimit', { limit: 1 })
  await office.save('customers', 'P1', customer('After the limit'))
  for (const number of ['P1-1', 'P1-2']) await office.save('invoices', number, invoice(number, 'P1', 10_000))
  await office.save('payments', 'after', payment('T3', 24_000, [{ invoice: 'T3-2', amount: 24_000 }]))
  await office.saveAndSync()
  const books = await office.books()
  expect(books.contacts).toContain('After the limit')
  expect(books.payments).toContain(240)
  expect(books.invoices.filter((each) => each.startsWith('P1'))).toEqual([])
  const { items } = (await office.read(`${office.path}/problems?code=PLAN_INVOICE_LIMIT`)) as {
    items: { kind: string | null; cause: string; whatToDo: string }[]
  }
  expect(items).toMatchObject([{ kind: null, cause: expect.stringContaining('Xero does not let more invoices be approved this month') }])
  expect(await Promise.all(['P1-1', 'P1-2'].map((id) => office.statusOf('invoices', id)))).toEqual(['waiting', 'waiting'])
  await office.edit('setPlanLimit', {})
  await office.saveAndSync()
  expect(await numbers()).toEqual(expect.arrayContaining(['P1-1', 'P1-2']))
})
