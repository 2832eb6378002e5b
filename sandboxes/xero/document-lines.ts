import { randomUUID } from 'node:crypto'
import { type Decimal, dividedBy, rounded, shortText } from '../kit/decimal.ts'
import { lineAmount, lineTax, unitPrice } from './arithmetic.ts'
import { folded } from './books.ts'
import type { Call } from './call.ts'
import { LETTER_OF_CLASS } from './charts.ts'
import { amount, type Element, filled, list, number, sent, text } from './element.ts'
import type { Account, DocumentType, Line, LineAmountTypes, TaxRate, Tracking } from './rows.ts'

/** What the lines of a document become, with what is wrong with them and what is only worth a warning. */
export interface LinesRead {
  lines: Line[]
  problems: string[]
  warnings: string[]
}

export interface LineContext {
  type: DocumentType | 'BANK'
  types: LineAmountTypes
  /** Approved documents need an account on every line that has an amount; drafts only get a warning. */
  approved: boolean
  stored: Line[]
  storedTypes?: LineAmountTypes | undefined
}

/** Reads lines: with a stored LineItemID the line is updated, without one it is new, stored lines that are not sent are gone. */
export function readLines(call: Call, given: Element[], context: LineContext): LinesRead {
  const result: LinesRead = { lines: [], problems: [], warnings: [] }
  for (const element of given) result.lines.push(readLine(call, element, context, result))
  return result
}

function readLine(call: Call, element: Element, context: LineContext, result: LinesRead): Line {
  const id = filled(element, 'LineItemID')?.toLowerCase()
  const stored = context.stored.find((line) => line.id === id)
  if (id !== undefined && !stored && context.stored.length > 0)
    result.problems.push(`The LineItemID ${id} does not belong to this document`)
  const priced = prices(call, element, stored)
  const account = accountOf(call, element, stored, context, result)
  const taxType = taxTypeOf(call, element, stored, account, context, result)
  const line = { ...priced, id: stored?.id ?? randomUUID(), accountCode: account?.code, accountId: account?.id, taxType }
  const full = { ...line, lineAmount: amountOf(element, line, result), taxAmount: 0, tracking: trackingOf(call, element, stored, result) }
  result.problems.push(...limits(full, context))
  return { ...full, taxAmount: taxOf(call, element, full, stored, context) }
}

type Priced = Pick<Line, 'description' | 'quantity' | 'unitAmount' | 'itemCode' | 'discountRate' | 'discountAmount'>

function prices(call: Call, element: Element, stored: Line | undefined): Priced {
  const places = call.query('unitdp') === '4' ? 4 : 2
  const quantity = number(element, 'Quantity')
  const unit = number(element, 'UnitAmount')
  const rate = number(element, 'DiscountRate')
  const lineOnly = unit === undefined && stored?.unitAmount === undefined ? number(element, 'LineAmount') : undefined
  const price = unit ?? (lineOnly && dividedBy(lineOnly, quantity ?? ONE, places))
  return {
    description: text(element, 'Description') ?? stored?.description,
    quantity: quantity ? shortText(rounded(quantity, 4), 4) : (stored?.quantity ?? (price ? '1.0000' : undefined)),
    unitAmount: price ? shortText(unitPrice(price, places), 2) : stored?.unitAmount,
    itemCode: filled(element, 'ItemCode') ?? stored?.itemCode,
    discountRate: rate ? shortText(rate, 2) : stored?.discountRate,
    discountAmount: amount(element, 'DiscountAmount') ?? stored?.discountAmount,
  }
}

const ONE: Decimal = { units: 1n, scale: 0 }

/** LineAmount is computed; one that was sent and disagrees is refused (the words are from memory of the live API). */
function amountOf(element: Element, line: Priced, result: LinesRead): number {
  const computed = lineAmount(line)
  const given = amount(element, 'LineAmount')
  if (given !== undefined && given !== computed) {
    result.problems.push(`The line total ${(given / 100).toFixed(2)} does not match the expected line total ${(computed / 100).toFixed(2)}`)
  }
  return computed
}

/** TaxAmount is worked out, unless the client overrides it (the page on invoices allows it, certification advises against); a line that did not change keeps its own. */
function taxOf(call: Call, element: Element, line: Line, stored: Line | undefined, { types, storedTypes }: LineContext): number {
  if (types === 'NoTax') return 0
  const given = amount(element, 'TaxAmount')
  if (given !== undefined) return given
  const same = stored?.lineAmount === line.lineAmount && stored.taxType === line.taxType && storedTypes === types
  if (same) return stored.taxAmount
  return lineTax(line.lineAmount, call.books.taxRates.get(line.taxType)?.effectiveRate ?? '0', types)
}

