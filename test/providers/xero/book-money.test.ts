import { describe, expect, test } from 'vitest'
import { isOfCustomer, toBookBatch, toBookOverpayment, toBookPayment, toBookPrepayment } from '../../../providers/xero/map/book-money.ts'
import { batchReply, overpaymentReply, paymentReply, prepaymentReply } from '../../../providers/xero/wire.ts'
import { updated, updatedAt } from './updated.ts'

/* Answers in the shapes that Xero is recorded or documented to give (reference: section 5 "JSON conventions" and sections 6 to 9), and what we make of them. */
describe('what Xero answers, in our words', () => {
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
