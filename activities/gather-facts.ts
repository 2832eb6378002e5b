import type { Codes, Organisation } from '../domain/books.ts'
import type { Customer } from '../domain/customer.ts'
import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import type { LinkFacts, ParentFacts, PlanContext, PushFacts } from '../domain/push-facts.ts'
import type { Settings } from '../domain/settings.ts'
import { indexContacts, indexCustomers } from '../domain/rules/match-customer.ts'
import { nameToSend } from '../domain/rules/name-to-send.ts'
import { documentsNamed } from '../domain/rules/documents-named.ts'
import { adoptedInPlan } from '../ledger/adopted-in-plan.ts'
import { type AdoptionQuery, adoptableDocuments, adoptableMoney } from '../ledger/adoptable.ts'
import { allCustomers } from '../ledger/all-customers.ts'
import { choicesMade } from '../ledger/choices.ts'
import type { Scope } from '../ledger/database.ts'
import type { DueDocument } from '../ledger/due-documents.ts'
import { readDocuments, readVersion } from '../ledger/documents.ts'
import { firstNumbers } from '../ledger/first-numbers.ts'
import { type Link, linksOfDocuments } from '../ledger/links.ts'
import { allContacts, bookDocuments, bookMoney, contactsById } from '../ledger/book-records.ts'
import { undoneMerges } from '../ledger/undone-merges.ts'
import { openInvoices } from '../ledger/open-invoices.ts'
import { parentFacts } from '../ledger/parents.ts'
import type { Provider } from '../providers/contract.ts'

/** What a page of a plan is gathered for. */
export interface PlanAt {
  connectionId: string
  syncRunId: string
  /** A preview links nothing: what it is to adopt counts as linked. */
  mode: 'sync' | 'preview'
  /** The company's first day, where it has one (accounting rule 42). */
  startFrom: string | null
}

/** What holds for every document of the plan. */
export function planContext(provider: Provider, today: string, settings: Settings, organisation: Organisation, codes: Codes): PlanContext {
  const { numberMaxLength, referenceMaxLength, editableAfterPayment, label } = provider.manifest
  return {
    today,
    settings,
    organisation,
    codes,
    arithmetic: provider.arithmetic,
    limits: { numberMaxLength, referenceMaxLength, editableAfterPayment, providerLabel: label },
  }
}

/** Everything that the rules want to know of a page of documents of one kind: a few reads for the page, not per document. */
export async function gatherFacts(
  scope: Scope,
  at: PlanAt,
  kind: DocumentKind,
  documents: DueDocument[],
): Promise<PushFacts<DocumentKind>[]> {
  const ids = documents.map((document) => document.externalId)
  const named = [...new Set(documents.flatMap((document) => documentsNamed(document)))]
  const links = groupLinks(await linksOfDocuments(scope, at.connectionId, kind, ids))
  if (at.mode === 'preview') addAdopted(links, await adoptedInPlan(scope, at.syncRunId, kind, ids))
  const parents = await parentFacts(scope, at, named)
  const [customers, open, numbers, choices, records, candidates] = await Promise.all([
    readCustomers(scope, documents),
    openInvoices(
      scope,
      at,
      [...parents.keys()].flatMap((ref) => (ref.startsWith('invoice/') ? [ref.slice('invoice/'.length)] : [])),
    ),
    firstNumbers(scope, at.connectionId, kind, ids),
    choicesMade(scope, at.connectionId, kind, ids),
    readRecords(scope, at.connectionId, kind, links),
    findCandidates(
      scope,
      at.connectionId,
      kind,
      documents.filter((document) => !links.get(document.externalId)?.main),
      parents,
    ),
  ])
  const names = kind === 'customer' ? await namesTaken(scope, at.connectionId) : undefined
  const unmerged = kind === 'customer' ? await undoneMerges(scope, at.connectionId) : new Map<string, string>()
  const facts: PushFacts<DocumentKind>[] = []
  for (const document of documents) {
    const own = links.get(document.externalId) ?? {}
    const record = records.get((own.main ?? own.onAccount)?.bookId ?? '')
    const customer = customers.get(customerOf(document) ?? '')
    const number = numbers.get(document.externalId)
    const choice = choices.get(document.externalId)
    const standsAgain = unmerged.get(document.externalId)
    const linkedBody =
      own.main && own.main.version !== document.version ? await readVersion(scope, kind, document.externalId, own.main.version) : undefined
    facts.push({
      document,
      token: document.token,
      links: own,
      parents,
      open,
      candidates: candidates.of(document.externalId),
      rivals: candidates.rivals(document),
      ...(own.main && linkedBody === undefined ? { linkedBody: document.body } : {}),
      ...(linkedBody === undefined ? {} : { linkedBody: linkedBody.body }),
      ...(record === undefined ? {} : { record }),
      ...(customer ? { customer } : {}),
      ...(number === undefined ? {} : { firstNumber: number }),
      ...(choice === undefined ? {} : { choice }),
      ...(standsAgain === undefined ? {} : { standsAgain }),
      ...(names && document.kind === 'customer' && !own.main ? { sendName: nameToSend(document, names) } : {}),
      ...(document.kind === 'credit' && record && 'amountDue' in record ? { unallocated: record.amountDue } : {}),
    })
  }
  return facts
}

