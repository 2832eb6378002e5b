import { dayInZone } from '../domain/days.ts'
import type { DocumentKind } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import type { PlanContext, PushDecision, PushFacts } from '../domain/push-facts.ts'
import { type PlanPhase, phaseKind } from '../domain/rules/next-stage.ts'
import { readCodes } from '../ledger/codes.ts'
import { readCompany } from '../ledger/companies.ts'
import { readConnection } from '../ledger/connections.ts'
import { type Scope, inCompany } from '../ledger/database.ts'
import { type DueDocument, dueDocuments } from '../ledger/due-documents.ts'
import { holdForPlan } from '../ledger/hold-for-plan.ts'
import { readSettings } from '../ledger/settings.ts'
import { plannedMoney } from '../ledger/planned-money.ts'
import { planItems } from '../ledger/sync-run-items.ts'
import { enterStage, readRun, type SyncRun } from '../ledger/sync-runs.ts'
import type { Provider } from '../providers/contract.ts'
import { applyDecisions, type Decided, plannedItems } from './apply-decisions.ts'
import { composeDecision } from './compose-decision.ts'
import { decideFor } from './decide-for.ts'
import { decideWriteOffs } from './decide-write-offs.ts'
import type { Deps, RunIds } from './deps.ts'
import { leaveOutChanged } from './leave-out-changed.ts'
import { gatherFacts, type PlanAt, planContext } from './gather-facts.ts'

/** Documents decided on at once: enough to keep reads few, few enough to keep memory and transactions small. */
const PAGE = 500
/** Pages are decided on for about so long before the activity answers: one for each page would cost Temporal more than deciding costs us. */
const WORK_MS = 2_000

export interface PlanInput extends RunIds {
  phase: PlanPhase
  /** The last document of the page before. */
  after?: string
}

/** Decides on the next pages of due documents of a phase; the same activity for a preview, which writes no link, standing or problem. */
export const ledgerPlanDocuments =
  (deps: Deps) =>
  async (input: PlanInput): Promise<{ planned: number; next?: string }> => {
    const until = performance.now() + WORK_MS
    let planned = 0
    let next = input.after
    do {
      const page: PlannedPage = await planPage(deps, { ...input, ...(next === undefined ? {} : { after: next }) })
      planned += page.planned
      next = page.next
    } while (next !== undefined && performance.now() < until)
    return { planned, ...(next === undefined ? {} : { next }) }
  }

interface PlannedPage {
  planned: number
  next: string | undefined
}

/** One page in one transaction. */
const planPage = (deps: Deps, input: PlanInput): Promise<PlannedPage> =>
  inCompany(deps.ledger, input.companyId, async (scope) => {
    const run = await readRun(scope, input.syncRunId)
    if (!run) throw new SyncError('NOT_FOUND')
    await enterStage(scope, input.syncRunId, 'plan')
    const { provider, context } = await readContext(deps, scope, input.connectionId)
    const at = { connectionId: input.connectionId, syncRunId: input.syncRunId, mode: run.mode, startFrom: context.settings.startFrom }
    if (input.phase === 'writeOffs') {
      const only = run.documents?.filter((ref) => ref.kind === 'invoice').map((ref) => ref.externalId)
      const { decided, next } = await decideWriteOffs(scope, at, { only, after: input.after }, provider, context)
      return { planned: await keepPlan(scope, run, input.phase, decided), next }
    }
    const kind = phaseKind[input.phase]
    const only = run.documents?.filter((ref) => ref.kind === kind).map((ref) => ref.externalId)
    const page = {
      ...(input.after === undefined ? {} : { after: input.after }),
      limit: PAGE,
      today: context.today,
      ...(only ? { only } : {}),
      // What a credit settles is looked at in the run that looked at the credit, also where the credit itself had nothing to do.
      ...(input.phase === 'creditAllocations' && { decidedBy: run.id }),
      ...(run.mode === 'preview' && { previewId: run.id }),
    }
    const found = await dueDocuments(scope, input.connectionId, kind, page)
    const open = await notYetPlanned(scope, run.id, input.phase, found)
    // A preview decides nothing, and holds nothing still.
    const documents = run.mode === 'preview' ? open : await holdForPlan(scope, input.connectionId, kind, open, page)
    const planned = await keepPlan(scope, run, input.phase, await decidePage(scope, at, input.phase, documents, provider, context))
    const last = found.at(-1)?.externalId
    return { planned, next: found.length === PAGE ? last : undefined }
  })

