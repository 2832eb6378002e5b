import type { Invoice, Line } from '../../../domain/invoice.ts'
import { sum, taxInside, taxOn } from '../../../examples/generator/amounts.ts'
import { type Random, seeded } from '../../../examples/generator/random.ts'
import { awkwardLine, type HostLine } from './host-line.ts'
import { type HostTax, hostTaxCodes } from './tax-treatments.ts'

/** An invoice or credit as some office's software would print it; the two differ in the host by nothing that counts here. */
export interface HostDocument {
  kind: 'invoice' | 'credit'
  /** Invoice and credit share these fields. */
  body: Invoice
  /** Whether the host rounds VAT on each line or once per rate. */
  rounds: 'perLine' | 'perRate'
}

/**
 * The `index`th document of a seed: 1 to 40 lines, up to millions of pounds, all treatments, prices with or without VAT, discounts, fractions, negative lines,
 * VAT rounded per line (three in four) or once per rate. Its totals are the host's own arithmetic, which is not the product's.
 */
export function hostDocument(seed: string, index: number): HostDocument {
  const random = seeded(`${seed} document ${index}`)
  const pricesIncludeTax = random.chance(35)
  const taxes = taxesOf(random)
  const scale = random.pick(['pennies', 'usual', 'usual', 'usual', 'large'] as const)
  const lines = notNegative(
    Array.from({ length: lineCount(random) }, (_, at) => awkwardLine(random, `L${at + 1}`, random.pick(taxes), scale)),
  )
  const rounds = random.chance(25) ? 'perRate' : 'perLine'
  const printed = printedTotals(lines, pricesIncludeTax, rounds)
  return {
    kind: random.chance(20) ? 'credit' : 'invoice',
    rounds,
    body: {
      state: 'issued',
      number: `${seed}-${index}`,
      customer: 'c',
      issueDate: `2026-10-${String(random.int(1, 28)).padStart(2, '0')}`,
      currency: random.chance(5) ? 'EUR' : 'GBP',
      pricesIncludeTax,
      lines: lines.map((line) => printedLine(line, pricesIncludeTax, rounds === 'perLine' && printed.lineTaxes)),
      totals: { ...printed.totals, ...(random.chance(50) && { taxByCode: printed.byCode }) },
    },
  }
}

/** Most invoices are short. */
const lineCount = (random: Random): number => (random.chance(70) ? random.int(1, 8) : random.int(1, 40))

/** Reverse charge stands alone as a rule, and now and then beside other lines. */
function taxesOf(random: Random): HostTax[] {
  if (random.chance(8)) return [random.pick(['RC', 'RC5'] as const)]
  const all = Object.keys(hostTaxCodes) as HostTax[] // the keys of the table
  return random.chance(50) ? ['S'] : random.shuffle(all).slice(0, random.int(1, 4))
}

/** A document's total is never below nothing: where taken-off lines weigh more, they are turned round. */
function notNegative(lines: HostLine[]): HostLine[] {
  const below = sum(lines.map(({ amount }) => amount)) < 0
  const turned = below ? lines.map(turnedRound) : lines
  // A mix of rates can leave VAT below nothing on a total that is barely above it: then nothing is taken off.
  const tax = sum(turned.map(({ amount, taxCode }) => taxOn(amount, hostTaxCodes[taxCode].charged)))
  return tax < 0 ? turned.map((line) => (line.amount < 0 ? turnedRound(line) : line)) : turned
}

const turnedRound = (line: HostLine): HostLine => ({
  ...line,
  amount: -line.amount,
  quantity: line.quantity.startsWith('-') ? line.quantity.slice(1) : `-${line.quantity}`,
  ...(line.discount !== undefined && 'amount' in line.discount && { discount: { amount: -line.discount.amount } }),
})

function printedLine(line: HostLine, pricesIncludeTax: boolean, withTax: boolean): Line {
  const { amount, ...rest } = line
  return {
    ...rest,
    description: `Work ${line.lineId}`,
    ...(pricesIncludeTax ? { gross: amount } : { net: amount }),
    ...(withTax && { tax: taxOf(amount, line.taxCode, pricesIncludeTax) }),
  }
}

const taxOf = (amount: number, taxCode: HostTax, inside: boolean): number =>
  inside ? taxInside(amount, hostTaxCodes[taxCode].charged) : taxOn(amount, hostTaxCodes[taxCode].charged)

function printedTotals(lines: HostLine[], pricesIncludeTax: boolean, rounds: HostDocument['rounds']) {
  const byCode = [...Map.groupBy(lines, ({ taxCode }) => taxCode)].map(([taxCode, own]) => {
    const amount = sum(own.map((line) => line.amount))
    const tax =
      rounds === 'perLine'
        ? sum(own.map((line) => taxOf(line.amount, taxCode, pricesIncludeTax)))
        : taxOf(amount, taxCode, pricesIncludeTax)
    return { taxCode, net: pricesIncludeTax ? amount - tax : amount, tax }
  })
  const [net, tax] = [sum(byCode.map((code) => code.net)), sum(byCode.map((code) => code.tax))]
  return { byCode, totals: { net, tax, gross: net + tax }, lineTaxes: lines.length % 2 === 0 }
}
