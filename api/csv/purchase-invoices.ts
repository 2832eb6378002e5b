import { purchaseInvoice } from '../../domain/purchase-invoice.ts'
import { checkBody, nest, readFacts } from './build-body.ts'
import { type Drafts, gather } from './draft.ts'
import { fieldsOf } from './fields.ts'
import type { CellReader } from './read-cell.ts'
import { inRow } from './in-row.ts'
import type { Sheet } from './sheet.ts'

/** Reads suppliers' invoices: one row each; a supplier and a number are one invoice. */
export function readPurchaseInvoices(sheet: Sheet, reader: CellReader): Drafts<'purchaseInvoice'> {
  const gathering = gather('purchaseInvoice')
  for (const row of sheet.rows) {
    const place = { part: sheet.part, row: row.row }
    const externalId = `${row.text('supplierName')} ${row.text('number')}`.trim()
    const facts = readFacts(reader, row, fieldsOf.purchaseInvoices, Object.keys(fieldsOf.purchaseInvoices))
    const body = facts.ok ? checkBody(purchaseInvoice, nest(facts.value)) : facts
    if (body.ok) gathering.add({ externalId, body: body.value, rows: [place] })
    else gathering.refuse([place], externalId, inRow(row, body.why))
  }
  return gathering.done()
}