function accountOf(call: Call, element: Element, stored: Line | undefined, context: LineContext, result: LinesRead): Account | undefined {
  const code = filled(element, 'AccountCode')
  const id = filled(element, 'AccountID')?.toLowerCase()
  if (code === undefined && id === undefined) {
    const kept = call.books.accounts.get(stored?.accountId)
    if (!kept && context.approved && hasAmount(element)) result.problems.push('Account code must be specified')
    return kept
  }
  const account = code === undefined ? call.books.accounts.get(id) : call.books.accounts.find('code', folded(code))[0]
  const problem = accountProblem(account, code ?? id ?? '', context.type)
  if (problem === undefined) return account
  if (context.approved || account) result.problems.push(problem)
  else result.warnings.push(`Account code '${code ?? id}' has been removed as it does not match a recognised account.`)
  return undefined
}

const hasAmount = (element: Element): boolean => sent(element, 'UnitAmount') || sent(element, 'LineAmount') || sent(element, 'Quantity')

function accountProblem(account: Account | undefined, code: string, type: LineContext['type']): string | undefined {
  const isDebtors = type.endsWith('OVERPAYMENT') && (account?.systemAccount === 'DEBTORS' || account?.systemAccount === 'CREDITORS')
  if (isDebtors) return undefined
  if (!account || type.endsWith('OVERPAYMENT')) return `Account code '${code}' is not a valid code for this document.`
  if (account.status !== 'ACTIVE') {
    return `Account code '${code}' has been archived, or has been deleted. Each line item must reference a valid account.`
  }
  const control = account.type === 'BANK' || account.systemAccount === 'DEBTORS' || account.systemAccount === 'CREDITORS'
  return control ? `Account code '${code}' is not a valid code for this document.` : undefined
}

/** Missing: the account's default. It must exist and may be limited to some classes of account. */
function taxTypeOf(
  call: Call,
  element: Element,
  stored: Line | undefined,
  account: Account | undefined,
  context: LineContext,
  result: LinesRead,
): string | undefined {
  if (context.types === 'NoTax') return 'NONE'
  const given = filled(element, 'TaxType')
  const type =
    given ?? (sent(element, 'AccountCode') && account?.code !== stored?.accountCode ? undefined : stored?.taxType) ?? account?.taxType
  if (type === undefined) return undefined
  const rate = call.books.taxRates.get(type.toUpperCase())
  const problem = taxProblem(rate, type, account)
  if (problem !== undefined) result.problems.push(problem)
  return rate?.id ?? type
}

function taxProblem(rate: TaxRate | undefined, type: string, account: Account | undefined): string | undefined {
  if (rate?.status !== 'ACTIVE') return `The TaxType code '${type}' does not exist or cannot be used for this type of transaction.`
  if (account && !rate.appliesTo.includes(LETTER_OF_CLASS[account.class])) {
    return `The TaxType code '${type}' cannot be used with account code '${account.code ?? account.name}'.`
  }
  return undefined
}

function trackingOf(call: Call, element: Element, stored: Line | undefined, result: LinesRead): Tracking[] {
  const given = list(element, 'Tracking')
  if (!given) return stored?.tracking ?? []
  if (given.length > 2) result.problems.push('A maximum of 2 tracking categories can be assigned to a line item')
  return given.flatMap((each) => {
    const category = call.books.trackingCategories
      .all()
      .find((row) => row.id === filled(each, 'TrackingCategoryID') || row.name === filled(each, 'Name'))
    const option = category?.options.find((row) => row.id === filled(each, 'TrackingOptionID') || row.name === filled(each, 'Option'))
    if (!category || !option || category.status !== 'ACTIVE' || option.status !== 'ACTIVE') {
      result.problems.push('The tracking category or option is not valid for this organisation')
      return []
    }
    return [{ TrackingCategoryID: category.id, TrackingOptionID: option.id, Name: category.name, Option: option.name }]
  })
}

const MOST_LINE_AMOUNT = 999_999_999_999

function limits(line: Line, context: LineContext): string[] {
  const discounted = line.discountRate !== undefined || line.discountAmount !== undefined
  return [
    (line.description?.length ?? 0) > 4000 ? 'The field Description must be a string with a maximum length of 4000' : '',
    Math.abs(line.lineAmount) > MOST_LINE_AMOUNT ? 'The line amount cannot be greater than 9999999999.99' : '',
    discounted && context.type !== 'ACCREC' ? 'Discounts can only be applied to sales invoices and quotes' : '',
  ].filter((problem) => problem !== '')
}
