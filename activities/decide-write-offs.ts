import type { BookDocument } from '../domain/books.ts'
import type { PlanContext, PushFacts } from '../domain/push-facts.ts'
import { decideWriteOff, writeOffNumber } from '../domain/rules/decide-write-off.ts'
import { documentsNamed } from '../domain/rules/documents-named.ts'
import { bookDocuments } from '../ledger/book-records.ts'
import { choicesMade } from '../ledger/choices.ts'
import type { Scope } from '../ledger/database.ts'
import { lockForPlan } from '../ledger/lock-standings.ts'
import { creditsNamed, hasWriteOffs, type RestQuery, RESTS_AT_ONCE, type SmallRest, smallRests } from '../ledger/small-rests.ts'
import type { Provider } from '../providers/contract.ts'
import type { Decided } from './apply-decisions.ts'
import { composeDecision } from './compose-decision.ts'
import { gatherFacts, type PlanAt } from './gather-facts.ts'

/** Decides on a page of invoices of which little is left open (accounting rule 6). They are found by what is open, not by being due: nobody touched them. */
export async function decideWriteOffs(
  scope: Scope,
  at: PlanAt,
  { only, after = '' }: { only?: string[] | undefined; after?: string | undefined },
  provider: Provider,
  context: PlanContext,
): Promise<{ decided: Decided[]; next: string | undefined }> {
  const limit = context.settings.writeOff?.limit ?? 0
  if (limit === 0 && !(await hasWriteOffs(scope, at.connectionId))) return { decided: [], next: undefined }
  const query = { connectionId: at.connectionId, syncRunId: at.syncRunId, limit, only, after }
  const found = await smallRests(scope, query)
  const held = at.mode === 'preview' ? found : await holdRests(scope, query, found)
  const decided: Decided[] = []
  for (const facts of await factsOf(scope, at, held)) {
    const { externalId, version } = facts.document
    const decisions = decideWriteOff(facts, context).map((decision) => composeDecision(provider, context, facts, decision))
    decided.push({ kind: 'invoice', externalId, version, alone: false, decisions })
  }
  return { decided, next: found.length === RESTS_AT_ONCE ? found.at(-1)?.invoice.externalId : undefined }
}

/** Held still until the commit, and read once more: what was saved, claimed or settled meanwhile is left to the next plan. */
async function holdRests(scope: Scope, query: RestQuery, found: SmallRest[]): Promise<SmallRest[]> {
  if (found.length === 0) return []
  const invoices = found.map(({ invoice }) => invoice)
  await lockForPlan(scope, query.connectionId, invoices, [...new Set(invoices.flatMap((invoice) => documentsNamed(invoice)))])
  const versions = new Map(invoices.map(({ externalId, version }) => [externalId, version]))
  return (await smallRests(scope, query)).filter(({ invoice }) => versions.get(invoice.externalId) === invoice.version)
}

async function factsOf(scope: Scope, at: PlanAt, found: SmallRest[]): Promise<PushFacts<'invoice'>[]> {
  if (found.length === 0) return []
  const invoices = found.map(({ invoice }) => invoice)
  const ids = invoices.map(({ externalId }) => externalId)
  // Gathered for invoices, so they are facts of invoices.
  const gathered = (await gatherFacts(scope, at, 'invoice', invoices)) as PushFacts<'invoice'>[]
  const choices = await choicesMade(scope, at.connectionId, 'invoice', ids, true)
  const credits = await creditsOf(scope, at.connectionId, found)
  return gathered.flatMap((facts, index) => {
    const one = found[index]
    if (one === undefined) return []
    const { choice: _ofTheInvoice, ...known } = facts
    const choice = choices.get(facts.document.externalId)
    const record = credits(one)
    const credit = record === undefined ? {} : { credit: { record, allocated: one.allocated } }
    return [{ ...known, ...(choice !== undefined && { choice }), rest: { ...one.rest, ...credit } }]
  })
}

/** The credit of each write-off in the mirror: the one that is linked, or one that bears the name and is linked to nothing. */
async function creditsOf(scope: Scope, connectionId: string, found: SmallRest[]): Promise<(rest: SmallRest) => BookDocument | undefined> {
  const nameOf = ({ invoice, rest }: SmallRest): string => writeOffNumber(invoice.token, rest.earlier)
  const linked = found.flatMap(({ creditId }) => creditId ?? [])
  const named = await creditsNamed(
    scope,
    connectionId,
    found.filter(({ creditId }) => creditId === null).map((rest) => nameOf(rest)),
  )
  const records = await bookDocuments(scope, connectionId, [...linked, ...named])
  return (rest) =>
    records.find(({ bookId, number, reference }) =>
      rest.creditId === null ? number === nameOf(rest) || reference === nameOf(rest) : bookId === rest.creditId,
    )
}
