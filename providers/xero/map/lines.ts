import type { Codes } from '../../../domain/books.ts'
import type { Line } from '../../../domain/invoice.ts'
import { compareDecimals, formatMinor } from '../../../domain/money.ts'
import type { Json, Layout, Note, Predicted, PredictLine, Refusal, WriteIntent } from '../../../domain/plan.ts'
import { mapNominalCode, rateOn } from '../../../domain/rules/map-codes.ts'
import { reverseChargeWords } from '../../../domain/rules/reverse-charge.ts'
import type { ComposeContext } from '../../contract.ts'
import { arithmetic, type LineShape, shapeOf } from '../arithmetic.ts'
import { numberOf, toWire } from '../wire-number.ts'
import type { ComposedLines } from './composed-lines.ts'
import { type SalesDocument, taxPointOf } from './sales-document.ts'

interface Mapped {
  line: Line
  predict: PredictLine
  accountCode: string
  reverseCharge: boolean
}

/** Maps codes, chooses each line's shape, adds the words of a reverse charge and the rounding line. */
export function composeLines(write: WriteIntent, document: SalesDocument, context: ComposeContext): ComposedLines {
  const mapped: Mapped[] = []
  for (const line of document.lines) {
    const one = mapLine(line, document, context)
    if ('code' in one) return { ok: false, code: one.code, values: one.values }
    mapped.push(one)
  }
  const layout = layoutFor(write, document, mapped)
  const discounts = write.document.kind === 'credit' ? 'inDescription' : 'sent'
  const shaped = mapped.map((one) => ({ ...one, shape: shapeOf(one.predict, layout, discounts) }))
  const items = shaped.map((one) => lineItem(one, write, document))
  const extra = [...reverseChargeLine(document, context), ...roundingLine(write, context, document.currency)].map((line) =>
    withId(line, write),
  )
  return {
    ok: true,
    items: [...items, ...extra.map(({ item }) => item)],
    lineIds: [...document.lines.map((line) => line.lineId), ...extra.map(({ lineId }) => lineId)],
    predicted: withRounding(
      arithmetic.predict(
        mapped.map((one) => one.predict),
        layout,
      ),
      write.roundingLine ?? 0,
      context,
    ),
    notes: notesOf(shaped),
    inclusive: layout.inclusive,
  }
}

function mapLine(line: Line, document: SalesDocument, { settings, codes }: ComposeContext): Mapped | Refusal {
  const tax = settings.taxCodes[line.taxCode]
  if (tax === undefined || tax.bookTaxCode === null) return { code: 'TAX_CODE_NOT_MAPPED', values: { taxCode: line.taxCode } }
  const nominal = mapNominalCode(line.nominalCode, settings, codes)
  if (!nominal.ok) return nominal
  // What Xero will book is the rate of its own code; under the reverse charge, nothing.
  const booked = codes.taxCodes.find((code) => code.bookId === tax.bookTaxCode)?.percent
  const percent = tax.treatment === 'reverseCharge' ? '0' : (booked ?? rateOn(tax, taxPointOf(document)) ?? '0')
  return {
    line,
    predict: predictLine(line, document, tax.bookTaxCode, percent),
    accountCode: nominal.nominal.code,
    reverseCharge: tax.treatment === 'reverseCharge',
  }
}

function predictLine(line: Line, document: SalesDocument, bookTaxCode: string, percent: string): PredictLine {
  const { discount } = line
  return {
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    ...(line.net !== undefined && { net: line.net }),
    ...(line.gross !== undefined && { gross: line.gross }),
    ...(discount !== undefined && ('percent' in discount ? { discountPercent: discount.percent } : { discountAmount: discount.amount })),
    pricesIncludeTax: document.pricesIncludeTax,
    bookTaxCode,
    percent,
  }
}

/** What the rules chose; a document of reverse charge alone goes exclusive, where gross is net anyway (accounting rule 19). */
function layoutFor(write: WriteIntent, document: SalesDocument, mapped: Mapped[]): Layout {
  const chosen = write.layout ?? { inclusive: document.pricesIncludeTax, lines: 'asGiven' }
  return mapped.every((one) => one.reverseCharge) ? { ...chosen, inclusive: false } : chosen
}

