import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE, messages, today } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({ currencies: ['GBP', 'EUR'] })
})
afterAll(() => xero.stop())

const TODAY = today()
const TOMORROW = new Date(Date.parse(TODAY) + 2 * 86_400_000).toISOString().slice(0, 10)
const quirk = (change: object) => xero.control('POST', 'quirks', change)
const edit = (change: object) => xero.control('POST', 'edit', { organisationId: xero.organisationId, ...change })
const pay = async (payment: object) =>
  (await xero.api('PUT', 'Payments?summarizeErrors=false', { Payments: [{ Account: { Code: '090' }, Date: TODAY, ...payment }] })).json[
    'Payments'
  ][0] as Json
const remove = async (id: string) =>
  (await xero.api('POST', `Payments/${id}?summarizeErrors=false`, { Status: 'DELETED' })).json.Payments[0] as Json
const getInvoice = async (id: string) => (await xero.api('GET', `Invoices/${id}`)).json.Invoices[0] as Json
const getCredit = async (id: string) => (await xero.api('GET', `CreditNotes/${id}`)).json.CreditNotes[0] as Json
const allocate = (resource: string, id: string, invoiceId: string, Amount: number) =>
  xero.api('PUT', `${resource}/${id}/Allocations`, { Allocations: [{ Invoice: { InvoiceID: invoiceId }, Amount, Date: TODAY }] })

test('22: a payment is taken only on an approved document, up to what is outstanding, into a bank account or one enabled for payments', async () => {
  const invoice = await xero.invoice()
  const id = { Invoice: { InvoiceID: invoice.InvoiceID } }
  const draft = await xero.invoice({ Status: 'DRAFT' })
  expect(messages(await pay({ Invoice: { InvoiceID: draft.InvoiceID }, Amount: 1 }))).toEqual([
    'Payments can only be made against Authorised documents',
    'Payment amount exceeds the amount outstanding on this document',
  ])
  expect(messages(await pay({ ...id, Amount: 120.01 }))).toEqual(['Payment amount exceeds the amount outstanding on this document'])
  expect(messages(await pay({ ...id, Amount: 1, Account: { Code: '777' } }))).toEqual(['Account could not be found'])
  expect(messages(await pay({ ...id, Amount: 1, Account: { Code: '200' } })).length).toBe(1)
  expect((await pay({ ...id, Amount: 0 })).StatusAttributeString).toBe('ERROR')
  expect((await pay({ Amount: 1 })).StatusAttributeString).toBe('ERROR')
  expect((await pay({ ...id, CreditNote: { CreditNoteID: crypto.randomUUID() }, Amount: 1 })).StatusAttributeString).toBe('ERROR')
  const bank = await pay({ ...id, Amount: 50, Reference: 'BACS 1', Account: { AccountID: await xero.code('090') } })
  expect(bank).toMatchObject({
    StatusAttributeString: 'OK',
    Amount: 50,
    BankAmount: 50,
    PaymentType: 'ACCRECPAYMENT',
    Status: 'AUTHORISED',
    Reference: 'BACS 1',
  })
  expect(bank.Invoice).toMatchObject({ InvoiceNumber: invoice.InvoiceNumber, AmountDue: 70, AmountPaid: 50, Status: 'AUTHORISED' })
  expect((await pay({ InvoiceNumber: invoice.InvoiceNumber, Amount: 70, Account: { Code: '815' } })).Invoice.Status).toBe('PAID')
  const single = await xero.api('POST', 'Payments', { ...id, Account: { Code: '090' }, Amount: 1 })
  expect(messages(single.json)).toContain('Payments can only be made against Authorised documents')
})

test('22: a payment cannot be changed, only deleted by its Status; the record stays, its date moves, and a second deletion is refused', async () => {
  const invoice = await xero.invoice()
  const payment = await pay({ Invoice: { InvoiceID: invoice.InvoiceID }, Amount: 120 })
  const path = `Payments/${payment.PaymentID}`
  expect((await xero.api('POST', path, { Amount: 5 })).status).toBe(400)
  expect((await xero.api('PUT', 'Payments', { Payments: [{ PaymentID: payment.PaymentID, Amount: 5 }] })).status).toBe(400)
  await xero.control('POST', 'clock', { advanceSeconds: 5 })
  const deleted = await xero.api('POST', path, { Payments: [{ Status: 'DELETED' }] })
  expect(deleted.json.Payments[0]).toMatchObject({
    PaymentID: payment.PaymentID,
    Status: 'DELETED',
    Invoice: { AmountDue: 120, Status: 'AUTHORISED' },
  })
  const read = (await xero.api('GET', path)).json.Payments[0] as Json
  expect(read.Status).toBe('DELETED')
  expect(read.UpdatedDateUTC).not.toBe(payment.UpdatedDateUTC)
  expect((await xero.api('POST', path, { Status: 'DELETED' })).status).toBe(400)
})

