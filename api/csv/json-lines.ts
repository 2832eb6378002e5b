import { documentSchemas } from '../../domain/document.ts'
import { purchaseInvoice } from '../../domain/purchase-invoice.ts'
import type { ImportKind } from '../contract/imports.ts'
import { checkBody } from './build-body.ts'
import { type Drafts, gather, type ImportedBodies, type ImportedKind } from './draft.ts'
import { unstorableText } from '../storable-text.ts'
import { invalid, missing, type Refusal } from './refusal.ts'
import type { JsonLine } from './sheet.ts'
import type { z } from 'zod'

/** The kind that each part holds; lines of invoices come inside them in JSON. */
export const kindOfPart = {
  customers: 'customer',
  invoices: 'invoice',
  credits: 'credit',
  payments: 'payment',
  purchaseInvoices: 'purchaseInvoice',
} as const satisfies Record<Exclude<ImportKind, 'invoiceLines'>, ImportedKind>

const schemas: { [K in ImportedKind]: z.ZodType<ImportedBodies[K]> } = { ...documentSchemas, purchaseInvoice }

/** Reads JSON lines: our document bodies, one per line, with `externalId` beside the fields. */
export function readJsonLines<K extends ImportedKind>(part: ImportKind, kind: K, lines: JsonLine[]): Drafts<K> {
  const gathering = gather(kind)
  for (const { row, value } of lines) {
    const place = { part, row }
    const read = readLine(kind, value)
    if ('why' in read) gathering.refuse([place], read.externalId, read.why)
    else gathering.add({ ...read, rows: [place] })
  }
  return gathering.done()
}

function readLine<K extends ImportedKind>(
  kind: K,
  value: unknown,
): { externalId: string; body: ImportedBodies[K] } | { externalId: string | null; why: Refusal } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { externalId: null, why: invalid('line', '', 'It should be a JSON object.') }
  const pointer = unstorableText(value)
  if (pointer !== undefined) return { externalId: null, why: invalid(pointer.slice(1), '', 'It holds characters that cannot be kept.') }
  // An object that is no list.
  const { externalId, ...body } = value as Record<string, unknown>
  const id = kind === 'purchaseInvoice' ? purchaseId(body) : externalId
  if (typeof id !== 'string' || id === '' || id.length > 128) return { externalId: null, why: missing('externalId') }
  const checked = checkBody(schemas[kind], body)
  return checked.ok ? { externalId: id, body: checked.value } : { externalId: id, why: checked.why }
}

const purchaseId = (body: Record<string, unknown>): string =>
  [body['supplierName'], body['number']]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(' ')
    .trim()
    .slice(0, 128)
