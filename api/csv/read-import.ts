import type { ImportKind, ImportMapping, ImportQuestion } from '../contract/imports.ts'
import { ValidationError } from '../problem-response.ts'
import { readCustomers } from './customers.ts'
import { dateFormat, type ReadDay } from './date-format.ts'
import { type Drafts, gather, type ImportedKind } from './draft.ts'
import { type Field, fieldsOf, invoicesWithLines } from './fields.ts'
import { kindOfPart, readJsonLines } from './json-lines.ts'
import { matchColumns, type Matched } from './match-columns.ts'
import { askGrouping, readPayments } from './payments.ts'
import { readPurchaseInvoices } from './purchase-invoices.ts'
import type { CellReader } from './read-cell.ts'
import { invalid } from './refusal.ts'
import { readFlat, readInvoices } from './sales.ts'
import type { PartContent, Sheet } from './sheet.ts'
import { askTreatments, taxReading } from './tax-codes.ts'

export type AllDrafts = { [K in ImportedKind]: Drafts<K> }

/** What an import comes to before anything is saved: questions first, or the documents and the refused rows. */
export interface ReadImport {
  questions: ImportQuestion[]
  drafts: AllDrafts
  /** Headers that nothing was read from. */
  unused: { part: ImportKind; column: string }[]
}

interface Named {
  matched: Matched
  fields: Record<string, Field>
}

/** Reads the parts of an import by its mapping. Pure: the same files and mapping give the same. */
export function readImport(parts: PartContent[], mapping: ImportMapping): ReadImport {
  checkFieldNames(mapping)
  const tables = matchTables(parts, mapping)
  const sheets = [...tables.values()].map(({ matched, fields }) => ({ sheet: matched.sheet, fields }))
  const dates = dateFormat(mapping, sheets)
  const questions = [
    ...[...tables.values()].flatMap(({ matched }) => matched.questions),
    ...askOffice(tables, mapping),
    ...('question' in dates ? [dates.question] : []),
  ]
  const unused = [...tables].flatMap(([part, { matched }]) => matched.unused.map((column) => ({ part, column })))
  const drafts = questions.length > 0 || 'question' in dates ? nothing() : readAll(parts, tables, mapping, dates.read)
  return { questions, drafts, unused }
}

function matchTables(parts: PartContent[], mapping: ImportMapping): Map<ImportKind, Named> {
  const hasLines = parts.some(({ part }) => part === 'invoiceLines')
  const tables = new Map<ImportKind, Named>()
  for (const content of parts) {
    if (content.form !== 'table') continue
    const fields = content.part === 'invoices' && !hasLines ? invoicesWithLines : fieldsOf[content.part]
    tables.set(content.part, { matched: matchColumns(content.part, content.table, fields, mapping), fields })
  }
  return tables
}

function askOffice(tables: Map<ImportKind, Named>, mapping: ImportMapping): ImportQuestion[] {
  const sheet = (part: ImportKind): Sheet[] => (tables.has(part) ? [sheetOf(tables, part)] : [])
  const withLines = tables.has('invoiceLines') ? sheet('invoiceLines') : sheet('invoices')
  const asked = [
    ...withLines.flatMap((lines) => askTreatments(lines, mapping, !hasTotals(lines) && !sheet('invoices').every(hasTotals))),
    ...sheet('credits').flatMap((lines) => askTreatments(lines, mapping, !hasTotals(lines))),
  ]
  const once = new Map(asked.map((question) => [question.pointer, question]))
  return [...once.values(), ...sheet('payments').flatMap((payments) => askGrouping(payments, mapping))]
}

/** Two of the three totals, or the VAT of each line: nothing has to be worked out with the meaning of a tax code. */
const hasTotals = (sheet: Sheet): boolean =>
  ['totals.net', 'totals.tax', 'totals.gross'].filter((field) => sheet.has(field)).length > 1 || sheet.has('tax')

function readAll(parts: PartContent[], tables: Map<ImportKind, Named>, mapping: ImportMapping, day: ReadDay): AllDrafts {
  const reader: CellReader = { day, signs: mapping.amounts === 'withSigns' }
  const tax = taxReading(mapping)
  const has = (part: ImportKind) => tables.has(part)
  const drafts = nothing()
  if (has('customers')) drafts.customer = readCustomers(sheetOf(tables, 'customers'), reader)
  if (has('invoices') && has('invoiceLines'))
    drafts.invoice = readInvoices(sheetOf(tables, 'invoices'), sheetOf(tables, 'invoiceLines'), reader, tax)
  else if (has('invoices')) drafts.invoice = readFlat('invoice', sheetOf(tables, 'invoices'), reader, tax)
  if (has('credits')) drafts.credit = readFlat('credit', sheetOf(tables, 'credits'), reader, tax)
  if (has('payments')) drafts.payment = readPayments(sheetOf(tables, 'payments'), reader, mapping)
  if (has('purchaseInvoices')) drafts.purchaseInvoice = readPurchaseInvoices(sheetOf(tables, 'purchaseInvoices'), reader)
  for (const content of parts) if (content.form === 'jsonLines') addJsonLines(drafts, content)
  if (has('invoiceLines') && !has('invoices')) refuseLinesAlone(drafts, sheetOf(tables, 'invoiceLines'))
  return drafts
}

function addJsonLines(drafts: AllDrafts, { part, lines }: Extract<PartContent, { form: 'jsonLines' }>): void {
  if (part === 'invoiceLines') {
    const gathering = gather('invoice')
    for (const { row } of lines)
      gathering.refuse([{ part, row }], null, invalid('line', '', 'In JSON the lines come inside their invoice.'))
    drafts.invoice.refused.push(...gathering.done().refused)
    return
  }
  const kind = kindOfPart[part]
  // Read by that kind's own schema, so the drafts are of that kind.
  Object.assign(drafts, { [kind]: readJsonLines(part, kind, lines) })
}

function refuseLinesAlone(drafts: AllDrafts, lines: Sheet): void {
  const nobody: Sheet = { part: 'invoices', rows: [], has: () => false }
  const { refused } = readInvoices(nobody, lines, { day: () => undefined, signs: false }, taxReading({}))
  drafts.invoice.refused.push(...refused)
}

function sheetOf(tables: Map<ImportKind, Named>, part: ImportKind): Sheet {
  const named = tables.get(part)
  if (!named) throw new Error('Only asked for parts that came')
  return named.matched.sheet
}

const nothing = (): AllDrafts => ({
  customer: { drafts: [], refused: [] },
  invoice: { drafts: [], refused: [] },
  credit: { drafts: [], refused: [] },
  payment: { drafts: [], refused: [] },
  purchaseInvoice: { drafts: [], refused: [] },
})

/** A mapping that names a field we do not have is a mistake to be told, not to be passed over. */
function checkFieldNames(mapping: ImportMapping): void {
  const unknown = (['columns', 'values', 'defaults'] as const).flatMap((section) =>
    Object.entries(mapping[section] ?? {}).flatMap(([part, fields]) =>
      Object.keys(fields ?? {})
        .filter((field) => !(field in knownFields(part as ImportKind)))
        .map((field) => ({
          pointer: `mapping/${section}/${part}/${field}`,
          code: 'UNKNOWN_FIELD',
          message: `${part} have no field “${field}”.`,
        })),
    ),
  )
  if (unknown.length > 0) throw new ValidationError(unknown)
}

const knownFields = (part: ImportKind): Record<string, Field> =>
  part === 'invoices' ? { ...fieldsOf.invoices, ...invoicesWithLines } : fieldsOf[part]
