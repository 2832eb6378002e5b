import { describe, expect, test } from 'vitest'
import { toBankAccount, toNominalCode, toTaxCode } from '../../../providers/xero/codes.ts'
import { toBookContact } from '../../../providers/xero/map/book-contact.ts'
import { toBookCredit, toBookInvoice } from '../../../providers/xero/map/book-document.ts'
import { isOfCustomer, toBookBatch, toBookOverpayment, toBookPayment, toBookPrepayment } from '../../../providers/xero/map/book-money.ts'
import {
  accountReply,
  batchReply,
  contactReply,
  creditReply,
  invoiceReply,
  overpaymentReply,
  paymentReply,
  prepaymentReply,
  taxRateReply,
} from '../../../providers/xero/wire.ts'

/** Answers in the shapes that Xero is recorded or documented to give (reference: section 5 "JSON conventions" and sections 6 to 9), and what we make of them. */
const updated = { UpdatedDateUTC: '/Date(1789378199123+0000)/' }
const updatedAt = '2026-09-14T09:29:59.123Z'
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
  test('a contact of a paged list: blank slots are nothing, phones are put together', () => {
    const contact = contactReply.parse({
      ContactID: 'c1',
      ContactNumber: 'host-1',
      ContactStatus: 'ACTIVE',
      Name: 'Harper',
      EmailAddress: '',
      Addresses: [
        { AddressType: 'POBOX', AddressLine1: '1 High St', City: 'York', Region: '', PostalCode: 'YO1', Country: '' },
        { AddressType: 'STREET', City: '', PostalCode: '' },
      ],
      Phones: [
        { PhoneType: 'DDI', PhoneNumber: '' },
        { PhoneType: 'DEFAULT', PhoneNumber: '960001', PhoneAreaCode: '01632' },
        { PhoneType: 'MOBILE' },
      ],
      IsSupplier: true,
      ...updated,
    })
    expect(toBookContact(contact)).toMatchObject({
      bookId: 'c1',
      contactNumber: 'host-1',
      name: 'Harper',
      phones: ['01632 960001'],
      postcode: 'YO1',
      isSupplier: true,
      state: 'active',
      updatedAt,
      fields: { name: 'Harper', email: '', phone: '01632 960001', mobile: '', line1: '1 High St', city: 'York', postcode: 'YO1' },
    })
    expect(toBookContact(contact)).not.toHaveProperty('email')
  })

  test('a merged contact is archived and names its winner', () => {
    expect(
      toBookContact(contactReply.parse({ ContactID: 'c1', Name: 'A', ContactStatus: 'ARCHIVED', MergedToContactID: 'c2' })),
    ).toMatchObject({ state: 'archived', mergedInto: 'c2' })
    expect(toBookContact(contactReply.parse({ ContactID: 'c1', Name: 'A', ContactStatus: 'GDPRREQUEST' }))).toMatchObject({
      state: 'archived',
    })
  })

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

  const payment = (over: object) =>
    paymentReply.parse({
      PaymentID: 'p1',
      Date: '/Date(1789344000000+0000)/',
      Amount: 8.88,
      Status: 'AUTHORISED',
      Reference: 'R',
      ...updated,
      ...over,
    })

  test('a payment of an invoice, a part of a batch, and a refund of a credit note that stands under Invoice', () => {
    const invoice = { Invoice: { InvoiceID: 'i1', Type: 'ACCREC', CurrencyCode: 'GBP', Contact: { ContactID: 'c1' } } }
    expect(toBookPayment(payment({ PaymentType: 'ACCRECPAYMENT', ...invoice, Account: { AccountID: 'bank' } }))).toEqual({
      bookId: 'p1',
      form: 'payment',
      contactId: 'c1',
      date: '2026-09-14',
      amount: 888,
      currency: 'GBP',
      bankAccountId: 'bank',
      reference: 'R',
      reconciled: false,
      state: 'live',
      allocations: [{ documentId: 'i1', amount: 888 }],
      updatedAt,
    })
    expect(toBookPayment(payment({ PaymentType: 'ACCRECPAYMENT', ...invoice, BatchPayment: { BatchPaymentID: 'b1' } }))).toMatchObject({
      partOf: 'batch:b1',
    })
    expect(toBookPayment(payment({ PaymentType: 'ARCREDITPAYMENT', Invoice: { InvoiceID: 'cn1', Type: 'ACCRECCREDIT' } }))).toMatchObject({
      form: 'refund',
      allocations: [{ documentId: 'cn1' }],
    })
    expect(toBookPayment(payment({ PaymentType: 'ARPREPAYMENTPAYMENT', Prepayment: { PrepaymentID: 'pp1' } }))).toMatchObject({
      form: 'refund',
      allocations: [{ documentId: 'prepayment:pp1' }],
    })
    expect(toBookPayment(payment({ PaymentType: 'ACCRECPAYMENT', ...invoice, Status: 'DELETED', IsReconciled: true }))).toMatchObject({
      state: 'void',
      reconciled: true,
    })
  })

  test('money paid to suppliers is not ours', () => {
    expect(
      ['ACCPAYPAYMENT', 'APCREDITPAYMENT', 'APOVERPAYMENTPAYMENT', undefined].filter((PaymentType) =>
        isOfCustomer(payment({ PaymentType })),
      ),
    ).toEqual([])
  })

  test('a batch is one receipt of several, with the longest text as its reference', () => {
    const batch = batchReply.parse({
      BatchPaymentID: 'b1',
      Type: 'RECBATCH',
      Status: 'AUTHORISED',
      Date: '/Date(1789344000000+0000)/',
      Details: 'BACS CF-AAAAAA',
      TotalAmount: 12,
      Account: { AccountID: 'bank' },
      Payments: [
        { PaymentID: 'p1', Amount: 5, Reference: 'BACS transfer CF-AAAAAA', Invoice: { InvoiceID: 'i1' } },
        { PaymentID: 'p2', Amount: 7, Invoice: { InvoiceID: 'i2' } },
      ],
      ...updated,
    })
    expect(toBookBatch(batch)).toMatchObject({
      bookId: 'batch:b1',
      form: 'batch',
      amount: 1_200,
      reference: 'BACS transfer CF-AAAAAA',
      allocations: [
        { documentId: 'i1', amount: 500 },
        { documentId: 'i2', amount: 700 },
      ],
    })
  })

  test('over-payments and prepayments are money on account, told apart by their ids', () => {
    const money = {
      Type: 'RECEIVE-OVERPAYMENT',
      Contact: { ContactID: 'c1' },
      Status: 'AUTHORISED',
      Total: 20,
      RemainingCredit: 5,
      CurrencyCode: 'GBP',
      Date: '/Date(1789344000000+0000)/',
      Allocations: [{ AllocationID: 'a', Amount: 15, Invoice: { InvoiceID: 'i1' } }],
      ...updated,
    }
    expect(toBookOverpayment(overpaymentReply.parse({ OverpaymentID: 'op1', ...money }))).toMatchObject({
      bookId: 'op1',
      amount: 2_000,
      remaining: 500,
      allocations: [{ bookId: 'Overpayments/op1/Allocations/a' }],
    })
    expect(toBookPrepayment(prepaymentReply.parse({ PrepaymentID: 'pp1', ...money, Status: 'VOIDED' }))).toMatchObject({
      bookId: 'prepayment:pp1',
      state: 'void',
    })
  })

  test('tax rates get the meaning that Xero’s own types have; a company’s own has none', () => {
    const rate = (TaxType: string, EffectiveRate: number) =>
      toTaxCode(taxRateReply.parse({ Name: TaxType, TaxType, Status: 'ACTIVE', EffectiveRate, CanApplyToRevenue: true }))
    expect(rate('OUTPUT2', 20)).toEqual({
      bookId: 'OUTPUT2',
      name: 'OUTPUT2',
      percent: '20',
      treatment: 'standard',
      active: true,
      forSales: true,
    })
    expect(rate('TAX001', 17.5)).toMatchObject({ percent: '17.5', treatment: null })
    expect(rate('DRCHARGE20', 0).treatment).toBe('reverseCharge')
  })

  test('accounts: a bank account takes payments without the flag, others with it', () => {
    const account = (over: object) =>
      accountReply.parse({
        AccountID: 'a1',
        Code: '200',
        Name: 'Sales',
        Type: 'REVENUE',
        Class: 'REVENUE',
        Status: 'ACTIVE',
        SystemAccount: '',
        ...over,
      })
    expect(toNominalCode(account({ TaxType: 'OUTPUT2' }))).toEqual({
      bookId: 'a1',
      code: '200',
      name: 'Sales',
      type: 'REVENUE',
      active: true,
      forSales: true,
      defaultTaxCode: 'OUTPUT2',
    })
    expect(toNominalCode(account({ Class: 'EXPENSE', Type: 'EXPENSE', Status: 'ARCHIVED' }))).toMatchObject({
      active: false,
      forSales: false,
    })
    expect(toBankAccount(account({ Type: 'BANK', Code: undefined, EnablePaymentsToAccount: false, CurrencyCode: 'GBP' }))).toEqual({
      bookId: 'a1',
      name: 'Sales',
      currency: 'GBP',
      active: true,
      form: 'bank',
    })
    expect(toBankAccount(account({ Type: 'CURRENT', EnablePaymentsToAccount: true }))).toMatchObject({ form: 'clearing', code: '200' })
  })

  test('days come in every form that Xero writes', () => {
    for (const Date of [
      '/Date(1789344000000+0000)/',
      '/Date(1789344000000)/',
      '2026-09-14T00:00:00',
      '2026-09-14 00:00:00',
      '2026-09-14',
    ]) {
      expect(payment({ Date }).Date).toBe('2026-09-14')
    }
    expect(() => payment({ Date: 'soon' })).toThrow(/not a date of Xero/)
  })
})
