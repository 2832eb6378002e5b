import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE, messages, today } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({ currencies: ['GBP', 'EUR'] })
})
afterAll(() => xero.stop())

const post = async (invoice: object, query = '') =>
  (await xero.api('POST', `Invoices?summarizeErrors=false${query}`, { Invoices: [invoice] })).json.Invoices[0] as Json
const put = async (invoice: object, query = '') =>
  (await xero.api('PUT', `Invoices?summarizeErrors=false${query}`, { Invoices: [invoice] })).json.Invoices[0] as Json
const get = async (id: string, query = '') => (await xero.api('GET', `Invoices/${id}${query}`)).json.Invoices[0] as Json
const edit = (change: object) => xero.control('POST', 'edit', { organisationId: xero.organisationId, ...change })
const quirk = (change: object) => xero.control('POST', 'quirks', change)
const pay = (id: string, amount: number) =>
  xero.api('PUT', 'Payments', { Payments: [{ Invoice: { InvoiceID: id }, Account: { Code: '090' }, Amount: amount, Date: today() }] })

const NOT_VALID = 'Invoice not of valid status for modification'
const HAS_PAYMENT = 'This document cannot be edited as it has a payment or credit note allocated to it.'

test('16: only the documented transitions are taken, VOIDED and DELETED are final, PAID comes and goes with the money', async () => {
  const allowed: Record<string, string[]> = {
    DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
    SUBMITTED: ['SUBMITTED', 'DRAFT', 'AUTHORISED', 'DELETED'],
    AUTHORISED: ['AUTHORISED', 'VOIDED'],
    VOIDED: [],
    DELETED: [],
  }
  const all = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED', 'VOIDED', 'PAID']
  for (const from of Object.keys(allowed)) {
    for (const to of all) {
      const start = from === 'VOIDED' ? 'AUTHORISED' : from === 'DELETED' ? 'DRAFT' : from
      const invoice = await xero.invoice({ Status: start })
      if (start !== from) await post({ InvoiceID: invoice.InvoiceID, Status: from })
      const after = await post({ InvoiceID: invoice.InvoiceID, Status: to })
      const expected = allowed[from]?.includes(to) ? 'OK' : 'ERROR'
      expect([from, to, after.StatusAttributeString]).toEqual([from, to, expected])
      if (expected === 'ERROR') expect(messages(after)).toEqual([NOT_VALID])
    }
  }
  const contact = await xero.contact()
  for (const status of ['PAID', 'VOIDED', 'DELETED']) {
    const created = await put({ Type: 'ACCREC', Contact: { ContactID: contact }, Status: status, LineItems: [LINE] })
    expect(messages(created)).toEqual(['Invoice not of valid status for creation'])
  }
  const paid = await xero.invoice()
  const payment = (await pay(paid.InvoiceID, 120)).json.Payments[0] as Json
  expect(await get(paid.InvoiceID)).toMatchObject({ Status: 'PAID', AmountDue: 0, AmountPaid: 120, FullyPaidOnDate: expect.any(String) })
  await xero.api('POST', `Payments/${payment.PaymentID}`, { Status: 'DELETED' })
  const open = await get(paid.InvoiceID)
  expect([open.Status, open.AmountDue, open.FullyPaidOnDate]).toEqual(['AUTHORISED', 120, undefined])
})

test('16: sales invoices without a number get the next free one, a number in use is refused, a bill’s number is not unique', async () => {
  const [first, second] = [await xero.invoice(), await xero.invoice()]
  expect(first.InvoiceNumber).toMatch(/^INV-\d{4}$/)
  expect(second.InvoiceNumber).toMatch(/^INV-\d{4}$/)
  expect(second.InvoiceNumber).not.toBe(first.InvoiceNumber)
  const next = `INV-${String(Number(second.InvoiceNumber.slice(4)) + 1).padStart(4, '0')}`
  await xero.invoice({ InvoiceNumber: next.toLowerCase() })
  expect((await xero.invoice()).InvoiceNumber).not.toBe(next)
  const contact = await xero.contact()
  expect(messages(await put({ Type: 'ACCREC', Contact: { ContactID: contact }, InvoiceNumber: next, LineItems: [LINE] }))).toEqual([
    'Invoice # must be unique.',
  ])
})

