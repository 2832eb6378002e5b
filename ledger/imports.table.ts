import type { Generated } from 'kysely'
import type { PurchaseInvoice } from '../domain/purchase-invoice.ts'
import type { Json, DefaultedJson } from './json-column.ts'

export interface ImportsTable {
  id: Generated<string>
  company_id: string
  state: 'asking' | 'done'
  mapping: Json<unknown>
  questions: DefaultedJson<unknown>
  counts: DefaultedJson<Record<string, number>>
  asked_by: string
  at: Generated<Date>
}

export interface ImportRowsTable {
  company_id: string
  import_id: string
  part: string
  row: number
  kind: string | null
  external_id: string | null
  result: 'created' | 'changed' | 'unchanged' | 'refused'
  code: string | null
  field: string | null
  message: string | null
}

export interface PurchaseInvoicesTable {
  company_id: string
  supplier_name: string
  number: string
  body: Json<PurchaseInvoice>
  received_at: Generated<Date>
}
