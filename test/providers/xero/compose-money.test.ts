import { describe, expect, test } from 'vitest'
import { compose } from '../../../providers/xero/compose.ts'
import { done } from './done.ts'
import { context, credit, invoice, line, payment, write } from './samples.ts'

describe('credits, receipts and allocations', () => {
  test('a credit is positive and settles nothing by itself; its discount is in the description', () => {
    const discounted = line({ quantity: '1', unitPrice: '50.00', discount: { percent: '9' }, net: 4_550 })
    const composed = done(compose(write('createCredit', 'credit', credit({ lines: [discounted] })), context()))
    expect(composed.body).toMatchObject({
      Type: 'ACCRECCREDIT',
      Status: 'AUTHORISED',
      CreditNoteNumber: 'CN-1',
      LineItems: [{ Quantity: 1, UnitAmount: 45.5, Description: 'Boiler service (less 9 %)' }],
    })
    expect(composed.expected).toMatchObject({ kind: 'credit', number: 'CN-1', gross: 5_460 })
  })

  test('rule 6: a write-off is a credit note of its own on the chosen nominal code, without VAT, and its allocation names it by its part', () => {
    const posting = { name: 'CF-7K3QX9-WO', nominalCode: '860', bookTaxCode: 'NONE' }
    const intent = { part: 'writeOff', amount: 1, date: '2026-11-21', writeOff: posting } as const
    const composed = done(compose(write('createCredit', 'invoice', invoice(), { ...intent, number: posting.name }), context()))
    expect(composed.body).toMatchObject({
      Type: 'ACCRECCREDIT',
      Status: 'AUTHORISED',
      CreditNoteNumber: 'CF-7K3QX9-WO',
      Reference: 'INV-1',
      Date: '2026-11-21',
      LineItems: [{ Quantity: 1, UnitAmount: 0.01, AccountCode: '860', TaxType: 'NONE' }],
    })
    expect(composed.expected).toMatchObject({ kind: 'credit', number: 'CF-7K3QX9-WO', net: 1, tax: 0, gross: 1, state: 'inLedger' })
    const { number: _none, ...unnumbered } = write('createCredit', 'invoice', invoice(), intent)
    expect(done(compose(unnumbered, context())).body).toMatchObject({ Reference: 'CF-7K3QX9-WO' })
    const share = { document: 'invoice/invoice-1', amount: 1, date: '2026-11-21' }
    const allocation = write('allocateCredit', 'invoice', invoice(), { part: 'allocation:writeOff', allocations: [share] })
    expect(done(compose(allocation, context()))).toMatchObject({
      body: { holder: { $ref: 'invoice/invoice-1#writeOff' }, Invoice: { InvoiceID: { $ref: 'invoice/invoice-1' } }, Amount: 0.01 },
      needs: ['invoice/invoice-1#writeOff', 'invoice/invoice-1'],
      expected: { kind: 'credit', date: '2026-11-21' },
    })
  })

  test('a receipt for one invoice is a payment whose reference ends with our token', () => {
    const composed = done(
      compose(write('receipt', 'payment', payment(), { allocations: [{ document: 'invoice/i1', amount: 10_920 }] }), context()),
    )
    expect(composed).toEqual({
      ok: true,
      body: {
        Account: { AccountID: 'bank-1' },
        Date: '2026-10-05',
        Invoice: { InvoiceID: { $ref: 'invoice/i1' } },
        Amount: 109.2,
        Reference: 'HARPER INV-1 CF-7K3QX9',
      },
      group: 'payments',
      expected: {
        kind: 'payment',
        customer: 'customer/c1',
        token: 'CF-7K3QX9',
        date: '2026-10-05',
        currency: 'GBP',
        state: 'inLedger',
        bankAccountId: 'bank-1',
        reference: 'HARPER INV-1 CF-7K3QX9',
        gross: 10_920,
        allocations: [{ document: 'invoice/i1', amount: 10_920 }],
      },
      needs: ['customer/c1', 'invoice/i1'],
      notes: [],
    })
  })

  test('a receipt over several invoices is one batch, never in one request with single payments', () => {
    const allocations = [
      { document: 'invoice/i1', amount: 10_000 },
      { document: 'invoice/i2', amount: 920 },
    ]
    const composed = done(compose(write('receipt', 'payment', payment(), { allocations }), context()))
    expect(composed.group).toBe('batchPayments')
    expect(composed.body).toMatchObject({
      Details: 'HARPER I CF-7K3QX9',
      Payments: [{ Invoice: { InvoiceID: { $ref: 'invoice/i1' } }, Amount: 100 }, { Amount: 9.2 }],
    })
    expect(composed.expected.gross).toBe(10_920)
  })

  test('without tokens the reference is the bank’s own text', () => {
    const composed = done(
      compose(
        write('receipt', 'payment', payment(), { allocations: [{ document: 'invoice/i1', amount: 1 }] }),
        context({ referenceTokens: false }),
      ),
    )
    expect(composed.body).toMatchObject({ Reference: 'HARPER INV-1' })
    expect(composed.expected).not.toHaveProperty('token')
  })

  test('notes, terms and attachments stay in the host, and the preview says which', () => {
    const printed = { notes: 'Thank you', terms: '30 days', attachments: [{ name: 'INV-1.pdf', url: 'https://jobs.example/1.pdf' }] }
    const composed = done(compose(write('createInvoice', 'invoice', invoice(printed)), context()))
    expect(JSON.stringify(composed.body)).not.toMatch(/Thank you|30 days|INV-1\.pdf/)
    expect(composed.notes).toEqual([{ code: 'NOT_SENT_TO_BOOKS', values: { field: 'notes and terms and attachments' } }])
    expect(done(compose(write('createInvoice', 'invoice', invoice()), context())).notes).toEqual([])
  })

  test('a reference that is too long gives way to the token, and the cut is noted', () => {
    const composed = done(
      compose(
        write('receipt', 'payment', payment({ reference: 'R'.repeat(255) }), { allocations: [{ document: 'invoice/i1', amount: 1 }] }),
        context(),
      ),
    )
    expect(composed.expected.reference).toBe(`${'R'.repeat(245)} CF-7K3QX9`)
    expect(composed.notes).toEqual([{ code: 'REFERENCE_CUT', values: { reference: 'R'.repeat(255), limit: 255 } }])
  })

  test('money on account is a bank transaction of its own, without VAT', () => {
    expect(done(compose(write('onAccount', 'payment', payment(), { part: 'onAccount', amount: 1_000 }), context())).body).toMatchObject({
      Type: 'RECEIVE-OVERPAYMENT',
      BankAccount: { AccountID: 'bank-1' },
      LineAmountTypes: 'NoTax',
      LineItems: [{ UnitAmount: 10, Quantity: 1 }],
      Reference: 'HARPER INV-1 CF-7K3QX9',
    })
  })

  test('a refund names the credit, or the money on account of the receipt, that it gives back', () => {
    const refund = payment({ direction: 'refunded' })
    expect(
      done(compose(write('refund', 'payment', refund, { allocations: [{ document: 'credit/cn1', amount: 500 }] }), context())).body,
    ).toMatchObject({ CreditNote: { CreditNoteID: { $ref: 'credit/cn1' } }, Amount: 5 })
    const fromAccount = done(
      compose(write('refund', 'payment', refund, { allocations: [{ document: 'payment/p1', amount: 500 }] }), context()),
    )
    expect(fromAccount.body).toMatchObject({ Overpayment: { OverpaymentID: { $ref: 'onAccount/p1' } } })
    expect(fromAccount.needs).toContain('onAccount/p1')
    expect(compose(write('refund', 'payment', refund), context())).toMatchObject({ ok: false, code: 'REFUND_OF_NOTHING' })
  })

  test('allocations name their holder, one at a time, and share no request with another holder’s', () => {
    const composed = done(
      compose(
        write('allocateCredit', 'credit', credit(), { allocations: [{ document: 'invoice/i1', amount: 5_460, date: '2026-10-03' }] }),
        context(),
      ),
    )
    expect(composed).toMatchObject({
      body: { holder: { $ref: 'credit/credit-1' }, Invoice: { InvoiceID: { $ref: 'invoice/i1' } }, Amount: 54.6, Date: '2026-10-03' },
      group: 'allocations:credit/credit-1',
      needs: ['credit/credit-1', 'invoice/i1'],
    })
    const onAccount = done(
      compose(write('allocateOnAccount', 'payment', payment(), { allocations: [{ document: 'invoice/i1', amount: 1 }] }), context()),
    )
    expect(onAccount.needs).toEqual(['onAccount/payment-1', 'invoice/i1'])
  })

  test('a receipt that settles nothing is not sent', () => {
    expect(compose(write('receipt', 'payment', payment(), { allocations: [] }), context())).toMatchObject({ ok: false, code: 'INTERNAL' })
  })

  test('a payment method without an account is refused; nothing is made up', () => {
    const at = context({ bankAccounts: { default: null, byMethod: {} } })
    expect(compose(write('receipt', 'payment', payment(), { allocations: [{ document: 'invoice/i1', amount: 1 }] }), at)).toMatchObject({
      ok: false,
      code: 'METHOD_NOT_MAPPED',
    })
  })

  test('money on account that was reversed is a task for a person', () => {
    expect(compose(write('reverseReceipt', 'payment', payment(), { part: 'onAccount', bookId: 'op' }), context())).toMatchObject({
      ok: false,
      code: 'PAYMENT_REVERSED_BY_HAND',
    })
    expect(done(compose(write('reverseReceipt', 'payment', payment(), { bookId: 'batch:b' }), context())).body).toEqual({
      bookId: 'batch:b',
    })
  })
})
