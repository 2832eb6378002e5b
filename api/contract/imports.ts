import { z } from 'zod'
import { treatments } from '../../domain/entities.ts'
import { decimal, text } from '../../domain/scalars.ts'
import { explained, moment, page, pageQuery, uuid } from './wire.ts'

/** The parts of an import; each may be CSV or JSON lines. */
export const importKinds = ['customers', 'invoices', 'invoiceLines', 'credits', 'payments', 'purchaseInvoices'] as const
export const importKind = z.enum(importKinds).meta({ id: 'ImportKind' })
export type ImportKind = z.infer<typeof importKind>

const perKind = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(importKinds), value)

/** How the office's file is to be read: which header is which field, what its values mean. Fields are named as in the documents. */
export const importMapping = z
  .strictObject({
    dateFormat: z.enum(['yyyy-MM-dd', 'dd/MM/yyyy', 'MM/dd/yyyy', 'dd-MM-yyyy', 'dd.MM.yyyy', 'd MMM yyyy']).optional(),
    /** Amounts in the file may carry a currency sign and thousands separators (`£1,234.50`). */
    amounts: z.enum(['plain', 'withSigns']).optional(),
    /** Rows with fewer cells than the header end in empty ones (some programs leave them out). Absent: such rows are refused. */
    shortRows: z.enum(['refuse', 'empty']).optional(),
    columns: perKind(z.record(text(100), text(200))).optional(),
    values: perKind(z.record(text(100), z.record(text(200), z.string()))).optional(),
    taxCodes: z.record(text(128), z.strictObject({ treatment: z.enum(treatments), rate: decimal })).optional(),
    /** Which payment rows came as one transfer: by these fields; null: each row by itself. Absent: asked, where it would matter. */
    receipts: z.strictObject({ by: z.array(text(100)).min(1).nullable() }).optional(),
    defaults: perKind(z.record(text(100), z.string())).optional(),
  })
  .meta({ id: 'ImportMapping' })
export type ImportMapping = z.infer<typeof importMapping>

/** Something only the office can say. Answer by sending the files again with the mapping filled in. */
export const importQuestion = explained
  .extend({
    part: z.string(),
    field: z.string().nullable(),
    /** Headers or values to choose from. */
    options: z.array(z.string()),
    /** Where the answer goes in the mapping, as a JSON pointer. */
    pointer: z.string(),
    /** What we would take; not taken unless the mapping says so. */
    proposed: z.unknown().optional(),
  })
  .meta({ id: 'ImportQuestion' })
export type ImportQuestion = z.infer<typeof importQuestion>

/** The answer to one row; a row of lines belongs to its document. */
export const importRow = z
  .object({
    part: z.string(),
    row: z.number().int(),
    kind: z.string().nullable(),
    externalId: z.string().nullable(),
    result: z.enum(['created', 'changed', 'unchanged', 'refused']),
    code: z.string().nullable(),
    field: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'ImportRow' })
export type ImportRow = z.infer<typeof importRow>

/** `asking`: nothing was taken yet; answer the questions. `done`: every row has its answer. */
export const importReply = z
  .object({
    importId: uuid,
    state: z.enum(['asking', 'done']),
    at: moment,
    questions: z.array(importQuestion),
    counts: z.record(z.string(), z.record(z.string(), z.number().int())),
    /** Of the tax codes in the files: what the mapping said, to be taken over into the settings. */
    taxCodes: z.array(z.object({ taxCode: z.string(), treatment: z.string(), rate: z.string() })),
    /** Headers that nothing was read from. */
    unusedColumns: z.array(z.object({ part: z.string(), column: z.string() })),
    rows: page(importRow),
  })
  .meta({ id: 'Import' })
export type ImportReply = z.infer<typeof importReply>
export const importQuery = z.strictObject({
  ...pageQuery,
  result: z.enum(['created', 'changed', 'unchanged', 'refused']).optional(),
  part: importKind.optional(),
})

export const exportKinds = ['customers', 'invoices', 'credits', 'payments', 'purchaseInvoices'] as const
export const exportQuery = z.strictObject({ layout: text(50).optional(), from: z.iso.date().optional(), to: z.iso.date().optional() })
