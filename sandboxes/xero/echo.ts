import { decimal, shortText } from '../kit/decimal.ts'
import { day, type Element, isElement } from './element.ts'
import { msDay } from './wire.ts'

/** A refused element as it is given back: as sent, dates as /Date()/, and everything inside it with an empty ValidationErrors of its own. */
export function echo(element: Element): Record<string, unknown> {
  return Object.fromEntries(Object.entries(element).map(([name, value]) => [name, echoed(element, name, value)]))
}

function echoed(parent: Element, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (isElement(each) ? { ...echo(each), ValidationErrors: [] } : each))
  if (isElement(value)) return { ...echo(value), ValidationErrors: [] }
  if (typeof value !== 'string') return value
  if (NUMBERS.has(name)) return readableNumber(value)
  return DATES.has(name) ? readableDay(parent, name) : value
}

/** A number that cannot be read is left out. */
function readableNumber(value: string): unknown {
  const read = decimal(value)
  return read && JSON.rawJSON(shortText(read, 0))
}

/** A date that cannot be read comes back as it was sent. */
function readableDay(parent: Element, name: string): unknown {
  try {
    return msDay(day(parent, name))
  } catch {
    return parent[name]
  }
}

const DATES = new Set(['Date', 'DueDate', 'ExpectedPaymentDate', 'PlannedPaymentDate', 'FullyPaidOnDate'])

const NUMBERS = new Set([
  'Quantity',
  'UnitAmount',
  'LineAmount',
  'TaxAmount',
  'DiscountRate',
  'DiscountAmount',
  'SubTotal',
  'TotalTax',
  'Total',
  'TotalDiscount',
  'CurrencyRate',
  'Amount',
  'BankAmount',
  'AmountDue',
  'AmountPaid',
  'AmountCredited',
  'AppliedAmount',
  'RemainingCredit',
  'TotalAmount',
  'Day',
  'Discount',
  'Rate',
])
