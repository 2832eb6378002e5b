import { randomUUID } from 'node:crypto'
import { composeDecision, type ComposedDecision } from '../../../activities/compose-decision.ts'
import { decideFor } from '../../../activities/decide-for.ts'
import { planContext } from '../../../activities/gather-facts.ts'
import { documentSchemas } from '../../../domain/document.ts'
import type { DocumentKind } from '../../../domain/entities.ts'
import type { PlannedWrite } from '../../../domain/plan.ts'
import type { PlanContext, PushFacts } from '../../../domain/push-facts.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { defaultSettings, type Settings } from '../../../domain/settings.ts'
import { providers } from '../../../providers/registry.ts'
import { aCustomer, intent } from '../../providers/documents.ts'
import { openXeroBooks, type XeroTestBooks } from '../../providers/xero/sandbox-books.ts'
import { compareBooked, type SandboxDocument } from './compare-booked.ts'
import { hostDocument, type HostDocument } from './host-document.ts'
import { type PredictionFigures, noFigures } from './prediction-figures.ts'
import { hostTaxCodes } from './tax-treatments.ts'

const { xero } = providers
const BATCH = 50

/**
 * Generates documents, plans each as a run does (decide, predict, compose), sends what the plan lets go in batches over HTTP, and holds what the sandbox answered and
 * what its books show against the prediction and against the customer's copy. The sandbox counts from the provider's documentation and shares no code with us.
 */
export async function predictAndBook(seed: string, count: number): Promise<PredictionFigures> {
  const books = await openXeroBooks()
  try {
    const figures = noFigures()
    const contactId = await oneCustomer(books)
    const sent: Sent[] = []
    for (let first = 0; first < count; first += BATCH) {
      const documents = Array.from({ length: Math.min(BATCH, count - first) }, (_, at) => hostDocument(seed, first + at))
      sent.push(...(await sendBatch(books, contactId, documents, figures)))
    }
    await checkBooks(books, sent, figures)
    return figures
  } finally {
    await books.stop()
  }
}

interface Sent {
  document: HostDocument
  write: PlannedWrite
  bookId: string
}

async function oneCustomer(books: XeroTestBooks): Promise<string> {
  const composed = xero.compose(intent('createCustomer', { kind: 'customer', externalId: 'c', body: aCustomer('C') }), books.context)
  if (!composed.ok) throw new Error(composed.code)
  const answer = await books.session.send('createCustomer', xero.request('createCustomer', [composed.body]), randomUUID())
  if (answer.outcome !== 'answered' || answer.items[0]?.kind !== 'taken') throw new Error(JSON.stringify(answer))
  return answer.items[0].bookId
}

async function sendBatch(books: XeroTestBooks, contactId: string, documents: HostDocument[], figures: PredictionFigures): Promise<Sent[]> {
  const planned = documents.flatMap((document) => {
    const decision = plan(books, contactId, document)
    figures.count(document, decision)
    return decision.decision === 'write' ? [{ document, write: decision }] : []
  })
  const sent: Sent[] = []
  for (const group of Map.groupBy(planned, ({ write }) => write.operation).values())
    sent.push(...(await send(books, contactId, group, figures)))
  return sent
}

async function send(books: XeroTestBooks, contactId: string, group: Omit<Sent, 'bookId'>[], figures: PredictionFigures): Promise<Sent[]> {
  const bodies = group.map(({ write }) => fillRefs(write.body, { 'customer/c': contactId }))
  const operation = group[0]?.write.operation ?? 'createInvoice'
  const answer = await books.session.send(operation, xero.request(operation, bodies), randomUUID())
  if (answer.outcome !== 'answered') throw new Error(JSON.stringify(answer))
  return group.flatMap(({ document, write }, index) => {
    const item = answer.items[index]
    if (item?.kind !== 'taken') {
      figures.wrong.push(`${document.body.number}: the sandbox refused what the plan let go: ${JSON.stringify(item)}`)
      return []
    }
    figures.wrong.push(...compareBooked('answer', document, write.expected, item.amounts))
    return [{ document, write, bookId: item.bookId }]
  })
}

async function checkBooks(books: XeroTestBooks, sent: Sent[], figures: PredictionFigures): Promise<void> {
  const { invoices, creditNotes } = await books.control<Record<'invoices' | 'creditNotes', SandboxDocument[]>>(
    `books?organisationId=${books.organisationId}`,
  )
  const shown = new Map([...invoices, ...creditNotes].map((record) => [record.InvoiceID ?? record.CreditNoteID ?? '', record]))
  for (const { document, write, bookId } of sent) {
    const record = shown.get(bookId)
    figures.wrong.push(...compareBooked('books', document, write.expected, record && amountsShown(record)))
    figures.booked += record === undefined ? 0 : 1
  }
  if (shown.size !== sent.length) figures.wrong.push(`the books hold ${shown.size} documents, ${sent.length} were sent`)
}

const minor = (pounds: number): number => Math.round(pounds * 100)

/** What the books show, in minor units: totals as they stand, net and tax per code added up from the lines. */
function amountsShown({ SubTotal, TotalTax, Total, LineAmountTypes, LineItems }: SandboxDocument) {
  const taxes = [
    ...Map.groupBy(
      LineItems.filter(({ TaxType }) => TaxType !== undefined),
      ({ TaxType }) => TaxType ?? '',
    ),
  ].map(([bookTaxCode, lines]) => {
    const tax = lines.reduce((sum, line) => sum + minor(line.TaxAmount ?? 0), 0)
    const amount = lines.reduce((sum, line) => sum + minor(line.LineAmount ?? 0), 0)
    return { bookTaxCode, net: LineAmountTypes === 'Inclusive' ? amount - tax : amount, tax }
  })
  return { net: minor(SubTotal), tax: minor(TotalTax), gross: minor(Total), taxes }
}

/** What a run would decide on the document as a new one of a linked customer. */
function plan(books: XeroTestBooks, contactId: string, { kind, body, rounds }: HostDocument): ComposedDecision {
  const parsed = documentSchemas[kind].parse(body)
  const { organisation, codes } = books.context
  // An office that rounds once per rate has agreed to the rounding line, as the demo's has; three in forty have not decided yet.
  const undecided = rounds === 'perRate' && body.lines.length % 13 === 0
  const context: PlanContext = planContext(xero, '2026-11-21', undecided ? settings : withRoundingLine, organisation, codes)
  // One document that stands on nothing but its customer.
  const facts = {
    document: { kind, externalId: body.number, version: 1, body: parsed },
    token: 'CF-000000',
    links: {},
    parents: new Map([['customer/c', { state: 'linked', bookId: contactId }]]),
    candidates: { documents: [], payments: [], onAccount: [] },
    rivals: 1,
    open: new Map(),
  } as unknown as PushFacts<DocumentKind>
  const [decision] = decideFor(kind === 'invoice' ? 'invoices' : 'credits', facts, context)
  if (decision === undefined) throw new RangeError('the plan said nothing')
  return composeDecision(xero, context, facts, decision)
}

const settings: Settings = {
  ...defaultSettings,
  taxCodes: Object.fromEntries(
    Object.entries(hostTaxCodes).map(([code, { treatment, rate, bookTaxCode }]) => [
      code,
      { treatment, rates: [{ percent: rate }], bookTaxCode },
    ]),
  ),
  nominalCodes: { default: '200', byCode: {} },
}

const withRoundingLine: Settings = { ...settings, rounding: { mode: 'line', nominalCode: '200', bookTaxCode: 'NONE' } }
