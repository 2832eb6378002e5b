import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum } from '../../../domain/money.ts'
import { saleTaxes, treatmentsOfBook } from '../../../domain/rules/tie-out/sale-taxes.ts'
import { codes, invoice, line, settings } from './samples.ts'

describe('our side of the VAT return, by tax code of the books', () => {
  test('as the totals state it, with codes that share one in the books summed', () => {
    const taxByCode = [
      { taxCode: 'V20', net: 6000, tax: 1200 },
      { taxCode: 'OTHER', net: 4000, tax: 800 },
    ]
    const shared = {
      taxCodes: { ...settings.taxCodes, OTHER: { treatment: 'standard' as const, rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    }
    expect(saleTaxes(invoice({ totals: { net: 10000, tax: 2000, gross: 12000, taxByCode } }), shared)).toEqual([
      { bookTaxCode: 'OUTPUT2', net: 10000, tax: 2000 },
    ])
  })

  test('as it was sent, where that comes to the same totals', () => {
    const sent = [
      { bookTaxCode: 'OUTPUT2', net: 9000, tax: 1999 },
      { bookTaxCode: 'RROUTPUT', net: 1000, tax: 1 },
    ]
    expect(saleTaxes(invoice(), settings, sent)).toEqual(sent)
    expect(saleTaxes(invoice(), settings, [{ bookTaxCode: 'OUTPUT2', net: 1, tax: 1 }])).toEqual([
      { bookTaxCode: 'OUTPUT2', net: 10000, tax: 2000 },
    ])
  })

  test('from the lines it is always the whole of the document', () => {
    const drawn = fc.array(fc.record({ net: fc.integer({ min: -500, max: 9000 }), taxCode: fc.constantFrom('V20', 'V5', 'V0', 'RC') }), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(drawn, fc.integer({ min: -3, max: 3 }), (parts, off) => {
        const lines = parts.map((part, at) => line({ ...part, lineId: String(at) }))
        const net = sum(parts.map((part) => part.net))
        const taxes = saleTaxes(invoice({ lines, totals: { net, tax: 100 + off, gross: net + 100 + off } }), settings)
        expect(sum(taxes.map((tax) => tax.net))).toBe(net)
        expect(sum(taxes.map((tax) => tax.tax))).toBe(100 + off)
      }),
    )
  })

  test('a code of the books means what the provider says, and where it says nothing what the office mapped', () => {
    const silent = { ...codes, taxCodes: codes.taxCodes.map((code) => (code.bookId === 'OUTPUT2' ? { ...code, treatment: null } : code)) }
    expect(treatmentsOfBook(settings, silent)).toMatchObject({ OUTPUT2: 'standard', DRCHARGE20: 'reverseCharge', NONE: 'outsideScope' })
  })
})
