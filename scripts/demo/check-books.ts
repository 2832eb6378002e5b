import type { DemoData } from './answers.ts'
import type { DemoCompany } from './demo-company.ts'
import type { SandboxBooks, SandboxControl } from './sandbox-control.ts'

/** Reads the books themselves and compares with what the data set expects; prints the figures. True: nothing doubled, and as expected where the file says so. */
export async function checkBooks(
  sandbox: SandboxControl,
  company: DemoCompany,
  data: DemoData,
  say: (line: string) => void,
): Promise<boolean> {
  const books = await sandbox.books(company.organisationId)
  const found = figuresOf(books)
  for (const [name, figure] of Object.entries(found)) say(`  in the books: ${name} ${figure.count} · ${pounds(figure.amount)}`)
  const doubled = doubledNumbers(books)
  say(`  numbers that stand twice: ${doubled.length}`)
  const wrong = wrongFigures(data.expected?.['figures'], found)
  for (const line of wrong) say(`  NOT AS EXPECTED: ${line}`)
  return doubled.length === 0 && wrong.length === 0
}

interface Figure {
  count: number
  /** Minor units. */
  amount: number
}

function figuresOf(books: SandboxBooks): Record<'invoices' | 'credits' | 'receipts' | 'overpayments', Figure> {
  const live = <T extends { Status: string }>(rows: T[]) => rows.filter(({ Status }) => Status !== 'VOIDED' && Status !== 'DELETED')
  const sum = (amounts: number[]): Figure => ({
    count: amounts.length,
    amount: amounts.reduce((total, amount) => total + Math.round(amount * 100), 0),
  })
  const single = live(books.payments).filter(({ PaymentType, BatchPayment }) => PaymentType === 'ACCRECPAYMENT' && !BatchPayment)
  const overpayments = live(books.overpayments).map(({ Total }) => Total)
  const receipts = sum([...single.map(({ Amount }) => Amount), ...live(books.batchPayments).map(({ TotalAmount }) => TotalAmount)])
  return {
    invoices: sum(
      live(books.invoices)
        .filter(({ Type }) => Type === 'ACCREC')
        .map(({ Total }) => Total),
    ),
    credits: sum(live(books.creditNotes).map(({ Total }) => Total)),
    // An over-payment is the rest of a receipt that is counted already.
    receipts: { count: receipts.count, amount: receipts.amount + sum(overpayments).amount },
    overpayments: sum(overpayments),
  }
}

function doubledNumbers(books: SandboxBooks): string[] {
  const seen = new Set<string>()
  return books.invoices
    .filter(({ Type, Status }) => Type === 'ACCREC' && Status !== 'VOIDED' && Status !== 'DELETED')
    .flatMap(({ InvoiceNumber }) => {
      if (!seen.has(InvoiceNumber)) {
        seen.add(InvoiceNumber)
        return []
      }
      return [InvoiceNumber]
    })
}

/** Only files that state figures of the whole data set are held against the books. */
function wrongFigures(expected: unknown, found: Record<string, Figure>): string[] {
  if (typeof expected !== 'object' || expected === null) return []
  return Object.entries(found).flatMap(([name, figure]) => {
    const wanted: unknown = Reflect.get(expected, name)
    if (typeof wanted !== 'object' || wanted === null) return []
    const amount: unknown = Reflect.get(wanted, 'gross') ?? Reflect.get(wanted, 'amount')
    const count: unknown = Reflect.get(wanted, 'count')
    return count === figure.count && amount === figure.amount
      ? []
      : [`${name}: expected ${String(count)} · ${pounds(Number(amount))}, found ${figure.count} · ${pounds(figure.amount)}`]
  })
}

const pounds = (minor: number): string => (minor / 100).toFixed(2)
