import { sql } from 'kysely'
import type { PurchaseInvoice } from '../domain/purchase-invoice.ts'
import type { Scope } from './database.ts'
import { canonicalJson } from '../domain/rules/canonical-json.ts'

const CHUNK = 500

/** Keeps suppliers' invoices for exports, by supplier and number; says per row what became of it, in the order given. */
export async function savePurchaseInvoices(scope: Scope, rows: PurchaseInvoice[]): Promise<('created' | 'changed' | 'unchanged')[]> {
  const known = await readKnown(scope)
  const results = rows.map((row) => {
    const before = known.get(keyOf(row))
    known.set(keyOf(row), canonicalJson(row))
    if (before === undefined) return 'created'
    return before === canonicalJson(row) ? 'unchanged' : 'changed'
  })
  const newest = [...new Map(rows.map((row) => [keyOf(row), row])).values()]
  for (let start = 0; start < newest.length; start += CHUNK) await write(scope, newest.slice(start, start + CHUNK))
  return results
}

/** Suppliers' invoices by issue date, within the days given. */
export async function listPurchaseInvoices(
  scope: Scope,
  { from, to }: { from?: string | undefined; to?: string | undefined } = {},
): Promise<PurchaseInvoice[]> {
  const rows = await scope.db.selectFrom('purchase_invoices').select('body').orderBy(sql`body->>'issueDate'`).orderBy('number').execute()
  return rows
    .map((row) => row.body)
    .filter((body) => (from === undefined || body.issueDate >= from) && (to === undefined || body.issueDate <= to))
}

async function readKnown(scope: Scope): Promise<Map<string, string>> {
  const rows = await scope.db.selectFrom('purchase_invoices').select('body').execute()
  return new Map(rows.map((row) => [keyOf(row.body), canonicalJson(row.body)]))
}

const keyOf = (row: PurchaseInvoice): string => JSON.stringify([row.supplierName, row.number])

async function write(scope: Scope, rows: PurchaseInvoice[]): Promise<void> {
  await scope.db
    .insertInto('purchase_invoices')
    .values(
      rows.map((row) => ({ company_id: scope.companyId, supplier_name: row.supplierName, number: row.number, body: JSON.stringify(row) })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'supplier_name', 'number'])
        .doUpdateSet((on) => ({ body: on.ref('excluded.body'), received_at: sql`clock_timestamp()` })),
    )
    .execute()
}