test('22: credit notes, overpayments and prepayments are refunded by payments of their own type', async () => {
  const note = await xero.creditNote()
  const refund = await pay({ CreditNote: { CreditNoteID: note.CreditNoteID }, Amount: 20 })
  expect(refund).toMatchObject({ PaymentType: 'ARCREDITPAYMENT', Invoice: { Type: 'ACCRECCREDIT', InvoiceID: note.CreditNoteID } })
  expect(await getCredit(note.CreditNoteID)).toMatchObject({ RemainingCredit: 100, Status: 'AUTHORISED', Payments: [{ Amount: 20 }] })
  expect(messages(await pay({ CreditNoteNumber: note.CreditNoteNumber, Amount: 100.01 }))).toEqual([
    'Payment amount exceeds the amount outstanding on this document',
  ])
  await pay({ CreditNoteNumber: note.CreditNoteNumber, Amount: 100 })
  expect((await getCredit(note.CreditNoteID)).Status).toBe('PAID')
  await remove(refund.PaymentID)
  expect((await getCredit(note.CreditNoteID)).Status).toBe('AUTHORISED')
  const over = await receive('RECEIVE-OVERPAYMENT', { Description: 'too much', UnitAmount: 30 })
  expect(await pay({ Overpayment: { OverpaymentID: over.OverpaymentID }, Amount: 30 })).toMatchObject({
    PaymentType: 'AROVERPAYMENTPAYMENT',
  })
  const pre = await receive('RECEIVE-PREPAYMENT', LINE)
  expect(await pay({ Prepayment: { PrepaymentID: pre.PrepaymentID }, Amount: 20 })).toMatchObject({ PaymentType: 'ARPREPAYMENTPAYMENT' })
  expect((await xero.api('GET', `Overpayments/${over.OverpaymentID}`)).json.Overpayments[0]).toMatchObject({
    Status: 'PAID',
    RemainingCredit: 0,
  })
})

test('quirks futurePayments and reconciledPayments: both are refused, or taken', async () => {
  const invoice = { Invoice: { InvoiceID: (await xero.invoice()).InvoiceID } }
  expect(messages(await pay({ ...invoice, Amount: 1, Date: TOMORROW }))[0]).toContain('future')
  const payment = await pay({ ...invoice, Amount: 1 })
  await edit({ action: 'reconcilePayment', paymentId: payment.PaymentID })
  expect(messages(await remove(payment.PaymentID))[0]).toContain('reconciled')
  await quirk({ futurePayments: 'allowed', reconciledPayments: 'deletable' })
  expect((await pay({ ...invoice, Amount: 1, Date: TOMORROW })).StatusAttributeString).toBe('OK')
  expect((await remove(payment.PaymentID)).Status).toBe('DELETED')
  await quirk({ futurePayments: 'refused', reconciledPayments: 'kept' })
})

test('22: a batch payment is one amount on the statement over several invoices; its payments fall only with the batch', async () => {
  const [a, b] = [await xero.invoice(), await xero.invoice()]
  const Payments = [
    { Invoice: { InvoiceID: a.InvoiceID }, Amount: 120, Reference: 'part 1' },
    { Invoice: { InvoiceID: b.InvoiceID }, Amount: 30.5 },
  ]
  const batch = { Account: { AccountID: await xero.code('090') }, Reference: 'BACS 77', Date: TODAY, Payments }
  const made = (await xero.api('PUT', 'BatchPayments', { BatchPayments: [batch] })).json.BatchPayments[0] as Json
  expect(made).toMatchObject({ Type: 'RECBATCH', Status: 'AUTHORISED', TotalAmount: 150.5, Reference: 'BACS 77', IsReconciled: false })
  expect(made.Payments.map((each) => each.Amount)).toEqual([120, 30.5])
  expect([(await getInvoice(a.InvoiceID)).Status, (await getInvoice(b.InvoiceID)).AmountDue]).toEqual(['PAID', 89.5])
  const one = (await xero.api('GET', `Payments/${made.Payments[0]?.PaymentID}`)).json.Payments[0] as Json
  expect(one).toMatchObject({ BatchPaymentID: made.BatchPaymentID, BatchPayment: { TotalAmount: 150.5 }, PaymentType: 'ACCRECPAYMENT' })
  expect((await remove(one.PaymentID)).StatusAttributeString).toBe('ERROR')
  const deleted = await xero.api('POST', 'BatchPayments', { BatchPaymentID: made.BatchPaymentID, Status: 'DELETED' })
  expect(deleted.json.BatchPayments[0]).toMatchObject({ Status: 'DELETED', Payments: [], TotalAmount: 150.5 })
  expect([(await getInvoice(a.InvoiceID)).AmountDue, (await getInvoice(b.InvoiceID)).AmountDue]).toEqual([120, 120])
  expect((await xero.api('GET', `BatchPayments/${made.BatchPaymentID}`)).json.BatchPayments[0]?.Status).toBe('DELETED')
  expect((await xero.api('GET', 'BatchPayments')).json.BatchPayments.length).toBe(1)
})

