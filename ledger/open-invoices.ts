import { sql } from 'kysely'
import type { OpenInvoice } from '../domain/push-facts.ts'
import type { Scope } from './database.ts'
import { plannedAllocations } from './sync-run-items.ts'

interface InvoiceRow {
  external_id: string
  customer: string
  currency: string
  number: string
  date: string
  gross: number
  /** Open in the books; null: not in the books yet. */
  amount_due: number | null
  tax_point: string | null
  tax_codes: string[]
  cis_deduction: number | null
  /** By a credit of ours that stands in the books. */
  written_off: number | null
}

/** What is open on invoices, by ref: in the books, also of one that a preview is to adopt (or all of one that is not there yet), minus what this run has planned against it. Minor units. */
export async function openInvoices(
  scope: Scope,
  at: { connectionId: string; syncRunId: string },
  externalIds: string[],
): Promise<Map<string, OpenInvoice>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<InvoiceRow>`
    select d.external_id, d.customer, d.currency, d.number, d.date::text as date, d.amount as gross,
      case when coalesce(l.book_id, i.book_id) is null then null else coalesce(b.amount_due, d.amount) end as amount_due,
      d.body->>'taxPoint' as tax_point, array(select distinct line->>'taxCode' from jsonb_array_elements(d.body->'lines') line) as tax_codes,
      case when exists (select from links c where c.connection_id = ${at.connectionId} and c.kind = 'payment' and c.detached_at is null
        and c.part = 'allocation:cis/invoice/' || d.external_id) then null else (d.body->'cis'->>'deduction')::bigint end as cis_deduction,
      (select wb.gross from links w join book_documents wb on wb.connection_id = w.connection_id and wb.book_id = w.book_id and wb.state = 'inLedger'
        where w.connection_id = ${at.connectionId} and w.kind = 'invoice' and w.external_id = d.external_id and w.part = 'writeOff' and w.detached_at is null) as written_off
    from documents d
    left join links l on l.connection_id = ${at.connectionId} and l.kind = 'invoice' and l.external_id = d.external_id and l.part = 'main' and l.detached_at is null
    left join sync_run_items i on i.sync_run_id = ${at.syncRunId} and i.kind = 'invoice' and i.external_id = d.external_id and i.part = 'main' and i.decision = 'adopt'
    left join book_documents b on b.connection_id = ${at.connectionId} and b.book_id = coalesce(l.book_id, i.book_id)
    where d.kind = 'invoice' and d.external_id = any(${externalIds})`.execute(scope.db)
  const planned = await plannedAllocations(
    scope,
    at.syncRunId,
    rows.map((row) => `invoice/${row.external_id}`),
  )
  return new Map(rows.map((row) => [`invoice/${row.external_id}`, openOf(row, planned.get(`invoice/${row.external_id}`) ?? 0)]))
}

const openOf = (row: InvoiceRow, planned: number): OpenInvoice => ({
  customer: row.customer,
  currency: row.currency,
  number: row.number,
  issueDate: row.date,
  gross: row.gross,
  ...(row.tax_point !== null && { taxPoint: row.tax_point }),
  taxCodes: row.tax_codes,
  // Entered once, with the receipt that leaves exactly it open (accounting rule 20).
  ...(row.cis_deduction !== null && { cisDeduction: row.cis_deduction }),
  ...(row.written_off !== null && { writtenOff: row.written_off }),
  open: (row.amount_due ?? row.gross) - planned,
})
