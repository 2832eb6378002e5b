import type { BookContact, BookDocument, BookPayment } from '../../domain/books.ts'
import type { Document } from '../../domain/document.ts'
import type { DocumentKind, LinkPart } from '../../domain/entities.ts'
import type { LinkFacts, OpenInvoice, ParentFacts, PushFacts } from '../../domain/push-facts.ts'
import { firstNumber } from '../../domain/rules/after-settling.ts'
import { documentsNamed } from '../../domain/rules/documents-named.ts'
import { amounts, BASE_CUSTOMER, BASE_INVOICE, bodyOf, numberOf } from './bodies.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import type { ModelRecord, ModelWrite, State } from './state.ts'

/** What a plan knows of one document, as activities/gather-facts.ts gathers it: from the ledger, and from the mirror as it has just been read. */
export function factsOf(s: State, c: Scenario, r: Rules, d: number, planned: readonly ModelWrite[]): PushFacts<DocumentKind> {
  const spec = specOf(c, d)
  const doc = docOf(s, d)
  const document = {
    kind: spec.kind,
    externalId: spec.id,
    version: doc.version,
    body: bodyOf(spec, doc.version, doc.renumbered),
  } as Document // kind and body belong together
  const main = doc.links.find(({ part }) => part === 'main')
  const named = documentsNamed(document)
  const record = main === undefined ? undefined : s.recs[main.rec]
  const first = r.firstNumber ? firstNumberOf(s, d) : undefined
  const facts = {
    document,
    token: `CF-${d}`,
    links: linksOf(s, c, d),
    parents: new Map(named.map((ref) => [ref, parentOf(s, c, ref, planned)])),
    open: new Map(named.filter((ref) => ref.startsWith('invoice/')).map((ref) => [ref, openOf(s, c, ref, planned)])),
    candidates: main === undefined ? candidatesOf(s, c, r, d) : { documents: [], payments: [], onAccount: [] },
    rivals: 1,
    ...(main !== undefined && { linkedBody: bodyOf(spec, main.version, main.follow ? 0 : numberAt(s, d, main.version)) }),
    ...(record !== undefined && isSeen(s, record) && { record: asBookRecord(s, c, main?.rec ?? 0, record) }),
    ...(first !== undefined && { firstNumber: first }),
    ...(spec.kind === 'credit' && record !== undefined && { unallocated: amounts.credit - allocatedFrom(s, d) }),
  }
  return facts
}

export function specOf(c: Scenario, d: number) {
  const spec = c.docs[d]
  if (spec === undefined) throw new RangeError(`no document ${d}`)
  return spec
}

export function docOf(s: State, d: number) {
  const doc = s.docs[d]
  if (doc === undefined) throw new RangeError(`no document ${d}`)
  return doc
}

/** The document that a ref names; undefined: one of those that every scenario has in the books. */
export function docNamed(c: Scenario, ref: string): number | undefined {
  const index = c.docs.findIndex(({ kind, id }) => ref === `${kind}/${id}`)
  return index < 0 ? undefined : index
}

/** The id in the books of what a ref names, once it is linked. */
export function bookIdOf(s: State, c: Scenario, ref: string): string | undefined {
  const d = docNamed(c, ref)
  if (d === undefined) return ref === `customer/${BASE_CUSTOMER}` || ref === `invoice/${BASE_INVOICE}` ? ref : undefined
  const link = docOf(s, d).links.find(({ part }) => part === 'main')
  return link === undefined ? undefined : bookId(link.rec)
}

export const bookId = (rec: number): string => `R${rec}`
export const recOf = (id: string): number => Number(id.slice(1))

/** Whether a record can be read now, in the organisation that the connection points at. */
export const isSeen = (s: State, record: ModelRecord): boolean => record.visible <= s.t && record.org === s.org

/** A number is changed by the edit that made a version; the version before it has the number before. */
const numberAt = (s: State, d: number, version: number): number => Math.max(0, docOf(s, d).renumbered - (docOf(s, d).version - version))

function linksOf(s: State, c: Scenario, d: number): Partial<Record<LinkPart, LinkFacts>> {
  const spec = specOf(c, d)
  const links: Partial<Record<LinkPart, LinkFacts>> = {}
  for (const { part, rec, version, follow, adopted } of docOf(s, d).links) {
    const how = adopted ? ('adopted' as const) : ('pushed' as const)
    const follows = follow ? { numberToFollow: numberOf(spec, docOf(s, d).renumbered) } : {}
    links[part] = { bookId: bookId(rec), how, version, alias: false, sent: { expected: { kind: spec.kind, ...follows } } }
  }
  return links
}