test('16: an approved invoice needs a due date and an account for each amount, every invoice a type, a contact and lines', async () => {
  const contact = { ContactID: await xero.contact() }
  const good = { Type: 'ACCREC', Contact: contact, Status: 'AUTHORISED', DueDate: '2026-12-31', LineItems: [LINE] }
  expect((await put(good)).StatusAttributeString).toBe('OK')
  const cases: [object, RegExp][] = [
    [{ ...good, DueDate: undefined }, /DueDate/],
    [{ ...good, LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 5 }] }, /^Account code must be specified$/],
    [{ ...good, LineItems: [] }, /^One or more line items must be specified$/],
    [{ ...good, Contact: undefined }, /^A Contact must be specified for this type of transaction$/],
    [{ ...good, Contact: {} }, /^The Contact must contain at least 1/],
    [{ ...good, Type: 'SALE' }, /Type/],
    [{ ...good, Url: 'https://xero.example.com/1' }, /Url/],
    [{ ...good, InvoiceNumber: 'x'.repeat(256) }, /InvoiceNumber/],
    [{ ...good, LineItems: [{ ...LINE, LineAmount: 99 }] }, /line total 99.00 does not match the expected line total 100.00/],
  ]
  for (const [invoice, words] of cases) expect(messages(await put(invoice))[0]).toMatch(words)
  const draft = await put({ ...good, Status: 'DRAFT', LineItems: [{ Description: 'later' }] })
  expect([draft.StatusAttributeString, draft.Total]).toEqual(['OK', 0])
})

test('16: with payments on it an invoice cannot be voided or sent back, and only fields without money change', async () => {
  const invoice = await xero.invoice({ Reference: 'before' })
  const id = invoice.InvoiceID
  await pay(id, 20)
  expect(messages(await post({ InvoiceID: id, Status: 'VOIDED' }))).toEqual([HAS_PAYMENT, NOT_VALID])
  expect(messages(await post({ InvoiceID: id, Status: 'DRAFT' }))).toEqual([
    'The status DRAFT cannot be applied to the invoice because it has payments or credit notes allocated to it.',
  ])
  const line = invoice.LineItems[0] as Json
  for (const money of [
    { Date: '2026-01-01' },
    { LineItems: [{ ...line, UnitAmount: 90, LineAmount: 90 }] },
    { LineItems: [LINE] },
    { LineAmountTypes: 'Inclusive' },
  ])
    expect(messages(await post({ InvoiceID: id, ...money })), JSON.stringify(money)).toEqual([HAS_PAYMENT])
  const open = {
    Reference: 'after',
    DueDate: '2027-01-31',
    InvoiceNumber: `${invoice.InvoiceNumber}-X`,
    Url: 'https://example.com/1',
    LineItems: [{ LineItemID: line.LineItemID, Description: 'New words', AccountCode: '260' }],
  }
  const changed = await post({ InvoiceID: id, ...open })
  expect(changed).toMatchObject({ StatusAttributeString: 'OK', Reference: 'after', Total: 120, AmountDue: 100, Status: 'AUTHORISED' })
  expect(changed.LineItems[0]).toMatchObject({ Description: 'New words', AccountCode: '260', LineAmount: 100, TaxAmount: 20 })
})

test('quirk billEdits: a part-paid bill takes no edit, or the same as an invoice', async () => {
  const bill = await xero.invoice({ Type: 'ACCPAY', InvoiceNumber: 'B-1', LineItems: [{ ...LINE, AccountCode: '400', TaxType: 'INPUT2' }] })
  await pay(bill.InvoiceID, 20)
  expect(messages(await post({ InvoiceID: bill.InvoiceID, DueDate: '2027-02-01' }))).toEqual([HAS_PAYMENT])
  await quirk({ billEdits: 'as invoices' })
  expect((await post({ InvoiceID: bill.InvoiceID, DueDate: '2027-02-01' })).StatusAttributeString).toBe('OK')
  await quirk({ billEdits: 'refused' })
})

