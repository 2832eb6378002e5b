import type { BooksCheck } from './check-books.ts'
import type { HostRecords } from './host-records.ts'
import type { Scene } from './scene.ts'

interface Figure {
  count: number
  /** Minor units. */
  amount: number
}

/** One figure of the data set as it came, what was planned to happen to it, and as the books show it in the end. */
export interface FigureRow {
  name: string
  data: Figure
  /** Whether the data set's figure is the one that expected.json states; absent where it states none. */
  expected?: boolean
  changes: Figure
  books: Figure
}

const names = ['invoices', 'credits', 'receipts'] as const

/** Invoices, credits, receipts and the balance of all customers; planned changes are what documents that were edited, added, cancelled, reversed or left out differ by. */
export function figuresOf(scene: Scene, check: BooksCheck): FigureRow[] {
  const data = dataFigures(scene.town.records)
  const rows = names.map((name): FigureRow => {
    const expected = asExpected(scene, name, data[name])
    return {
      name,
      data: data[name],
      ...(expected !== undefined && { expected }),
      changes: less(check[name], data[name]),
      books: check[name],
    }
  })
  const balance = { count: scene.town.records.customer.size, amount: data.invoices.amount - data.credits.amount - data.receipts.amount }
  const books = { count: check.contacts, amount: check.balance }
  return [...rows, { name: 'customers and balance', data: balance, changes: less(books, balance), books }]
}

const less = (a: Figure, b: Figure): Figure => ({ count: a.count - b.count, amount: a.amount - b.amount })

function dataFigures({ invoice, credit, payment }: HostRecords): Record<(typeof names)[number], Figure> {
  const sum = (amounts: number[]): Figure => ({ count: amounts.length, amount: amounts.reduce((total, amount) => total + amount, 0) })
  return {
    invoices: sum([...invoice.values()].map(({ totals }) => totals.gross)),
    credits: sum([...credit.values()].map(({ totals }) => totals.gross)),
    receipts: sum([...payment.values()].filter(({ direction }) => direction !== 'refunded').map(({ amount }) => amount)),
  }
}

/** Only files that state figures of the whole data set are held against it. */
function asExpected({ town: { data, whole } }: Scene, name: string, found: Figure): boolean | undefined {
  const figures = data.expected?.['figures']
  const wanted: unknown = typeof figures === 'object' && figures !== null ? Reflect.get(figures, name) : undefined
  if (!whole || typeof wanted !== 'object' || wanted === null) return undefined
  const amount: unknown = Reflect.get(wanted, 'gross') ?? Reflect.get(wanted, 'amount')
  return Reflect.get(wanted, 'count') === found.count && amount === found.amount
}

/** A data set that is not what its file says. */
export const wrongFigures = (rows: FigureRow[]): string[] =>
  rows.filter(({ expected }) => expected === false).map(({ name }) => `the data set has other ${name} than its expected.json`)
