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

test('18: tax is rounded half up on each line and then summed, in or on top of the price, unit prices keep two decimals unless unitdp=4', async () => {
  const contact = { ContactID: await xero.contact() }
  const totals = async (lines: object[], types: string, query = '') => {
    const made = await put({ Type: 'ACCREC', Contact: contact, LineAmountTypes: types, LineItems: lines, Total: 1 }, query)
    return [made.SubTotal, made.TotalTax, made.Total, made.LineItems.map((line) => line.TaxAmount)]
  }
  const line = (UnitAmount: number, TaxType = 'OUTPUT2', more = {}) => ({
    Description: 'x',
    Quantity: 1,
    UnitAmount,
    AccountCode: '200',
    TaxType,
    ...more,
  })
  const halves = [line(0.03), line(0.03), line(0.02)]
  expect(await totals(halves, 'Exclusive')).toEqual([0.08, 0.02, 0.1, [0.01, 0.01, 0]])
  expect(await totals([line(0.12), line(0.13)], 'Exclusive')).toEqual([0.25, 0.05, 0.3, [0.02, 0.03]])
  expect(await totals([line(10.1, 'RROUTPUT')], 'Exclusive')).toEqual([10.1, 0.51, 10.61, [0.51]])
  expect(await totals([line(120), line(0.1)], 'Inclusive')).toEqual([100.08, 20.02, 120.1, [20, 0.02]])
  expect(await totals([line(33.33)], 'NoTax')).toEqual([33.33, 0, 33.33, [0]])
  expect(await totals([line(-0.03, 'OUTPUT2'), line(1)], 'Exclusive')).toEqual([0.97, 0.19, 1.16, [-0.01, 0.2]])
  expect(await totals([line(100, 'DRCHARGE20')], 'Exclusive')).toEqual([100, 0, 100, [0]])
  expect(await totals([line(1.2345, 'OUTPUT2', { Quantity: 1000 })], 'Exclusive')).toEqual([1230, 246, 1476, [246]])
  expect(await totals([line(1.2345, 'OUTPUT2', { Quantity: 1000 })], 'Exclusive', '&unitdp=4')).toEqual([1234.5, 246.9, 1481.4, [246.9]])
  const precise = await put({ Type: 'ACCREC', Contact: contact, LineItems: [line(1.2345)] }, '&unitdp=4')
  expect((await get(precise.InvoiceID, '?unitdp=4')).LineItems[0]?.UnitAmount).toBe(1.2345)
  expect((await get(precise.InvoiceID)).LineItems[0]?.UnitAmount).toBe(1.23)
  expect(await totals([line(99.99, 'OUTPUT2', { DiscountRate: 12.5 })], 'Exclusive')).toEqual([87.49, 17.5, 104.99, [17.5]])
  expect(await totals([line(100, 'OUTPUT2', { DiscountAmount: 10 })], 'Exclusive')).toEqual([90, 18, 108, [18]])
  expect(await totals([line(100, 'OUTPUT2', { TaxAmount: 19.99 })], 'Exclusive')).toEqual([100, 19.99, 119.99, [19.99]])
})

test('18: the recorded sums of an organisation with 15 % inclusive tax come out to the cent', async () => {
  const zealand = await arrange({ country: 'NZ' })
  const make = (UnitAmount: number) =>
    zealand.invoice({ LineAmountTypes: 'Inclusive', LineItems: [{ Description: 'x', Quantity: 1, UnitAmount, AccountCode: '200' }] })
  expect([(await make(541.25)).TotalTax, (await make(500)).TotalTax]).toEqual([70.6, 65.22])
  await zealand.stop()
})

test('18: a discount on anything but a sales invoice is refused', async () => {
  const answer = await xero.api('PUT', 'CreditNotes?summarizeErrors=false', {
    CreditNotes: [{ Type: 'ACCRECCREDIT', Contact: { ContactID: await xero.contact() }, LineItems: [{ ...LINE, DiscountRate: 5 }] }],
  })
  expect(messages(answer.json.CreditNotes[0] as Json)[0]).toContain('Discounts')
})