test('quirks voidedNumbers and voidedAmountDue: a voided number stays taken or is free, its amount due is the total or nothing', async () => {
  const invoice = await xero.invoice({ InvoiceNumber: 'V-1' })
  const voided = await post({ InvoiceID: invoice.InvoiceID, Status: 'VOIDED' })
  expect([voided.Status, voided.AmountDue]).toEqual(['VOIDED', 120])
  const again = { Type: 'ACCREC', InvoiceNumber: 'V-1', Contact: { ContactID: invoice.Contact.ContactID }, LineItems: [LINE] }
  expect(messages(await put(again))).toEqual(['Invoice # must be unique.'])
  await quirk({ voidedNumbers: 'free', voidedAmountDue: 'zero' })
  expect((await put(again)).StatusAttributeString).toBe('OK')
  expect((await get(invoice.InvoiceID)).AmountDue).toBe(0)
  await quirk({ voidedNumbers: 'taken', voidedAmountDue: 'total' })
})

test('17: a line with its id is updated, one without is new, one that is not sent is gone, and without any ids all are new', async () => {
  const invoice = await xero.invoice({
    LineItems: [
      { ...LINE, Description: 'A' },
      { ...LINE, Description: 'B' },
    ],
  })
  const [a, b] = invoice.LineItems as unknown as [Json, Json]
  const changed = await post({
    InvoiceID: invoice.InvoiceID,
    LineItems: [
      { LineItemID: b.LineItemID, Quantity: 2 },
      { ...LINE, Description: 'C' },
    ],
  })
  expect(changed.LineItems.map((line) => [line.Description, line.LineAmount])).toEqual([
    ['B', 200],
    ['C', 100],
  ])
  expect(changed.LineItems[0]?.LineItemID).toBe(b.LineItemID)
  expect(changed.Total).toBe(360)
  const recreated = await post({ InvoiceID: invoice.InvoiceID, LineItems: [{ ...LINE, Description: 'B' }] })
  expect([a.LineItemID, b.LineItemID]).not.toContain(recreated.LineItems[0]?.LineItemID)
  const kept = await post({ InvoiceID: invoice.InvoiceID, Reference: 'no lines sent' })
  expect(kept.LineItems).toEqual(recreated.LineItems)
})

test('21: nothing dated up to a lock date is made, changed, voided or paid', async () => {
  const invoice = await xero.invoice({ Date: '2026-03-15' })
  const id = invoice.InvoiceID
  await edit({ action: 'setLockDate', date: '2026-03-31' })
  const words = 'The document date cannot be before the period lock date, currently set at 31 March 2026'
  const contact = invoice.Contact.ContactID
  const made = { Type: 'ACCREC', Contact: { ContactID: contact }, LineItems: [LINE] }
  expect(messages(await put({ ...made, Date: '2026-03-31' }))).toEqual([words])
  expect((await put({ ...made, Date: '2026-04-01' })).StatusAttributeString).toBe('OK')
  expect(messages(await post({ InvoiceID: id, Reference: 'x' }))).toEqual([words])
  expect(messages(await post({ InvoiceID: id, Status: 'VOIDED' }))).toEqual([words])
  const payment = { Invoice: { InvoiceID: id }, Account: { Code: '090' }, Amount: 1, Date: '2026-03-20' }
  expect(messages((await xero.api('PUT', 'Payments', { Payments: [payment] })).json)[0]).toContain('period lock date')
  expect((await xero.api('PUT', 'Payments', { Payments: [{ ...payment, Date: '2026-04-02' }] })).status).toBe(200)
  expect((await xero.api('GET', 'Organisation')).json.Organisations[0]?.PeriodLockDate).toBe(`/Date(${Date.UTC(2026, 2, 31)}+0000)/`)
  await edit({ action: 'setLockDate', date: '2026-02-28', endOfYear: true })
  await edit({ action: 'setLockDate' })
  expect(messages(await put({ ...made, Date: '2026-02-01' }))).toEqual([
    'The document date cannot be before the end of year lock date, currently set at 28 February 2026',
  ])
  await edit({ action: 'setLockDate', endOfYear: true })
  expect((await xero.api('GET', 'Organisation')).json.Organisations[0]?.PeriodLockDate).toBeUndefined()
})
