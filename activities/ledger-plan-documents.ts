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
import { planItems } from '../ledger/sync-run-items.ts'
import { enterStage, readRun } from '../ledger/sync-runs.ts'
import type { Provider } from '../providers/contract.ts'
import { applyDecisions, type Decided, plannedItems } from './apply-decisions.ts'
import { composeDecision } from './compose-decision.ts'
import { decideFor } from './decide-for.ts'
import type { Deps, RunIds } from './deps.ts'
import { leaveOutChanged } from './leave-out-changed.ts'
import { gatherFacts, type PlanAt, planContext } from './gather-facts.ts'

/** Documents decided on at once: enough to keep reads few, few enough to keep memory and transactions small. */
const PAGE = 200

export interface PlanInput extends RunIds {
  phase: PlanPhase
  /** The last document of the page before. */
  after?: string
}

/** Decides on the next page of due documents of a phase; the same activity for a preview, which writes no link, standing or problem. */
export const ledgerPlanDocuments =
  (deps: Deps) =>
  (input: PlanInput): Promise<{ planned: number; next?: string }> =>
    inCompany(deps.ledger, input.companyId, async (scope) => {
      const run = await readRun(scope, input.syncRunId)
      if (!run) throw new SyncError('NOT_FOUND')
      await enterStage(scope, input.syncRunId, 'plan')
      const { provider, context } = await readContext(deps, scope, input.connectionId)
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
      // A preview decides nothing, and holds nothing still.
      const documents = run.mode === 'preview' ? found : await holdForPlan(scope, input.connectionId, kind, found, page)
      const at = { connectionId: input.connectionId, syncRunId: input.syncRunId, mode: run.mode, startFrom: context.settings.startFrom }
      const planned = await decidePage(scope, at, input.phase, documents, provider, context)
      const decided = run.preview_id === null ? planned : await leaveOutChanged(scope, run.preview_id, planned)
      await planItems(scope, run, decided.flatMap(plannedItems))
      if (run.mode === 'sync') await applyDecisions(scope, run, input.phase, decided)
      const last = found.at(-1)?.externalId
      return { planned: decided.length, ...(found.length === PAGE && last !== undefined ? { next: last } : {}) }
    })

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
