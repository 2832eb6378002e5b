import { describe, expect, test } from 'vitest'
import type { Composed } from '../../../providers/contract.ts'
import { compose } from '../../../providers/xero/compose.ts'
import { context, credit, customer, invoice, line, payment, write } from './samples.ts'

/** What was composed; a refusal fails the test with its words. */
function done(composed: Composed): Extract<Composed, { ok: true }> {
  if (!composed.ok) throw new Error(`${composed.code} ${composed.detail ?? ''}`)
  return composed
}

describe('a customer as a contact', () => {
  test('goes with our id as contact number, a clean name, the billing address in the slot that invoices print', () => {
    expect(done(compose(write('createCustomer', 'customer', customer), context()))).toEqual({
      ok: true,
      body: {
        ContactNumber: 'customer-1',
        Name: 'Harper & Sons Heating Ltd',
        AccountNumber: 'HARP01',
        FirstName: 'Mary Ann',
        LastName: 'Harper',
        EmailAddress: 'mary@harper.example',
        TaxNumber: 'GB123456789',
        CompanyNumber: '01234567',
        Phones: [
          { PhoneType: 'DEFAULT', PhoneNumber: '01632 960001' },
          { PhoneType: 'MOBILE', PhoneNumber: '07700 900001' },
        ],
        Addresses: [
          {
            AddressType: 'POBOX',
            AddressLine1: '1 High St',
            AddressLine2: 'Unit 2',
            AddressLine3: 'Mill Yard',
            AddressLine4: 'Old Town, Rear',
            City: 'York',
            Region: 'North Yorkshire',
            PostalCode: 'YO1 1AA',
            Country: 'United Kingdom',
          },
        ],
        PaymentTerms: { Sales: { Day: 30, Type: 'DAYSAFTERBILLDATE' } },
      },
      group: 'contacts',
      expected: expect.objectContaining({ kind: 'customer', name: 'Harper & Sons Heating Ltd', contactNumber: 'customer-1' }),
      needs: [],
      notes: [],
    })
  })

  test('goes with a currency only where it is not that of the books', () => {
    const abroad = compose(write('createCustomer', 'customer', { state: 'active', name: 'A', currency: 'EUR' }), context())
    expect(done(abroad).body).toMatchObject({ DefaultCurrency: 'EUR' })
  })

  test('with nothing but a name sends nothing blank', () => {
    expect(done(compose(write('createCustomer', 'customer', { state: 'active', name: 'A' }), context())).body).toEqual({
      ContactNumber: 'customer-1',
      Name: 'A',
    })
  })

  test('an id of more than 50 characters goes as a token made from it, always the same', () => {
    const long = write('createCustomer', 'customer', customer)
    const intent = { ...long, document: { ...long.document, externalId: 'x'.repeat(128) } }
    const first = done(compose(intent, context())).expected.contactNumber ?? ''
    expect(first).toMatch(/^CF-[0-9a-f]{32}$/)
    expect(done(compose(intent, context())).expected.contactNumber).toBe(first)
  })

  test('an update sends only the fields it was asked to, and a field that became empty as blank', () => {
    const { phone: _phone, ...without } = customer
    const body = done(
      compose(write('updateCustomer', 'customer', without, { bookId: 'contact-1', fields: ['email', 'phone'] }), context()),
    ).body
    expect(body).toEqual({
      ContactID: 'contact-1',
      EmailAddress: 'mary@harper.example',
      Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '' }],
    })
  })

  test('archiving sends the status and nothing else', () => {
    expect(done(compose(write('archiveCustomer', 'customer', customer, { bookId: 'contact-1' }), context())).body).toEqual({
      ContactID: 'contact-1',
      ContactStatus: 'ARCHIVED',
    })
  })
})

