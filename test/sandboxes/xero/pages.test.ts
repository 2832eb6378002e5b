import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, firstOf, today } from './arrange.ts'

let xero: Arranged
let short: string
beforeAll(async () => {
  xero = await arrange({ name: 'Pages & Sons' })
  short = Object(firstOf((await xero.api('GET', 'Organisation')).json.Organisations)).ShortCode
})
afterAll(() => xero.stop())

const page = async (path: string) => {
  const answer = await fetch(`${xero.url}${path}`)
  return { status: answer.status, text: await answer.text() }
}

test('a person finds an organisation, its contacts and an invoice with its payments and credits', async () => {
  const contact = await xero.contact('Page <Person>'.replace(/[<>]/g, ''), { AccountNumber: '<b>' })
  const invoice = await xero.invoice({ Contact: { ContactID: contact }, InvoiceNumber: 'P-<1>' })
  const note = await xero.creditNote({ Contact: { ContactID: contact }, CreditNoteNumber: 'PC-1' })
  await xero.api('PUT', 'Payments', {
    Payments: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Account: { Code: '090' }, Amount: 20.2, Date: today(), Reference: 'BACS "7"' }],
  })
  await xero.api('PUT', `CreditNotes/${note.CreditNoteID}/Allocations`, {
    Allocations: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Amount: 30, Date: today() }],
  })
  expect((await page('/')).text).toContain('Pages &amp; Sons')
  const base = `/app/${encodeURIComponent(short)}`
  for (const path of ['', '/contacts', '/invoicing', '/credits', '/payments']) expect((await page(base + path)).status, path).toBe(200)
  expect((await page(`${base}/contacts/contact/${contact}`)).text).toContain('P-&lt;1&gt;')
  const shown = (await page(`${base}/invoicing/view/${invoice.InvoiceID}`)).text
  for (const text of ['P-&lt;1&gt;', '20.20', '30.00', '69.80', 'BACS &quot;7&quot;', 'PC-1', 'AUTHORISED']) expect(shown).toContain(text)
  expect(shown).not.toContain('P-<1>')
  expect((await page(`${base}/credits/${note.CreditNoteID}`)).text).toContain('P-&lt;1&gt;')
  expect((await page(`${base}/invoicing/view/${crypto.randomUUID()}`)).status).toBe(404)
  expect((await page('/app/!nobody')).status).toBe(404)
})

test('the provider’s deep links lead to the record: invoice, contact, bill, credit note and payment', async () => {
  const bill = await xero.invoice({
    Type: 'ACCPAY',
    InvoiceNumber: 'BILL-9',
    LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 10, AccountCode: '400' }],
  })
  const note = await xero.creditNote({ CreditNoteNumber: 'DEEP-CN' })
  const invoice = await xero.invoice({ InvoiceNumber: 'DEEP-1' })
  const paid = await xero.api('PUT', 'Payments', {
    Payments: [{ InvoiceNumber: 'DEEP-1', Account: { Code: '090' }, Amount: 1, Date: today() }],
  })
  const login = (target: string) => page(`/organisationlogin/default.aspx?shortcode=${short}&redirecturl=${target}`)
  expect((await page(`/app/${short}/invoicing/view/${invoice.InvoiceID}`)).text).toContain('DEEP-1')
  expect((await page(`/app/${short}/contacts/contact/${invoice.Contact.ContactID}`)).text).toContain('DEEP-1')
  expect((await login(`/AccountsPayable/Edit.aspx?InvoiceID=${bill.InvoiceID}`)).text).toContain('BILL-9')
  expect((await login(`/AccountsPayable/ViewCreditNote.aspx?creditNoteID=${note.CreditNoteID}`)).text).toContain('DEEP-CN')
  expect((await login(`/Bank/ViewTransaction.aspx?bankTransactionID=${paid.json.Payments[0]?.PaymentID}`)).text).toContain('DEEP-1')
})