/** Writes down what was decided, less what is not as its preview showed it. Answers how many documents that is. */
async function keepPlan(scope: Scope, run: SyncRun, phase: PlanPhase, planned: Decided[]): Promise<number> {
  const decided = run.preview_id === null ? planned : await leaveOutChanged(scope, run.preview_id, planned)
  await planItems(scope, run, decided.flatMap(plannedItems))
  if (run.mode === 'sync') await applyDecisions(scope, run, phase, decided)
  return decided.length
}

/**
 * A page that is planned again, because its worker ended before it could say so, leaves alone what it has planned: money that the run's own
 * plan takes is not open any more, and the same receipt would be decided on as an over-payment.
 */
async function notYetPlanned(scope: Scope, syncRunId: string, phase: PlanPhase, found: DueDocument[]): Promise<DueDocument[]> {
  if (phase !== 'payments' && phase !== 'creditAllocations') return found
  const planned = await plannedMoney(
    scope,
    syncRunId,
    phase,
    found.map(({ externalId }) => externalId),
  )
  return found.filter(({ externalId }) => !planned.has(externalId))
}

async function readContext(deps: Deps, scope: Scope, connectionId: string): Promise<{ provider: Provider; context: PlanContext }> {
  const connection = await readConnection(scope, connectionId)
  if (!connection?.organisation) throw new SyncError('CONNECTION_NOT_READY')
  const { provider } = deps.provider(connection.provider)
  const [{ body: settings }, codes, company] = await Promise.all([
    readSettings(scope, connectionId),
    readCodes(scope, connectionId),
    readCompany(scope),
  ])
  const today = dayInZone(deps.clock(), company?.time_zone ?? 'Europe/London')
  return { provider, context: planContext(provider, today, settings, connection.organisation, codes) }
}

/** Documents are decided on one after the other, each seeing what those before it have taken of an invoice. */
async function decidePage(
  scope: Scope,
  at: PlanAt,
  phase: PlanPhase,
  documents: DueDocument[],
  provider: Provider,
  context: PlanContext,
): Promise<Decided[]> {
  const [first] = documents
  if (!first) return []
  const facts = await gatherFacts(scope, at, first.kind, documents)
  const adopted = new Set<string>()
  return facts.map((fact, index) => {
    const decisions = decideFor(phase, withoutAdopted(fact, adopted), context)
    takeFromOpen(fact, decisions)
    for (const decision of decisions) if (decision.decision === 'adopt' && fact.document.kind !== 'customer') adopted.add(decision.bookId)
    const composed = decisions.map((decision) => composeDecision(provider, context, fact, decision))
    return {
      kind: first.kind,
      externalId: fact.document.externalId,
      version: fact.document.version,
      alone: documents[index]?.alone ?? false,
      decisions: composed,
    }
  })
}

/** A record that a document of this page has adopted is no candidate for the next: two equal receipts stay two (accounting rule 7). */
function withoutAdopted(facts: PushFacts<DocumentKind>, adopted: Set<string>): PushFacts<DocumentKind> {
  if (adopted.size === 0) return facts
  const free = <T extends { bookId: string }>(records: T[]): T[] => records.filter(({ bookId }) => !adopted.has(bookId))
  const { documents, payments, onAccount } = facts.candidates
  return { ...facts, candidates: { documents: free(documents), payments: free(payments), onAccount: free(onAccount) } }
}

/** What a decision takes of an invoice is not open to the next one. */
function takeFromOpen(facts: PushFacts<DocumentKind>, decisions: PushDecision[]): void {
  for (const decision of decisions) {
    if (decision.decision !== 'write') continue
    for (const { document, amount } of decision.intent.allocations ?? []) {
      const invoice = facts.open.get(document)
      if (invoice) invoice.open -= amount
    }
  }
}
