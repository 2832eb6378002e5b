import { describe, expect, test } from 'vitest'
import { toBookCredit, toBookInvoice } from '../../../providers/xero/map/book-document.ts'
import { creditReply, invoiceReply } from '../../../providers/xero/wire.ts'
import { updated, updatedAt } from './updated.ts'

/* Answers in the shapes that Xero is recorded or documented to give (reference: section 5 "JSON conventions" and sections 6 to 9), and what we make of them. */

const line = {
  LineItemID: 'l1',
  Description: 'Work',
  Quantity: 1,
  UnitAmount: 541.25,
  TaxType: 'OUTPUT2',
  TaxAmount: 70.6,
  LineAmount: 541.25,
  AccountCode: '200',
  Tracking: [],
  ValidationErrors: [],
}

const document = {
  Contact: { ContactID: 'c1', Name: 'A', Addresses: [], Phones: [] },
  DateString: '2026-09-14T00:00:00',
  Date: '/Date(1789344000000+0000)/',
  Status: 'AUTHORISED',
  CurrencyCode: 'GBP',
  ...updated,
}

describe('what Xero answers, in our words', () => {
  test('an invoice with VAT inside its lines: net is amount less VAT, words alone count for nothing', () => {
    const invoice = invoiceReply.parse({
      ...document,
      InvoiceID: 'i1',
      Type: 'ACCREC',
      InvoiceNumber: 'INV-0055',
      LineAmountTypes: 'Inclusive',
      LineItems: [line, { Description: 'Only words', LineAmount: 0, TaxAmount: 0 }],
      SubTotal: 470.65,
      TotalTax: 70.6,
      Total: 541.25,
      AmountDue: 41.25,
      DueDate: '/Date(1791936000000+0000)/',
    })
    expect(toBookInvoice(invoice)).toEqual({
      kind: 'invoice',
      bookId: 'i1',
      number: 'INV-0055',
      contactId: 'c1',
      date: '2026-09-14',
      dueDate: '2026-10-14',
      currency: 'GBP',
      net: 47_065,
      tax: 7_060,
      gross: 54_125,
      taxes: [{ bookTaxCode: 'OUTPUT2', net: 47_065, tax: 7_060 }],
      state: 'inLedger',
      amountDue: 4_125,
      updatedAt,
    })
  })

  test.each([
    ['DRAFT', 'draft'],
    ['SUBMITTED', 'submitted'],
    ['AUTHORISED', 'inLedger'],
    ['PAID', 'inLedger'],
    ['VOIDED', 'void'],
    ['DELETED', 'void'],
  ])('status %s is %s', (Status, state) => {
    expect(toBookInvoice(invoiceReply.parse({ ...document, Status, InvoiceID: 'i', Type: 'ACCREC' })).state).toBe(state)
  })

  test('nobody owes a void invoice, although the answer to the void still names the total as due', () => {
    expect(
      toBookInvoice(invoiceReply.parse({ ...document, Status: 'VOIDED', InvoiceID: 'i', Type: 'ACCREC', Total: 12, AmountDue: 12 })),
    ).toMatchObject({ gross: 1_200, amountDue: 0 })
  })

  test('a credit note with its allocations, each with the path it is removed at', () => {
    const credit = creditReply.parse({
      ...document,
      CreditNoteID: 'cn1',
      ID: 'cn1',
      Type: 'ACCRECCREDIT',
      CreditNoteNumber: 'CN-1',
      Total: 54.6,
      RemainingCredit: 4.6,
      Allocations: [
        { AllocationID: 'al1', Amount: 50, Date: '/Date(1789344000000+0000)/', Invoice: { InvoiceID: 'i1', InvoiceNumber: 'INV-1' } },
        { AllocationID: 'al2', Amount: 1, IsDeleted: true, Invoice: { InvoiceID: 'i2' } },
      ],
    })
    expect(toBookCredit(credit)).toMatchObject({
      number: 'CN-1',
      gross: 5_460,
      amountDue: 460,
      allocations: [{ bookId: 'CreditNotes/cn1/Allocations/al1', documentId: 'i1', amount: 5_000, date: '2026-09-14' }],
    })
  })
})
