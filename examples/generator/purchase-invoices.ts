import { taxOn } from './amounts.ts'
import { addDays, LAST_ISSUE, START_FROM, weekdays } from './days.ts'
import { suppliers } from './firms.ts'
import { seeded } from './random.ts'

export interface PurchaseRecord {
  supplier: string
  number: string
  issueDate: string
  dueDate: string
  description: string
  nominal: string
  vat: 'S' | 'Z'
  net: number
  tax: number
}

/** What the office was charged: for the exports only, never pushed. */
export function purchaseInvoices(): PurchaseRecord[] {
  const random = seeded('purchases')
  const days = weekdays(START_FROM, LAST_ISSUE)
  return Array.from({ length: 14 }, () => {
    const issueDate = random.pick(days)
    const vat = random.chance(85) ? ('S' as const) : ('Z' as const)
    const net = random.int(1500, 98_000)
    const description = random.pick(['Boilers and flues', 'Copper tube, fittings', 'Van lease', 'Skip, 8 yard', 'Workwear "Gas Safe" logo'])
    return {
      supplier: random.pick(suppliers),
      number: `${random.int(10_000, 99_999)}/${random.int(1, 9)}`,
      issueDate,
      dueDate: addDays(issueDate, 30),
      description,
      nominal: '5000',
      vat,
      net,
      tax: vat === 'S' ? taxOn(net, 20) : 0,
    }
  }).sort((one, other) => (one.issueDate < other.issueDate ? -1 : one.issueDate > other.issueDate ? 1 : 0))
}
