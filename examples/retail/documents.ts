/** One invoice or credit of the retail data: pence, VAT rounded half up per line. */
export interface RetailDocument {
  number: string
  customer: string
  net: number
  tax: number
  gross: number
  /** The invoices that its lines take back, in their order. Of credits only. */
  corrects: string[]
}

/** One transfer: the rows of one customer, date and reference. */
export interface RetailReceipt {
  customer: string
  rows: { invoice: string; amount: number }[]
}

/** What arrived as one amount. */
export const amountOf = ({ rows }: RetailReceipt): number => sum(rows.map(({ amount }) => amount))

/** The sum of whole numbers. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
