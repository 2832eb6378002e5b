import { payment } from '../../domain/payment.ts'
import { explainError } from '../../domain/explain-error.ts'
import { sum } from '../../domain/money.ts'
import type { ImportMapping, ImportQuestion } from '../contract/imports.ts'
import { checkBody, type Facts, nest, type Read, readFacts } from './build-body.ts'
import { type Drafts, gather } from './draft.ts'
import { fieldsOf } from './fields.ts'
import type { CellReader } from './read-cell.ts'
import { inRow } from './in-row.ts'
import { missing, type Refusal, refusal, type RowPlace } from './refusal.ts'
import type { Sheet, SheetRow } from './sheet.ts'

interface PaymentRow {
  row: SheetRow
  place: RowPlace
  externalId: string
}

/** Between the methods of a transfer whose rows name several: mapped to an account only where all of them lead to the same one. */
export const METHODS_JOINED = ' + '

/** Fields that the parts of one receipt share. */
const shared = ['direction', 'customer', 'date', 'currency', 'bankAccount', 'reference', 'state', 'reversedOn'] as const

/** Reads payments: one row, one receipt, unless rows came as one transfer by the mapping's rule (accounting rule 4). */
export function readPayments(sheet: Sheet, reader: CellReader, mapping: ImportMapping): Drafts<'payment'> {
  const gathering = gather('payment')
  for (const rows of groupsOf(sheet, groupingOf(sheet, mapping))) {
    const places = rows.map(({ place }) => place)
    const [externalId = ''] = rows.map((row) => row.externalId).toSorted()
    const fault = rows.find(({ row }) => row.fault)?.row.fault
    const unnamed = fault ?? (externalId === '' ? inHead(rows, missing('externalId')) : undefined)
    const body = unnamed ? ({ ok: false, why: unnamed } as const) : readReceipt(rows, reader)
    if (body.ok) gathering.add({ externalId: idOf(rows, externalId), body: body.value, rows: places })
    else gathering.refuse(places, externalId || null, inHead(rows, body.why))
  }
  return gathering.done()
}

const inHead = ([first]: PaymentRow[], why: Refusal): Refusal => (first && why.code !== 'IMPORT_ROW_CELLS' ? inRow(first.row, why) : why)

/** Rows that share customer, day and reference may have come as one transfer; only the office knows. Nothing to ask where it would change nothing. */
export function askGrouping(sheet: Sheet, mapping: ImportMapping): ImportQuestion[] {
  if (mapping.receipts !== undefined || sheet.has('receipt')) return []
  const groups = groupsOf(sheet, proposed).filter((rows) => rows.length > 1)
  if (groups.length === 0) return []
  const explained = explainError('IMPORT_GROUPING_UNCONFIRMED', { count: sum(groups.map((rows) => rows.length)), value: groups.length })
  return [
    {
      code: 'IMPORT_GROUPING_UNCONFIRMED',
      ...explained,
      part: sheet.part,
      field: null,
      options: [],
      pointer: '/receipts',
      proposed: { by: proposed },
    },
  ]
}

const proposed = ['customer', 'date', 'reference']

const groupingOf = (sheet: Sheet, mapping: ImportMapping): string[] | null =>
  mapping.receipts === undefined ? (sheet.has('receipt') ? ['receipt'] : null) : mapping.receipts.by

/** A row in which one of the fields is empty stands by itself. */
function groupsOf(sheet: Sheet, by: string[] | null): PaymentRow[][] {
  const groups = new Map<string, PaymentRow[]>()
  for (const row of sheet.rows) {
    const parts = (by ?? []).map((field) => row.text(field))
    const key = parts.length === 0 || parts.includes('') ? `row ${row.row}` : JSON.stringify(parts)
    const rows = groups.get(key) ?? []
    rows.push({ row, place: { part: sheet.part, row: row.row }, externalId: row.text('externalId') })
    groups.set(key, rows)
  }
  return [...groups.values()]
}

/** The id of a row that is a receipt; of several, the receipt's own id where the file has one, else the first of theirs in order. */
function idOf(rows: PaymentRow[], first: string): string {
  const receipts = new Set(rows.map(({ row }) => row.text('receipt')))
  const [receipt = ''] = receipts
  return rows.length > 1 && receipts.size === 1 && receipt !== '' ? receipt : first
}

function readReceipt(rows: PaymentRow[], reader: CellReader): Read<ReturnType<typeof payment.parse>> {
  const parts: Facts[] = []
  for (const { row } of rows) {
    const facts = readFacts(reader, row, fieldsOf.payments, names)
    if (!facts.ok) return facts
    if (typeof facts.value['amount'] !== 'number') return { ok: false, why: inRow(row, missing('amount')) }
    parts.push(facts.value)
  }
  const [first] = parts
  const differing = shared.find((field) => parts.some((part) => part[field] !== first?.[field]))
  if (differing) return { ok: false, why: differs(differing, rows) }
  return checkBody(payment, bodyOf(parts))
}

const names = Object.keys(fieldsOf.payments).filter((name) => name !== 'externalId')

const differs = (field: string, rows: PaymentRow[]): Refusal =>
  refusal('IMPORT_GROUP_DIFFERS', field, {
    value: rows
      .map((row) => row.externalId)
      .join(', ')
      .slice(0, 200),
  })

function bodyOf(parts: Facts[]): Record<string, unknown> {
  const { amount: _amount, invoice: _invoice, credit: _credit, allocated: _allocated, ...head } = parts[0] ?? {}
  const methods = [...new Set(parts.flatMap((part) => (part['method'] === undefined ? [] : [String(part['method'])])))].toSorted()
  const allocations = parts.flatMap(allocationOf)
  return {
    ...nest({ state: 'recorded', ...head }),
    ...(methods.length > 0 ? { method: methods.join(METHODS_JOINED) } : {}),
    amount: sum(parts.map((part) => Number(part['amount']))),
    ...(allocations.length > 0 ? { allocations: merged(allocations) } : {}),
  }
}

interface StatedAllocation {
  invoice?: string
  credit?: string
  amount: number
}

/** A row that names a document settles it with its amount, or with the part that the file says. */
function allocationOf(part: Facts): StatedAllocation[] {
  const amount = Number(part['allocated'] ?? part['amount'])
  if (part['invoice'] !== undefined) return [{ invoice: String(part['invoice']), amount }]
  if (part['credit'] !== undefined) return [{ credit: String(part['credit']), amount }]
  return []
}

function merged(allocations: StatedAllocation[]): StatedAllocation[] {
  const byDocument = Map.groupBy(allocations, ({ invoice, credit }) => JSON.stringify([invoice, credit]))
  return [...byDocument.values()].map((same) => ({ ...same[0], amount: sum(same.map(({ amount }) => amount)) }))
}
