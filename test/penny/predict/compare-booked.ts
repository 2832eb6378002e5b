import type { Expected } from '../../../domain/plan.ts'
import type { HostDocument } from './host-document.ts'

/** An invoice or credit note in the sandbox's books, in the provider's words; amounts in pounds. */
export interface SandboxDocument {
  InvoiceID?: string
  CreditNoteID?: string
  SubTotal: number
  TotalTax: number
  Total: number
  LineAmountTypes: string
  LineItems: { LineAmount?: number; TaxAmount?: number; TaxType?: string }[]
}

interface Amounts {
  net?: number
  tax?: number
  gross?: number
  taxes?: { bookTaxCode: string; net: number; tax: number }[]
}

/** What the books hold otherwise than was predicted, and where they do not come to the total that the customer was given. One line a difference. */
export function compareBooked(
  where: 'answer' | 'books',
  document: HostDocument,
  expected: Expected,
  booked: Amounts | undefined,
): string[] {
  if (booked === undefined) return [`${document.body.number}: not in the ${where}`]
  const wrong: string[] = []
  for (const figure of ['net', 'tax', 'gross'] as const)
    if (expected[figure] !== booked[figure])
      wrong.push(`${document.body.number} ${where} ${figure}: predicted ${expected[figure]}, booked ${booked[figure]}`)
  const [ours, theirs] = [byCode(expected.taxes), byCode(booked.taxes)]
  if (ours !== theirs) wrong.push(`${document.body.number} ${where} per tax code: predicted ${ours}, booked ${theirs}`)
  if (booked.gross !== document.body.totals.gross)
    wrong.push(`${document.body.number} ${where}: the customer’s copy says ${document.body.totals.gross}, the books ${booked.gross}`)
  return wrong
}

/** Codes with an amount, in one order. */
const byCode = (taxes: Amounts['taxes'] = []): string =>
  taxes
    .filter(({ net, tax }) => net !== 0 || tax !== 0)
    .map(({ bookTaxCode, net, tax }) => `${bookTaxCode} ${net}+${tax}`)
    .toSorted()
    .join(', ')
