import { credit } from '../../domain/credit.ts'
import { invoice } from '../../domain/invoice.ts'
import { checkBody, type Facts, nest, type Read, readFacts } from './build-body.ts'
import { type Drafts, gather } from './draft.ts'
import { type Field, fieldsOf, headFields, invoicesWithLines, lineFields } from './fields.ts'
import { buildLine, type DraftLine } from './lines.ts'
import type { CellReader } from './read-cell.ts'
import { inRow } from './in-row.ts'
import { missing, type Refusal, refusal, type RowPlace } from './refusal.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import type { TaxReading } from './tax-codes.ts'
import { totalsOf } from './totals.ts'

/** How an invoice or a credit is spread over rows: a head with lines of its own part, or a line in every row. */
interface Layout {
  kind: 'invoice' | 'credit'
  fields: Record<string, Field>
  lineFields: Record<string, Field>
}

interface RowsOfDocument {
  head: SheetRow
  /** Why this row is no document of its own: it repeats an earlier one. */
  repeats?: Refusal | undefined
  headPlaces: RowPlace[]
  lines: { row: SheetRow; place: RowPlace }[]
}

/** Invoices with a part of lines; lines of no invoice in the import are refused. */
export function readInvoices(heads: Sheet, lines: Sheet, reader: CellReader, tax: TaxReading): Drafts<'invoice'> {
  const layout: Layout = { kind: 'invoice', fields: fieldsOf.invoices, lineFields: fieldsOf.invoiceLines }
  const { documents, orphans } = joinLines(heads, lines)
  const read = readDocuments(layout, documents, reader, tax)
  const gathering = gather('invoice')
  for (const { row, place } of orphans) {
    gathering.refuse([place], null, refusal('IMPORT_ROW_ORPHAN', 'document', { value: row.text('document') }))
  }
  // The layout says invoice, so these are.
  return { drafts: read.drafts as Drafts<'invoice'>['drafts'], refused: [...read.refused, ...gathering.done().refused] }
}

/** Invoices or credits with a line in every row; rows of one document must agree in what it is. */
export function readFlat<K extends 'invoice' | 'credit'>(kind: K, sheet: Sheet, reader: CellReader, tax: TaxReading): Drafts<K> {
  const fields = kind === 'invoice' ? invoicesWithLines : fieldsOf.credits
  const read = readDocuments({ kind, fields, lineFields: fields }, groupRows(sheet), reader, tax)
  // The layout's kind is K.
  return read as Drafts<K>
}

function readDocuments(layout: Layout, documents: RowsOfDocument[], reader: CellReader, tax: TaxReading): Drafts<'invoice' | 'credit'> {
  const gathering = gather<'invoice' | 'credit'>(layout.kind)
  for (const document of documents) {
    const externalId = idOf(document.head)
    const places = [...document.headPlaces, ...document.lines.map(({ place }) => place)]
    const unique = [...new Map(places.map((place) => [`${place.part}/${place.row}`, place])).values()]
    const body = readDocument(layout, document, reader, tax)
    if (body.ok) gathering.add({ externalId, body: body.value, rows: unique })
    else gathering.refuse(unique, externalId || null, body.why)
  }
  return gathering.done()
}

const idOf = (row: SheetRow): string => row.text('externalId') || row.text('number')

function readDocument(layout: Layout, document: RowsOfDocument, reader: CellReader, tax: TaxReading) {
  const unread =
    document.head.fault ?? document.repeats ?? (idOf(document.head) === '' ? inRow(document.head, missing('number')) : undefined)
  if (unread) return { ok: false as const, why: unread }
  const differing = differingField(document)
  if (differing)
    return { ok: false as const, why: inRow(document.head, refusal('IMPORT_GROUP_DIFFERS', differing, { value: idOf(document.head) })) }
  const head = readFacts(
    reader,
    document.head,
    layout.fields,
    headFields.filter((name) => name !== 'externalId'),
  )
  if (!head.ok) return head
  if (document.lines.length === 0)
    return { ok: false as const, why: refusal('IMPORT_LINES_MISSING', 'lines', { value: idOf(document.head) }) }
  const lines = readLines(layout, document, head.value, reader, tax)
  if (!lines.ok) return lines
  const finished = finish(layout, head.value, lines.value, tax)
  return finished.ok ? finished : inItsRow(finished.why, document)
}

/** A fault of the whole document stands in its first row, one of a line in the line's. */
function inItsRow(why: Refusal, { head, lines }: RowsOfDocument): { ok: false; why: Refusal } {
  const [, index, field] = /^lines\.(\d+)\.(.+)$/.exec(why.field) ?? []
  const line = index === undefined ? undefined : lines[Number(index)]
  if (!line || field === undefined) return { ok: false, why: inRow(head, why) }
  return inLine(inRow(line.row, { ...why, field }), line.row)
}

