import type { Line } from '../../../domain/invoice.ts'
import { lineAmount } from '../../../examples/generator/amounts.ts'
import type { Random } from '../../../examples/generator/random.ts'
import type { HostTax } from './tax-treatments.ts'

/** A line before it is printed: `amount` is its net, or its gross where prices include VAT, after discount; pence. */
export interface HostLine extends Pick<Line, 'lineId' | 'quantity' | 'unitPrice' | 'discount'> {
  amount: number
  taxCode: HostTax
}

/** How dear things are. */
export type Scale = 'pennies' | 'usual' | 'large'

/** One line with whatever quantities, prices and discounts offices have; every twelfth takes something off. */
export function awkwardLine(random: Random, lineId: string, taxCode: HostTax, scale: Scale): HostLine {
  const quantity = `${random.chance(8) ? '-' : ''}${quantities(random)}`
  const unitPrice = prices[scale](random)
  return { lineId, quantity, unitPrice, taxCode, ...discounted(random, quantity, unitPrice) }
}

const quantities = (random: Random): string =>
  random.pick([
    () => '1',
    () => String(random.int(2, 12)),
    () => String(random.int(13, 500)),
    () => `${random.int(0, 9)}.${random.pick(['25', '5', '75'])}`,
    () => `${random.int(0, 20)}.${digits(random, 4)}`,
    () => `${random.int(0, 3)}.${digits(random, 6)}`,
  ])()

const digits = (random: Random, count: number): string => Array.from({ length: count }, () => random.int(0, 9)).join('')

/** Up to six decimals, as host software keeps prices that were worked out from a margin. */
const decimals = (random: Random): string => digits(random, random.pick([2, 2, 2, 3, 4, 6]))

const prices: Record<Scale, (random: Random) => string> = {
  pennies: (random) => `0.${decimals(random)}`,
  usual: (random) => `${random.int(0, 400)}.${decimals(random)}`,
  large: (random) => `${random.int(1_000, 90_000)}.${decimals(random)}`,
}

/** No discount, a percentage on the amount, one on the unit price (rounded there, as some programs do), or an amount off. */
function discounted(random: Random, quantity: string, unitPrice: string): Pick<HostLine, 'amount' | 'discount'> {
  const full = lineAmount(quantity, unitPrice)
  const percent = random.pick(['5', '10', '12.5', '33.33', '2.125', '100'])
  switch (random.pick(['none', 'none', 'none', 'none', 'percent', 'onUnit', 'amount'] as const)) {
    case 'none':
      return { amount: full }
    case 'percent':
      return { amount: lineAmount(quantity, unitPrice, percent), discount: { percent } }
    case 'onUnit':
      return { amount: lineAmount(quantity, poundsOf(lineAmount('1', unitPrice, percent))), discount: { percent } }
    case 'amount': {
      const off = Math.trunc(full / random.int(2, 9))
      return { amount: full - off, discount: { amount: off } }
    }
  }
}

const poundsOf = (pence: number): string => `${Math.trunc(pence / 100)}.${String(pence % 100).padStart(2, '0')}`
