import { describe, expect, test } from 'vitest'
import { compose } from '../../../providers/xero/compose.ts'
import { done } from './done.ts'
import { context, credit, customer, invoice, line, write } from './samples.ts'

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

function withoutDue() {
  const { dueDate: _dueDate, ...rest } = invoice()
  return rest
}

const dropUndefined = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))