function readLines(layout: Layout, document: RowsOfDocument, head: Facts, reader: CellReader, tax: TaxReading): Read<DraftLine[]> {
  const lines: DraftLine[] = []
  for (const [index, { row }] of document.lines.entries()) {
    const facts = readFacts(reader, row, layout.lineFields, lineFields)
    if (!facts.ok) return inLine(facts.why, row)
    const line = buildLine(facts.value, index, head, tax)
    if (!line.ok) return inLine(inRow(row, line.why), row)
    lines.push(line.value)
  }
  return { ok: true, value: lines }
}

/** A refused line refuses its document; field and words say which row of the lines it was. */
function inLine(why: Refusal, row: SheetRow): { ok: false; why: Refusal } {
  const place = `row ${row.row} of the lines`
  const values = why.code === 'IMPORT_ROW_CELLS' ? { row: `${row.row} of the lines` } : { column: `${row.column(why.field)} of ${place}` }
  return { ok: false, why: { ...why, field: `lines.${why.field} (row ${row.row})`, values: { ...why.values, ...values } } }
}

function finish(layout: Layout, head: Facts, lines: DraftLine[], tax: TaxReading) {
  const pricesIncludeTax = head['pricesIncludeTax'] ?? lines.every((line) => line.gross !== undefined && line.net === undefined)
  const totals = totalsOf(head, lines, pricesIncludeTax === true, tax)
  if (!totals.ok) return totals
  const { 'totals.net': _net, 'totals.tax': _tax, 'totals.gross': _gross, ...rest } = head
  const corrects = lines.flatMap((line) => line.corrects ?? [])
  const body = {
    ...nest({ state: 'issued', ...rest }),
    pricesIncludeTax,
    lines,
    totals: totals.value,
    ...(corrects.length > 0 ? { corrects: distinct(corrects) } : {}),
  }
  return layout.kind === 'invoice' ? checkBody(invoice, body) : checkBody(credit, body)
}

const distinct = (refs: { invoice: string }[]): { invoice: string }[] =>
  [...new Set(refs.map((ref) => ref.invoice))].map((invoice) => ({ invoice }))

/** The first fact in which a later row of a document says otherwise than the first. */
function differingField({ head, lines }: RowsOfDocument): string | undefined {
  if (lines[0]?.row !== head) return undefined
  return headFields.find((name) => lines.some(({ row }) => row.text(name) !== '' && row.text(name) !== head.text(name)))
}

function groupRows(sheet: Sheet): RowsOfDocument[] {
  const documents = new Map<string, RowsOfDocument>()
  for (const row of sheet.rows) {
    const line = { row, place: { part: sheet.part, row: row.row } }
    // A row without a number is a document of its own, and refused for it.
    const key = idOf(row) || `row ${row.row}`
    const document = documents.get(key)
    if (document) document.lines.push(line)
    else documents.set(key, { head: row, headPlaces: [line.place], lines: [line] })
  }
  return [...documents.values()]
}

/** Lines name their invoice by id or by number. A row of heads that repeats another is the same invoice, or refused. */
function joinLines(heads: Sheet, lines: Sheet): { documents: RowsOfDocument[]; orphans: RowsOfDocument['lines'] } {
  const documents = documentsOf(heads)
  const byName = new Map<string, RowsOfDocument>()
  for (const document of documents) {
    for (const name of [document.head.text('number'), idOf(document.head)]) if (name !== '' && !byName.has(name)) byName.set(name, document)
  }
  const orphans: RowsOfDocument['lines'] = []
  for (const row of lines.rows) {
    const line = { row, place: { part: lines.part, row: row.row } }
    const owner = byName.get(row.text('document'))
    if (owner) owner.lines.push(line)
    else orphans.push(line)
  }
  for (const document of documents) if (document.lines.length === 0) document.repeats ??= sameNumber(document, byName)
  return { documents, orphans }
}

function documentsOf(heads: Sheet): RowsOfDocument[] {
  const byId = new Map<string, RowsOfDocument>()
  const documents: RowsOfDocument[] = []
  for (const head of heads.rows) {
    const place = { part: heads.part, row: head.row }
    const earlier = byId.get(idOf(head))
    if (earlier && !head.fault && sameHead(earlier.head, head)) {
      earlier.headPlaces.push(place)
      continue
    }
    const document: RowsOfDocument = { head, headPlaces: [place], lines: [] }
    if (earlier) document.repeats = refusal('IMPORT_ROW_DOUBLED', 'externalId', { value: idOf(head) })
    else if (idOf(head) !== '') byId.set(idOf(head), document)
    documents.push(document)
  }
  return documents
}

const sameHead = (one: SheetRow, other: SheetRow): boolean =>
  Object.keys(fieldsOf.invoices).every((name) => one.text(name) === other.text(name))

/** Lines that name a number go to the first invoice that bears it; another one is left without. */
function sameNumber({ head }: RowsOfDocument, byName: Map<string, RowsOfDocument>): Refusal | undefined {
  const number = head.text('number')
  const holder = byName.get(number)?.head
  if (!holder || holder === head || number === '') return undefined
  return refusal('NUMBER_TAKEN', 'number', { number, document: `invoice ${idOf(holder)}` })
}