/** Names of all customers and contacts: the books want the names of active contacts to differ. */
async function namesTaken(scope: Scope, connectionId: string) {
  return {
    contacts: indexContacts(await allContacts(scope, connectionId)),
    customers: indexCustomers(await allCustomers(scope, connectionId)),
  }
}

const customerOf = (document: DueDocument): string | undefined => ('customer' in document.body ? document.body.customer : undefined)

function groupLinks(rows: Link[]): Map<string, Partial<Record<LinkPart, LinkFacts>>> {
  const grouped = new Map<string, Partial<Record<LinkPart, LinkFacts>>>()
  for (const row of rows) {
    const parts = grouped.get(row.external_id) ?? {}
    parts[row.part] = {
      bookId: row.book_id,
      how: row.how,
      version: row.version,
      alias: row.alias,
      ...(row.book_number === null ? {} : { bookNumber: row.book_number }),
      ...(row.sent === null ? {} : { sent: row.sent }),
    }
    grouped.set(row.external_id, parts)
  }
  return grouped
}

/** What a preview has decided to adopt counts as linked to what it decides next. */
function addAdopted(
  links: Map<string, Partial<Record<LinkPart, LinkFacts>>>,
  adopted: { external_id: string; part: LinkPart; version: number; book_id: string }[],
): void {
  for (const { external_id: id, part, version, book_id: bookId } of adopted) {
    const own = links.get(id) ?? {}
    links.set(id, { ...own, [part]: own[part] ?? { bookId, how: 'adopted', version, alias: false } })
  }
}

async function readCustomers(scope: Scope, documents: DueDocument[]): Promise<Map<string, Customer>> {
  const ids = [...new Set(documents.flatMap((document) => customerOf(document) ?? []))]
  const customers = await readDocuments(scope, 'customer', ids)
  return new Map(customers.map((customer) => [customer.externalId, customer.body]))
}

type BookRecord = NonNullable<PushFacts<DocumentKind>['record']>

async function readRecords(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  links: Map<string, Partial<Record<LinkPart, LinkFacts>>>,
): Promise<Map<string, BookRecord>> {
  const ids = [...links.values()].flatMap((parts) => (parts.main ?? parts.onAccount)?.bookId ?? [])
  switch (kind) {
    case 'customer':
      return byBookId<BookRecord>(await contactsById(scope, connectionId, ids))
    case 'invoice':
    case 'credit':
      return byBookId<BookRecord>(await bookDocuments(scope, connectionId, ids))
    case 'payment': {
      const money = await bookMoney(scope, connectionId, ids)
      return byBookId<BookRecord>([...money.payments, ...money.onAccount])
    }
    default:
      return kind satisfies never
  }
}

const byBookId = <T extends { bookId: string }>(records: T[]): Map<string, T> => new Map(records.map((record) => [record.bookId, record]))

async function findCandidates(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  documents: DueDocument[],
  parents: Map<string, ParentFacts>,
) {
  const queries = documents.map((document) => queryOf(document, parents))
  const documentIds =
    kind === 'invoice' || kind === 'credit' ? await adoptableDocuments(scope, connectionId, kind, queries) : new Map<string, string[]>()
  const moneyIds = kind === 'payment' ? await adoptableMoney(scope, connectionId, queries) : new Map<string, string[]>()
  const money = await bookMoney(scope, connectionId, [...moneyIds.values()].flat())
  const documentsInBooks = byBookId(await bookDocuments(scope, connectionId, [...documentIds.values()].flat()))
  const payments = byBookId(money.payments)
  const onAccount = byBookId(money.onAccount)
  const pick = <T>(records: Map<string, T>, ids: string[] = []): T[] => ids.flatMap((id) => records.get(id) ?? [])
  return {
    of: (externalId: string) => ({
      documents: pick(documentsInBooks, documentIds.get(externalId)),
      payments: pick(payments, moneyIds.get(externalId)),
      onAccount: pick(onAccount, moneyIds.get(externalId)),
    }),
    rivals: (document: DueDocument) => (document.kind === 'payment' ? documents.filter((other) => isRival(document, other)).length : 1),
  }
}

const isRival = (one: DueDocument, other: DueDocument): boolean =>
  one.kind === 'payment' &&
  other.kind === 'payment' &&
  one.body.customer === other.body.customer &&
  one.body.amount === other.body.amount &&
  one.body.currency === other.body.currency

function queryOf(document: DueDocument, parents: Map<string, ParentFacts>): AdoptionQuery {
  const contactId = parents.get(refOf('customer', customerOf(document) ?? ''))?.bookId
  const base = { externalId: document.externalId, ...(contactId === undefined ? {} : { contactId }) }
  if (document.kind === 'invoice' || document.kind === 'credit')
    return { ...base, number: document.body.number, gross: document.body.totals.gross }
  if (document.kind !== 'payment') return base
  const bookInvoiceIds = (document.body.allocations ?? []).flatMap(
    ({ invoice }) => parents.get(refOf('invoice', invoice ?? ''))?.bookId ?? [],
  )
  return { ...base, amount: document.body.amount, bookInvoiceIds }
}
