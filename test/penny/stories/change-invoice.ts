import type { Invoice } from '../../../domain/invoice.ts'

/** One more line of 10.00 and its VAT of 20 %, as an office adds what was forgotten. Totals follow. */
export function withOneLineMore(invoice: Invoice, taxCode: string): Invoice {
  const { lines, totals, pricesIncludeTax } = invoice
  const taxes = lines.every(({ tax }) => tax !== undefined)
  const line = {
    lineId: `${lines.length + 1000}`,
    description: 'Call-out, forgotten at first',
    quantity: '1',
    unitPrice: pricesIncludeTax ? '12.00' : '10.00',
    ...(pricesIncludeTax ? { gross: 1_200 } : { net: 1_000 }),
    ...(taxes && { tax: 200 }),
    taxCode,
  }
  return {
    ...invoice,
    lines: [...lines, line],
    totals: { net: totals.net + 1_000, tax: totals.tax + 200, gross: totals.gross + 1_200, ...byCode(totals, taxCode) },
  }
}

function byCode({ taxByCode }: Invoice['totals'], taxCode: string): Pick<Invoice['totals'], 'taxByCode'> {
  if (taxByCode === undefined) return {}
  return { taxByCode: taxByCode.map((one) => (one.taxCode === taxCode ? { ...one, net: one.net + 1_000, tax: one.tax + 200 } : one)) }
}
