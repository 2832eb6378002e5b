import type { Credit } from '../credit.ts'
import type { Invoice, Line } from '../invoice.ts'
import { sum } from '../money.ts'
import type { Refusal } from '../plan.ts'

type Sales = Pick<Invoice | Credit, 'lines' | 'totals' | 'pricesIncludeTax' | 'currency'>

/** Why the document's own totals do not add up, with both figures in minor units; undefined where they do. */
export function checkTotals(body: Sales): Refusal | undefined {
  return missingAmount(body) ?? differs(body, checks(body))
}

interface Check {
  field: string
  /** What the document says. */
  said: number
  /** What its parts come to. */
  made: number
}

/** Lines carry net where prices exclude tax, else gross. */
function missingAmount({ lines, pricesIncludeTax }: Sales): Refusal | undefined {
  const line = lines.find(({ net, gross }) => (pricesIncludeTax ? gross : net) === undefined)
  return line && { code: 'FIELD_REQUIRED', values: { field: `${pricesIncludeTax ? 'Gross' : 'Net'} of line ${line.lineId}` } }
}

function checks(body: Sales): Check[] {
  const { totals, lines, pricesIncludeTax } = body
  const byLines = {
    field: pricesIncludeTax ? 'gross' : 'net',
    said: pricesIncludeTax ? totals.gross : totals.net,
    made: sum(lines.map(amountOf(body))),
  }
  const sides = { field: 'gross', said: totals.gross, made: totals.net + totals.tax }
  return [sides, byLines, ...lineTaxes(body), ...byCode(body)]
}

const amountOf =
  ({ pricesIncludeTax }: Pick<Sales, 'pricesIncludeTax'>) =>
  (line: Line): number =>
    (pricesIncludeTax ? line.gross : line.net) ?? 0

/** Taxes of lines count only where every line has one: the host rounds per line then. */
function lineTaxes({ lines, totals }: Sales): Check[] {
  const taxes = lines.map(({ tax }) => tax)
  if (taxes.some((tax) => tax === undefined)) return []
  return [{ field: 'tax', said: totals.tax, made: sum(taxes.map((tax) => tax ?? 0)) }]
}

function byCode(body: Sales): Check[] {
  const { totals, pricesIncludeTax } = body
  if (totals.taxByCode === undefined) return []
  const made = amountsByCode(body)
  const each = totals.taxByCode.map(({ taxCode, net, tax }) => ({
    field: `${pricesIncludeTax ? 'gross' : 'net'} at tax code ${taxCode}`,
    said: pricesIncludeTax ? net + tax : net,
    made: made.get(taxCode) ?? 0,
  }))
  return [
    { field: 'net', said: totals.net, made: sum(totals.taxByCode.map(({ net }) => net)) },
    { field: 'tax', said: totals.tax, made: sum(totals.taxByCode.map(({ tax }) => tax)) },
    ...each,
  ]
}

function amountsByCode(body: Sales): Map<string, number> {
  const made = new Map<string, number>()
  for (const line of body.lines) made.set(line.taxCode, (made.get(line.taxCode) ?? 0) + amountOf(body)(line))
  return made
}

function differs({ currency }: Sales, all: Check[]): Refusal | undefined {
  const wrong = all.find(({ said, made }) => said !== made)
  return wrong && { code: 'TOTALS_DO_NOT_ADD_UP', values: { field: wrong.field, ours: wrong.said, theirs: wrong.made, currency } }
}