describe('an invoice', () => {
  test('goes with its number, references, host link, and only the id of the contact', () => {
    expect(done(compose(write('createInvoice', 'invoice', invoice()), context()))).toEqual({
      ok: true,
      body: {
        Type: 'ACCREC',
        Status: 'AUTHORISED',
        Contact: { ContactID: { $ref: 'customer/c1' } },
        InvoiceNumber: 'INV-1',
        Reference: 'PO 77 / JOB-9 / Flat 2',
        Url: 'https://host.example/invoices/1',
        Date: '2026-10-01',
        DueDate: '2026-10-31',
        CurrencyCode: 'GBP',
        LineAmountTypes: 'Exclusive',
        LineItems: [{ Description: 'Boiler service', Quantity: 2, UnitAmount: 45.5, AccountCode: '200', TaxType: 'OUTPUT2' }],
      },
      group: 'invoices',
      expected: {
        kind: 'invoice',
        customer: 'customer/c1',
        number: 'INV-1',
        date: '2026-10-01',
        currency: 'GBP',
        net: 9_100,
        tax: 1_820,
        gross: 10_920,
        taxes: [{ bookTaxCode: 'OUTPUT2', net: 9_100, tax: 1_820 }],
        reference: 'PO 77 / JOB-9 / Flat 2',
        lineIds: ['L1'],
        state: 'inLedger',
      },
      needs: ['customer/c1'],
      notes: [],
    })
  })

  const cases: [string, Parameters<typeof compose>, object][] = [
    [
      'a draft where the setting says so',
      [write('createInvoice', 'invoice', invoice()), context({ invoiceState: 'draft' })],
      { Status: 'DRAFT' },
    ],
    [
      'awaiting approval where the setting says so',
      [write('createInvoice', 'invoice', invoice()), context({ invoiceState: 'awaitingApproval' })],
      { Status: 'SUBMITTED' },
    ],
    [
      'a host link with “xero” in it is left out, because Xero refuses it',
      [write('createInvoice', 'invoice', invoice({ url: 'https://x.example/Xero/1' })), context()],
      { Url: undefined },
    ],
    [
      'without a due date it is due by the customer’s terms',
      [write('createInvoice', 'invoice', withoutDue()), context({}, { customer })],
      { DueDate: '2026-10-31' },
    ],
    [
      'without a due date and terms it is due at once',
      [write('createInvoice', 'invoice', withoutDue()), context()],
      { DueDate: '2026-10-01' },
    ],
    [
      'a moved date is sent, and the first date stands in the reference',
      [write('createInvoice', 'invoice', invoice(), { date: '2026-11-01' }), context()],
      { Date: '2026-11-01', DueDate: '2026-11-01', Reference: 'dated 2026-10-01 / PO 77 / JOB-9 / Flat 2' },
    ],
    [
      'where Xero numbers, ours is in the reference',
      [{ ...write('createInvoice', 'invoice', invoice()), number: undefined } as never, context({ numbers: { mode: 'provider' } })],
      { InvoiceNumber: undefined, Reference: 'INV-1 / PO 77 / JOB-9 / Flat 2' },
    ],
    [
      'a rate of exchange goes only if the host gave one',
      [write('createInvoice', 'invoice', invoice({ currency: 'EUR', currencyRate: '1.1625' })), context()],
      { CurrencyCode: 'EUR', CurrencyRate: 1.1625 },
    ],
    [
      'prices with VAT in them stay so',
      [
        write(
          'createInvoice',
          'invoice',
          invoice({ pricesIncludeTax: true, lines: [line({ quantity: '1', unitPrice: '54.60', net: undefined, gross: 5_460 })] }),
        ),
        context(),
      ],
      { LineAmountTypes: 'Inclusive', LineItems: [expect.objectContaining({ UnitAmount: 54.6 })] },
    ],
    [
      'tracking goes on every line',
      [write('createInvoice', 'invoice', invoice({ tracking: [{ name: 'Region', value: 'North' }] })), context()],
      { LineItems: [expect.objectContaining({ Tracking: [{ Name: 'Region', Option: 'North' }] })] },
    ],
    [
      'a nominal code mapped by the account’s id goes by its code',
      [write('createInvoice', 'invoice', invoice({ lines: [line({ nominalCode: 'PARTS' })] })), context()],
      { LineItems: [expect.objectContaining({ AccountCode: '210' })] },
    ],
  ]
  test.each(cases)('%s', (_title, [intent, at], expected) => {
    expect(done(compose(intent, at)).body).toMatchObject(dropUndefined(expected))
    for (const [property, value] of Object.entries(expected))
      if (value === undefined) expect(done(compose(intent, at)).body).not.toHaveProperty(property)
  })

  test('a reverse charge adds nothing to the total and says who pays the VAT, unless a line says it already', () => {
    const lines = [line({ taxCode: 'RC' })]
    const composed = done(
      compose(
        write('createInvoice', 'invoice', invoice({ pricesIncludeTax: true, lines, totals: { net: 9_100, tax: 0, gross: 9_100 } })),
        context(),
      ),
    )
    expect(composed.body).toMatchObject({
      LineAmountTypes: 'Exclusive',
      LineItems: [{ TaxType: 'DRCHARGE20' }, { Description: 'Reverse charge: customer to pay the VAT to HMRC: GBP 18.20' }],
    })
    expect(composed.expected).toMatchObject({ net: 9_100, tax: 0, gross: 9_100, lineIds: ['L1', 'counterfoil:reverseCharge'] })
    const told = [line({ taxCode: 'RC', description: 'Works. Reverse charge applies.' })]
    expect(done(compose(write('createInvoice', 'invoice', invoice({ lines: told })), context())).expected.lineIds).toEqual(['L1'])
  })

  test('a rounding line is marked, without VAT, on the chosen nominal code, and counted in what is expected', () => {
    const rounding = { mode: 'line', nominalCode: '860', bookTaxCode: 'NONE' } as const
    const composed = done(compose(write('createInvoice', 'invoice', invoice(), { roundingLine: -1 }), context({ rounding })))
    expect(composed.body).toMatchObject({
      LineItems: [
        {},
        {
          Description: 'Rounding difference (outside the scope of VAT)',
          Quantity: 1,
          UnitAmount: -0.01,
          AccountCode: '860',
          TaxType: 'NONE',
        },
      ],
    })
    expect(composed.expected).toMatchObject({ net: 9_099, tax: 1_820, gross: 10_919, lineIds: ['L1', 'counterfoil:rounding'] })
    const bookLineIds = { L1: 'book-1', 'counterfoil:rounding': 'book-2' }
    const again = compose(
      write('updateInvoice', 'invoice', invoice(), { roundingLine: -1, bookId: 'inv', bookLineIds }),
      context({ rounding }),
    )
    expect(done(again).body).toMatchObject({ LineItems: [{ LineItemID: 'book-1' }, { LineItemID: 'book-2' }] })
  })

  test('a discount whose result is not ours goes in the description, and is noted', () => {
    const odd = line({ quantity: '3', unitPrice: '9.99', discount: { percent: '33.33' }, net: 1_999 })
    const composed = done(compose(write('createInvoice', 'invoice', invoice({ lines: [odd] })), context()))
    expect(composed.body).toMatchObject({
      LineItems: [{ Description: 'Boiler service (3 × 9.99, less 33.33 %)', Quantity: 1, UnitAmount: 19.99 }],
    })
    expect(composed.notes).toEqual([{ code: 'DISCOUNT_IN_DESCRIPTION', values: {} }])
  })

  test('an update gives the ids of the lines back, and a new line has none', () => {
    const lines = [line(), line({ lineId: 'L2' })]
    const composed = done(
      compose(write('updateInvoice', 'invoice', invoice({ lines }), { bookId: 'inv', bookLineIds: { L1: 'book-line-1' } }), context()),
    )
    expect(composed.body).toMatchObject({
      InvoiceID: 'inv',
      LineItems: [{ LineItemID: 'book-line-1' }, expect.not.objectContaining({ LineItemID: expect.anything() })],
    })
    expect(composed.body).not.toHaveProperty('Status')
  })

  test('an update after a payment sends the allowed fields alone', () => {
    const composed = done(
      compose(write('updateInvoice', 'invoice', invoice(), { bookId: 'inv', fields: ['reference', 'dueDate'] }), context()),
    )
    expect(composed.body).toEqual({ InvoiceID: 'inv', Reference: 'PO 77 / JOB-9 / Flat 2', DueDate: '2026-10-31' })
  })

  test('what cannot go is refused before anything is sent', () => {
    expect(compose(write('createInvoice', 'invoice', invoice({ lines: [line({ taxCode: 'X' })] })), context())).toMatchObject({
      ok: false,
      code: 'TAX_CODE_NOT_MAPPED',
    })
    expect(compose(write('createInvoice', 'invoice', invoice()), context({ nominalCodes: { default: null, byCode: {} } }))).toMatchObject({
      ok: false,
      code: 'NOMINAL_CODE_NOT_MAPPED',
    })
    expect(compose(write('createInvoice', 'invoice', invoice({ currency: 'JPY' })), context())).toMatchObject({
      ok: false,
      code: 'UNSUPPORTED_BY_PROVIDER',
    })
  })

  test('removing sends the status alone', () => {
    expect(done(compose(write('voidInvoice', 'invoice', invoice(), { bookId: 'inv' }), context())).body).toEqual({
      InvoiceID: 'inv',
      Status: 'VOIDED',
    })
    expect(done(compose(write('deleteDraft', 'invoice', invoice()), context())).body).toEqual({
      InvoiceID: { $ref: 'invoice/invoice-1' },
      Status: 'DELETED',
    })
    expect(done(compose(write('voidInvoice', 'credit', credit(), { bookId: 'cn' }), context())).body).toEqual({
      CreditNoteID: 'cn',
      Status: 'VOIDED',
    })
  })
})

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

function withoutDue() {
  const { dueDate: _dueDate, ...rest } = invoice()
  return rest
}

const dropUndefined = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))