function lineItem(one: Mapped & { shape: LineShape }, write: WriteIntent, document: SalesDocument): { [key: string]: Json } {
  const { line, shape, predict } = one
  const id = write.bookLineIds?.[line.lineId]
  return {
    ...(id !== undefined && { LineItemID: id }),
    Description: shape.asGiven ? line.description : describe(line, document.currency),
    Quantity: numberOf(shape.quantity),
    UnitAmount: numberOf(shape.unitAmount),
    ...(shape.discountPercent !== undefined && { DiscountRate: numberOf(shape.discountPercent) }),
    AccountCode: one.accountCode,
    TaxType: predict.bookTaxCode,
    ...trackingOf(document),
  }
}

const trackingOf = (document: SalesDocument): { [key: string]: Json } =>
  document.tracking === undefined || document.tracking.length === 0
    ? {}
    : { Tracking: document.tracking.map(({ name, value }) => ({ Name: name, Option: value })) }

/** A line sent as one times its amount says in words what was multiplied (accounting rule 17), where there is room. */
function describe(line: Line, currency: string): string {
  const times = compareDecimals(line.quantity, '1') === 0 ? '' : `${line.quantity} × ${line.unitPrice}`
  const less = discountWords(line, currency)
  const words = [times, less].filter((text) => text !== '').join(', ')
  const described = words === '' ? line.description : `${line.description} (${words})`
  return described.length <= DESCRIPTION_LIMIT ? described : line.description
}

const discountWords = ({ discount }: Line, currency: string): string => {
  if (discount === undefined) return ''
  return 'percent' in discount ? `less ${discount.percent} %` : `less ${formatMinor(discount.amount, currency)}`
}

const DESCRIPTION_LIMIT = 4_000

/** "Customer to pay the VAT to HMRC" with the amount, unless a line says so already (accounting rule 19). A line of words alone is allowed. */
function reverseChargeLine(document: SalesDocument, { settings }: ComposeContext): OwnLine[] {
  const added = reverseChargeWords(document, settings, taxPointOf(document))
  if (added === undefined) return []
  const Description = `${added.words}: ${document.currency} ${formatMinor(added.tax, document.currency)}`
  return [{ lineId: 'counterfoil:reverseCharge', item: { Description } }]
}

/** A line that we added; its id is ours, so that an update keeps the line too. */
interface OwnLine {
  lineId: string
  item: { [key: string]: Json }
}

function withId({ lineId, item }: OwnLine, { bookLineIds }: WriteIntent): OwnLine {
  const id = bookLineIds?.[lineId]
  return { lineId, item: id === undefined ? item : { LineItemID: id, ...item } }
}

/** A difference of rounding as a marked line without VAT (accounting rule 15). */
function roundingLine(write: WriteIntent, { settings, codes }: ComposeContext, currency: string): OwnLine[] {
  if (write.roundingLine === undefined || write.roundingLine === 0 || settings.rounding.mode !== 'line') return []
  const { nominalCode, bookTaxCode } = settings.rounding
  const item = {
    Description: ROUNDING_WORDS,
    Quantity: 1,
    UnitAmount: toWire(write.roundingLine, currency),
    AccountCode: nominalCodeOf(nominalCode, codes),
    TaxType: bookTaxCode,
  }
  return [{ lineId: 'counterfoil:rounding', item }]
}

const nominalCodeOf = (chosen: string, codes: Codes): string =>
  codes.nominalCodes.find((nominal) => nominal.bookId === chosen)?.code ?? chosen

/** How a rounding line is marked for the bookkeeper. */
const ROUNDING_WORDS = 'Rounding difference (outside the scope of VAT)'

function withRounding(predicted: Predicted, rounding: number, { settings }: ComposeContext): Predicted {
  if (rounding === 0 || settings.rounding.mode !== 'line') return predicted
  const { bookTaxCode } = settings.rounding
  const others = predicted.taxes.filter((tax) => tax.bookTaxCode !== bookTaxCode)
  const own = predicted.taxes.find((tax) => tax.bookTaxCode === bookTaxCode) ?? { bookTaxCode, net: 0, tax: 0 }
  return {
    ...predicted,
    net: predicted.net + rounding,
    gross: predicted.gross + rounding,
    taxes: [...others, { ...own, net: own.net + rounding }],
  }
}

function notesOf(shaped: (Mapped & { shape: LineShape })[]): Note[] {
  const described = shaped.some((one) => !one.shape.asGiven && one.line.discount !== undefined)
  return described ? [{ code: 'DISCOUNT_IN_DESCRIPTION', values: {} }] : []
}
