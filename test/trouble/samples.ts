export const customer = (name: string) => ({ state: 'active', name })

/** An invoice of one line at 20 % VAT; `net` in pence. */
export const sale = (number: string, customerId: string, net: number, change: object = {}) => ({
  state: 'issued',
  number,
  customer: customerId,
  issueDate: '2026-10-01',
  dueDate: '2026-10-31',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: (net / 100).toFixed(2), net, taxCode: 'S' }],
  totals: { net, tax: net / 5, gross: (net * 6) / 5 },
  ...change,
})

export const receipt = (customerId: string, amount: number, invoice?: string, change: object = {}) => ({
  state: 'recorded',
  customer: customerId,
  date: '2026-10-10',
  amount,
  currency: 'GBP',
  method: 'BACS',
  reference: 'BGC',
  ...(invoice === undefined ? {} : { allocations: [{ invoice, amount }] }),
  ...change,
})