function parentOf(s: State, c: Scenario, ref: string, planned: readonly ModelWrite[]): ParentFacts {
  const id = bookIdOf(s, c, ref)
  if (id !== undefined) return { state: 'linked', bookId: id }
  const d = docNamed(c, ref)
  if (d === undefined) return { state: 'unknown' }
  if (planned.some((write) => write.d === d && write.part === 'main')) return { state: 'planned' }
  return { state: docOf(s, d).status === 'problem' ? 'failed' : 'waiting' }
}

function openOf(s: State, c: Scenario, ref: string, planned: readonly ModelWrite[]): OpenInvoice {
  const d = docNamed(c, ref)
  const spec = d === undefined ? { kind: 'invoice' as const, id: BASE_INVOICE } : specOf(c, d)
  const taken =
    s.recs.filter((record) => record.on === ref && !record.void).length + planned.filter(({ needs }) => needs.includes(ref)).length
  const common = { customer: spec.customer ?? BASE_CUSTOMER, currency: 'GBP', issueDate: '2026-10-05' }
  return { ...common, number: spec.id, gross: amounts.invoice, open: 100_000 - taken * amounts.payment }
}

const allocatedFrom = (s: State, d: number): number =>
  s.recs.filter((record) => record.kind === 'allocation' && record.doc === d && isSeen(s, record)).length * amounts.allocation

function firstNumberOf(s: State, d: number): string | undefined {
  return firstNumber(
    s.envs.flatMap((env) =>
      env.items.flatMap((item) =>
        item.d === d
          ? [
              {
                operation: item.op,
                sent: env.sentAt !== null,
                open: item.open,
                result: item.result,
                wasUnknown: env.wasUnknown,
                number: item.num ?? undefined,
              },
            ]
          : [],
      ),
    ),
  )
}

/** Records that might be the document: not linked to another, and not on its way as another (ledger/adoptable.ts). */
function candidatesOf(s: State, c: Scenario, r: Rules, d: number) {
  const spec = specOf(c, d)
  const free = s.recs
    .map((record, index) => ({ record, index }))
    .filter(({ record, index }) => record.kind === spec.kind && isSeen(s, record) && !isLinked(s, index))
    .filter(({ record }) => !r.inFlight || !isOnItsWay(s, record))
  const own = `CF-${d}`
  return {
    documents: free
      .filter(({ record }) => record.kind === 'invoice' || record.kind === 'credit')
      .map(({ record, index }) => asDocument(s, c, index, record)),
    // What bears the token of another document of ours is that document (ledger/adoptable.ts).
    payments: free
      .filter(({ record }) => record.kind === 'payment' && (!r.tokenOwns || record.token === null || record.token === own))
      .map(({ record, index }) => asPayment(s, c, index, record)),
    onAccount: [],
  }
}

const isLinked = (s: State, rec: number): boolean => s.docs.some((doc) => doc.links.some((link) => link.rec === rec))

const isOnItsWay = (s: State, record: ModelRecord): boolean =>
  s.envs.some((env) =>
    env.items.some((item) => item.open && (record.num === null ? record.token === `CF-${item.d}` : record.num === item.num)),
  )

function asBookRecord(s: State, c: Scenario, index: number, record: ModelRecord): BookContact | BookDocument | BookPayment {
  if (record.kind === 'customer')
    return {
      bookId: bookId(index),
      name: record.num ?? '',
      phones: [],
      isSupplier: false,
      state: record.void ? 'archived' : 'active',
      updatedAt: `${record.rev}`,
      fields: {},
    }
  return record.kind === 'payment' ? asPayment(s, c, index, record) : asDocument(s, c, index, record)
}

function asDocument(s: State, c: Scenario, index: number, record: ModelRecord): BookDocument {
  const spec = record.doc < 0 ? undefined : specOf(c, record.doc)
  const gross = record.altered ? record.amount + 100 : record.amount
  return {
    kind: record.kind === 'credit' ? 'credit' : 'invoice',
    bookId: bookId(index),
    number: record.num ?? '',
    contactId: bookIdOf(s, c, `customer/${spec?.customer ?? BASE_CUSTOMER}`) ?? '',
    date: '2026-10-05',
    currency: 'GBP',
    net: (gross / 12) * 10,
    tax: gross / 6,
    gross,
    taxes: [],
    state: record.void ? 'void' : 'inLedger',
    amountDue: gross,
    updatedAt: `${record.rev}`,
  }
}

function asPayment(s: State, c: Scenario, index: number, record: ModelRecord): BookPayment {
  const amount = record.altered ? record.amount + 100 : record.amount
  const documentId = bookIdOf(s, c, record.on) ?? ''
  return {
    bookId: bookId(index),
    form: 'payment',
    contactId: `customer/${BASE_CUSTOMER}`,
    date: '2026-10-20',
    amount,
    currency: 'GBP',
    reconciled: false,
    state: record.void ? 'void' : 'live',
    allocations: [{ documentId, amount }],
    updatedAt: `${record.rev}`,
    ...(record.token !== null && { reference: record.token }),
  }
}