test('22: a batch payment that pays one invoice too much pays none of them', async () => {
  const [a, b] = [await xero.invoice(), await xero.invoice()]
  const Payments = [a, b, b].map((each) => ({ Invoice: { InvoiceID: each.InvoiceID }, Amount: 100 }))
  const refused = await xero.api('PUT', 'BatchPayments?summarizeErrors=false', {
    BatchPayments: [{ Account: { Code: '090' }, Date: TODAY, Payments }],
  })
  expect(messages(refused.json.BatchPayments[0] as Json)).toEqual(['Payment amount exceeds the amount outstanding on this document'])
  expect((await getInvoice(a.InvoiceID)).AmountDue).toBe(120)
})

test('23: a credit note is allocated by a call of its own, up to its remaining credit and the invoice’s due, and the deletion has its odd answer', async () => {
  const contact = { Contact: { ContactID: await xero.contact() } }
  const [invoice, small] = [await xero.invoice(contact), await xero.invoice({ ...contact, LineItems: [{ ...LINE, UnitAmount: 10 }] })]
  const note = await xero.creditNote(contact)
  const id = note.CreditNoteID
  expect(note).toMatchObject({ RemainingCredit: 120, Allocations: [] })
  expect((await allocate('CreditNotes', id, small.InvoiceID, 12.01)).status).toBe(400)
  expect((await allocate('CreditNotes', id, small.InvoiceID, 12)).status).toBe(200)
  expect(messages((await allocate('CreditNotes', id, invoice.InvoiceID, 108.01)).json)).toEqual([
    'The allocation amount exceeds the remaining credit',
  ])
  const made = (await allocate('CreditNotes', id, invoice.InvoiceID, 108)).json.Allocations[0] as Json
  expect(made).toMatchObject({ Amount: 108, Invoice: { InvoiceID: invoice.InvoiceID }, CreditNote: { CreditNoteID: id } })
  expect(await getCredit(id)).toMatchObject({ Status: 'PAID', RemainingCredit: 0, Allocations: [{ Amount: 12 }, { Amount: 108 }] })
  expect(await getInvoice(invoice.InvoiceID)).toMatchObject({
    AmountCredited: 108,
    AmountDue: 12,
    CreditNotes: [{ CreditNoteID: id, AppliedAmount: 108 }],
  })
  expect((await getInvoice(small.InvoiceID)).Status).toBe('PAID')
  const gone = await xero.api('DELETE', `CreditNotes/${id}/Allocations/${made.AllocationID}`, {})
  expect(gone.json).toEqual({
    AllocationId: made.AllocationID,
    Date: expect.stringMatching(/^\/Date\(/),
    Invoice: [{ InvoiceID: invoice.InvoiceID }],
    IsDeleted: true,
  })
  expect(await getCredit(id)).toMatchObject({ Status: 'AUTHORISED', RemainingCredit: 108 })
  expect((await getInvoice(invoice.InvoiceID)).AmountDue).toBe(120)
  expect((await xero.api('DELETE', `CreditNotes/${id}/Allocations/${made.AllocationID}`)).status).toBe(404)
})

test('23: a draft credit note, another customer, another side or another currency cannot be allocated, and an allocated note cannot be voided', async () => {
  const contact = { Contact: { ContactID: await xero.contact() } }
  const [invoice, note] = [await xero.invoice(contact), await xero.creditNote(contact)]
  const draft = await xero.creditNote({ ...contact, Status: 'DRAFT' })
  const foreign = await xero.invoice()
  const euro = await xero.invoice({ ...contact, CurrencyCode: 'EUR' })
  const bill = await xero.invoice({ ...contact, Type: 'ACCPAY', LineItems: [{ ...LINE, AccountCode: '400', TaxType: 'INPUT2' }] })
  expect((await allocate('CreditNotes', draft.CreditNoteID, invoice.InvoiceID, 1)).status).toBe(400)
  for (const other of [foreign, euro, bill]) expect((await allocate('CreditNotes', note.CreditNoteID, other.InvoiceID, 1)).status).toBe(400)
  expect((await allocate('CreditNotes', crypto.randomUUID(), invoice.InvoiceID, 1)).status).toBe(404)
  await allocate('CreditNotes', note.CreditNoteID, invoice.InvoiceID, 1)
  const voided = await xero.api('POST', `CreditNotes/${note.CreditNoteID}`, { CreditNotes: [{ Status: 'VOIDED' }] })
  expect(messages(voided.json)[0]).toBe('This document cannot be edited as it has a payment or credit note allocated to it.')
  const missing = await xero.api('POST', 'CreditNotes', { CreditNotes: [{ CreditNoteID: crypto.randomUUID(), Type: 'ACCRECCREDIT' }] })
  expect(messages(missing.json)).toEqual(['An existing Credit Note with the specified CreditNoteID could not be found'])
})

test('23: money received too much or too early is a bank transaction that leaves a credit, which is allocated and taken back like a credit note', async () => {
  const contact = { ContactID: await xero.contact() }
  const invoice = await xero.invoice({ Contact: contact })
  const over = await receive('RECEIVE-OVERPAYMENT', { Description: 'too much', UnitAmount: 30 }, contact, { Reference: 'BACS 9' })
  expect(over).toMatchObject({ Type: 'RECEIVE-OVERPAYMENT', Total: 30, TotalTax: 0, LineAmountTypes: 'NoTax', Reference: 'BACS 9' })
  expect(over.LineItems[0]).toMatchObject({ AccountCode: '610', TaxType: 'NONE' })
  const id = over.OverpaymentID
  expect(id).not.toBe(over.BankTransactionID)
  const allocation = (await allocate('Overpayments', id, invoice.InvoiceID, 30)).json.Allocations[0] as Json
  expect(allocation.Overpayment.OverpaymentID).toBe(id)
  expect((await getInvoice(invoice.InvoiceID)).Overpayments[0]).toMatchObject({ OverpaymentID: id, AppliedAmount: 30 })
  const voiding = () => xero.api('POST', `BankTransactions/${over.BankTransactionID}?summarizeErrors=true`, { Status: 'DELETED' })
  expect((await voiding()).status).toBe(400)
  expect((await xero.api('DELETE', `Overpayments/${id}/Allocations/${allocation.AllocationID}`, {})).status).toBe(200)
  expect((await voiding()).json.BankTransactions[0]?.Status).toBe('DELETED')
  expect((await xero.api('GET', `Overpayments/${id}`)).json.Overpayments[0]?.Status).toBe('VOIDED')
  const pre = await receive('RECEIVE-PREPAYMENT', { ...LINE, UnitAmount: 50 }, contact)
  expect(pre).toMatchObject({ Total: 60, TotalTax: 10 })
  await allocate('Prepayments', pre.PrepaymentID, invoice.InvoiceID, 60)
  expect(await getInvoice(invoice.InvoiceID)).toMatchObject({ AmountDue: 60, AmountCredited: 60 })
  const listed = await xero.api('GET', 'Overpayments?page=1&References=BACS 9')
  expect(listed.json.Overpayments.map((each) => each.ID)).toEqual([id])
})

test('quirk overpaymentId: an overpayment has an id of its own or that of its bank transaction', async () => {
  await quirk({ overpaymentId: 'of the transaction' })
  const over = await receive('RECEIVE-OVERPAYMENT', { Description: 'x', UnitAmount: 5 })
  expect(over.OverpaymentID).toBe(over.BankTransactionID)
  await quirk({ overpaymentId: 'own' })
})

test('an overpayment on a sales account, a prepayment without account and a received amount of nothing are refused', async () => {
  const contact = { ContactID: await xero.contact() }
  const refused = async (Type: string, line: object) =>
    (
      await xero.api('PUT', 'BankTransactions', {
        BankTransactions: [{ Type, Contact: contact, BankAccount: { Code: '090' }, LineItems: [line] }],
      })
    ).status
  expect(await refused('RECEIVE-OVERPAYMENT', { Description: 'x', UnitAmount: 5, AccountCode: '200' })).toBe(400)
  expect(await refused('RECEIVE-PREPAYMENT', { Description: 'x', UnitAmount: 5 })).toBe(400)
  expect(await refused('RECEIVE', { ...LINE, UnitAmount: 0 })).toBe(400)
  expect(await refused('RECEIVE', LINE)).toBe(200)
})

async function receive(Type: string, line: object, Contact?: object, more: object = {}): Promise<Json> {
  const contact = Contact ?? { ContactID: await xero.contact() }
  const element = { Type, Contact: contact, BankAccount: { Code: '090' }, Date: TODAY, LineItems: [line], ...more }
  const answer = await xero.api('PUT', 'BankTransactions', { BankTransactions: [element] })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.json.BankTransactions[0] as Json
}