test('19: an account must exist, be active and take the tax type; without a tax type the account’s own is used; drafts are only warned', async () => {
  const contact = { ContactID: await xero.contact() }
  const make = (line: object, Status = 'AUTHORISED') =>
    put({
      Type: 'ACCREC',
      Contact: contact,
      Status,
      DueDate: '2026-12-31',
      LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 10, ...line }],
    })
  expect(messages(await make({ AccountCode: '999' }))).toEqual(["Account code '999' is not a valid code for this document."])
  expect(messages(await make({ AccountCode: '610' }))).toEqual(["Account code '610' is not a valid code for this document."])
  expect(messages(await make({ AccountCode: '200', TaxType: 'INPUT2' }))).toEqual([
    "The TaxType code 'INPUT2' cannot be used with account code '200'.",
  ])
  expect(messages(await make({ AccountCode: '200', TaxType: 'MADEUP' }))[0]).toMatch(/^The TaxType code 'MADEUP'/)
  await edit({ action: 'archiveAccount', code: '210' })
  expect(messages(await make({ AccountCode: '210' }))).toEqual([
    "Account code '210' has been archived, or has been deleted. Each line item must reference a valid account.",
  ])
  await edit({ action: 'restoreAccount', code: '210' })
  expect((await make({ AccountCode: '210' })).LineItems[0]?.TaxType).toBe('OUTPUT2')
  expect((await make({ AccountCode: '270' })).LineItems[0]?.TaxType).toBe('EXEMPTOUTPUT')
  const draft = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [{ Type: 'ACCREC', Contact: contact, LineItems: [{ ...LINE, AccountCode: '999' }] }],
  })
  const warned = draft.json.Invoices[0] as Json
  expect([warned.StatusAttributeString, warned.LineItems[0]?.AccountCode]).toEqual(['WARNING', undefined])
  expect(warned.Warnings[0]?.Message).toBe("Account code '999' has been removed as it does not match a recognised account.")
  expect(draft.json.Warnings[0]?.Message).toContain("'999'")
})

test('20: a currency must be subscribed; the base currency is the default at rate 1, another gets the day’s rate unless one is sent', async () => {
  const contact = { ContactID: await xero.contact() }
  const make = (more: object) => put({ Type: 'ACCREC', Contact: contact, LineItems: [LINE], ...more })
  expect(messages(await make({ CurrencyCode: 'USD' }))).toEqual(['Organisation is not subscribed to currency USD'])
  expect(await make({})).toMatchObject({ CurrencyCode: 'GBP', CurrencyRate: 1 })
  expect((await make({ CurrencyCode: 'EUR' })).CurrencyRate).toBeGreaterThan(1)
  expect(await make({ CurrencyCode: 'EUR', CurrencyRate: 1.2 })).toMatchObject({ CurrencyCode: 'EUR', CurrencyRate: 1.2 })
  expect((await xero.api('GET', 'Currencies')).json.Currencies.map((each) => each.Code)).toEqual(['GBP', 'EUR'])
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

test('an invoice has history, attachments, an online address and e-mails that count against the day’s allowance', async () => {
  const contact = await xero.contact('Mailed', { EmailAddress: 'mailed@example.com' })
  const id = (await xero.invoice({ Contact: { ContactID: contact } })).InvoiceID
  expect((await xero.api('PUT', `Invoices/${id}/History`, { HistoryRecords: [{ Details: 'Seen by Bob' }] })).status).toBe(200)
  const history = (await xero.api('GET', `Invoices/${id}/History`)).json.HistoryRecords
  expect(history[0]).toMatchObject({ Details: 'Seen by Bob', User: 'System Generated' })
  expect((await xero.api('PUT', `Invoices/${id}/History`, { HistoryRecords: [{ Details: 'x'.repeat(2501) }] })).status).toBe(400)
  const attached = await xero.api('PUT', `Invoices/${id}/Attachments/job sheet.txt?IncludeOnline=true`, 'hello', {
    'content-type': 'text/plain',
  })
  expect(attached.json.Attachments[0]).toMatchObject({
    FileName: 'job sheet.txt',
    MimeType: 'text/plain',
    ContentLength: 5,
    IncludeOnline: true,
  })
  expect((await xero.api('GET', `Invoices/${id}/Attachments/job%20sheet.txt`)).text).toBe('hello')
  expect((await xero.api('GET', `Invoices/${id}/Attachments`)).json.Attachments.length).toBe(1)
  expect((await get(id)).HasAttachments).toBe(true)
  expect((await xero.api('GET', `Invoices/${id}/OnlineInvoice`)).json.OnlineInvoices[0]?.OnlineInvoiceUrl).toContain(id)
  const sent = await xero.api('POST', `Invoices/${id}/Email`)
  expect([sent.status, sent.text]).toEqual([204, ''])
  expect((await get(id)).SentToContact).toBe(true)
  await edit({ action: 'setEmailLimit', limit: 1 })
  expect((await xero.api('POST', `Invoices/${id}/Email`)).status).toBe(400)
})

test('a record takes ten attachments, each up to 10 MB, or 25 MB when the quirk says so', async () => {
  const id = (await xero.invoice()).InvoiceID
  const attach = (name: string, size: number) => xero.api('PUT', `Invoices/${id}/Attachments/${name}`, 'x'.repeat(size))
  expect((await attach('big', 10 * 1024 * 1024 + 1)).status).toBe(400)
  await quirk({ attachmentLimit: '25 MB' })
  expect((await attach('big', 10 * 1024 * 1024 + 1)).status).toBe(200)
  await quirk({ attachmentLimit: '10 MB' })
  for (let count = 2; count <= 10; count += 1) expect((await attach(`f${count}`, 3)).status).toBe(200)
  expect((await attach('f11', 3)).status).toBe(400)
})
