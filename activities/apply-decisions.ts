import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import type { PlanPhase } from '../domain/rules/next-stage.ts'
import { refOf } from '../domain/rules/refs.ts'
import { stopsTheConnection } from '../domain/rules/stops-the-connection.ts'
import { waitIsProblem } from '../domain/rules/wait-is-problem.ts'
import type { Decision } from '../domain/plan.ts'
import type { Scope } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { openItems } from '../ledger/envelopes.ts'
import { detachLink, link, linksOfDocument } from '../ledger/links.ts'
import { openProblemCodes } from '../ledger/open-problem-codes.ts'
import { openProblem, resolveProblems } from '../ledger/problems.ts'
import { lockStandings } from '../ledger/lock-standings.ts'
import { type Standing, setStandings, wakeWaitingFor } from '../ledger/standings.ts'
import type { PlannedItem } from '../ledger/sync-run-items.ts'
import type { SyncRun } from '../ledger/sync-runs.ts'
import type { ComposedDecision } from './compose-decision.ts'

/** A document with everything that was decided about it. */
export interface Decided {
  kind: DocumentKind
  externalId: string
  version: number
  alone: boolean
  decisions: ComposedDecision[]
}

/** The rows of the run's history; what is not due leaves none. */
export function plannedItems(decided: Decided): PlannedItem[] {
  return decided.decisions.flatMap((decision) => {
    const item = itemOf(decision)
    return item
      ? [{ kind: decided.kind, externalId: decided.externalId, version: decided.version, alone: decided.alone, decision: item }]
      : []
  })
}

/** Writes down what a plan decided: adopted records are linked, standings move, problems open and close. */
export async function applyDecisions(scope: Scope, run: SyncRun, phase: PlanPhase, all: Decided[]): Promise<void> {
  // Nothing decided in this phase says nothing of where the document stands.
  const decided = await notClaimedMeanwhile(
    scope,
    run,
    all.filter(({ decisions }) => decisions.length > 0),
  )
  const [first] = decided
  if (!first) return
  await setStandings(scope, run.connection_id, decided.filter((document) => movesStanding(phase, document)).map(standingOf))
  const open = await openProblemCodes(
    scope,
    run.connection_id,
    first.kind,
    decided.map(({ externalId }) => externalId),
  )
  for (const document of decided) {
    for (const decision of document.decisions) await applyDecision(scope, run, document, decision)
    if (open.has(document.externalId)) await closeMended(scope, run, phase, document)
  }
  await wakeWaitingFor(
    scope,
    run.connection_id,
    decided.filter(isSettled).map(({ kind, externalId }) => refOf(kind, externalId)),
  )
}

/** An invoice is in the books, whether its rest is written off or not: only what has to be told of a write-off says something of the invoice. */
const movesStanding = (phase: PlanPhase, { decisions }: Decided): boolean =>
  phase !== 'writeOffs' || decisions.some(({ decision }) => decision === 'ask' || decision === 'refuse')

/** In the books, or to be written now: what waited for it is looked at by this run too, where it still comes to that. */
const isSettled = ({ decisions }: Decided): boolean =>
  decisions.some(({ decision }) => decision === 'write' || decision === 'adopt') || decisions.every(({ decision }) => decision === 'skip')

/** Another lane may have claimed a document since it was read: then its look-up or answer decides, and the next plan (exactly-once rule 3). */
async function notClaimedMeanwhile(scope: Scope, run: SyncRun, decided: Decided[]): Promise<Decided[]> {
  const documents = decided.map(({ kind, externalId }) => ({ kind, external_id: externalId }))
  await lockStandings(scope, run.connection_id, documents)
  const claimed = await openItems(scope, run.connection_id, documents)
  return decided.filter(({ kind, externalId }) => !claimed.has(`${kind}/${externalId}`))
}

/** Problems that this plan did not meet again are closed; while a write is to go, what the provider said last stays until it has gone. */
async function closeMended(scope: Scope, run: SyncRun, phase: PlanPhase, document: Decided): Promise<void> {
  if (document.decisions.some((decision) => decision.decision === 'write')) return
  const met = document.decisions.flatMap((decision) =>
    decision.decision === 'ask' || decision.decision === 'refuse' || (decision.decision === 'wait' && waitIsProblem(decision.code))
      ? [decision.code]
      : [],
  )
  const waits = document.decisions.some(({ decision }) => decision === 'wait')
  await resolveProblems(
    scope,
    run.connection_id,
    { kind: document.kind, externalId: document.externalId },
    { ...partsOf[phase], except: [...met, 'DOUBLED_IN_BOOKS', ...(waits ? (['PARENT_OPEN_TOO_LONG'] as const) : [])] },
  )
}

/** A credit and its allocations are decided on in phases of their own, and so are an invoice and its write-off. */
const partsOf: Partial<Record<PlanPhase, { parts: 'main' | 'others' }>> = {
  invoices: { parts: 'main' },
  writeOffs: { parts: 'others' },
  credits: { parts: 'main' },
  creditAllocations: { parts: 'others' },
}

const isProblem = (decision: ComposedDecision): boolean => decision.decision === 'wait' && waitIsProblem(decision.code)

function itemOf(decision: ComposedDecision): Decision | undefined {
  return decision.decision === 'notDue' ? undefined : decision
}

async function applyDecision(scope: Scope, run: SyncRun, document: Decided, decision: ComposedDecision): Promise<void> {
  const at = {
    connectionId: run.connection_id,
    kind: document.kind,
    externalId: document.externalId,
    part: decision.part,
    version: document.version,
  }
  switch (decision.decision) {
    case 'adopt':
      await adopt(scope, at, decision)
      appendEvent(scope, 'document.in-books', {
        connectionId: at.connectionId,
        kind: at.kind,
        externalId: at.externalId,
        part: at.part,
        bookId: decision.bookId,
      })
      return
    case 'ask':
    case 'refuse':
      await openProblem(scope, {
        ...at,
        code: decision.code,
        values: decision.values,
        detail: 'detail' in decision ? decision.detail : undefined,
        bookId: decision.bookId,
        syncRunId: run.id,
      })
      return
    case 'wait':
      if (stopsTheConnection(decision.code))
        await openProblem(scope, { connectionId: at.connectionId, code: decision.code, values: decision.values, syncRunId: run.id })
      else if (isProblem(decision)) await openProblem(scope, { ...at, code: decision.code, values: decision.values, syncRunId: run.id })
      return
    case 'write':
    case 'skip':
    case 'hold':
    case 'notDue':
      return
    default:
      decision satisfies never
  }
}

type At = DocumentRef & { connectionId: string; part: LinkPart; version: number }

/** On a linked document the link moves: a contact was merged in the books (accounting rule 30). */
async function adopt(scope: Scope, at: At, { bookId, bookNumber, alias }: Extract<ComposedDecision, { decision: 'adopt' }>): Promise<void> {
  const [own] = (await linksOfDocument(scope, at, at.connectionId)).filter((row) => row.part === at.part && row.detached_at === null)
  if (own && own.book_id !== bookId) await detachLink(scope, own.id, 'sync')
  const linked = await link(scope, { ...at, bookId, bookNumber, how: 'adopted', alias: alias ?? own?.alias ?? false })
  if (!linked.linked) await openProblem(scope, { ...at, code: 'NUMBER_TAKEN_BY_STRANGER', values: { document: at.kind }, bookId })
  else if (own) await setStandings(scope, at.connectionId, [{ kind: at.kind, externalId: at.externalId, status: 'inBooks', due: false }])
}

/** Where a document stands after the plan: the first of its decisions that says something of it. */
function standingOf(document: Decided): Standing {
  const { kind, externalId } = document
  const find = <D extends ComposedDecision['decision']>(wanted: D) =>
    document.decisions.find((decision): decision is Extract<ComposedDecision, { decision: D }> => decision.decision === wanted)
  if (find('write')) return { kind, externalId, status: 'waiting', due: true, alone: document.alone }
  if (find('refuse') || find('ask')) return { kind, externalId, status: 'problem', due: false }
  const wait = find('wait')
  if (wait) return waiting(kind, externalId, wait.waitsFor, isProblem(wait))
  if (find('hold')) return { kind, externalId, status: 'held', due: false }
  const notDue = find('notDue')
  if (notDue) return { kind, externalId, status: 'notDue', due: false, waitsFor: notDue.waitsFor }
  return { kind, externalId, status: 'inBooks', due: false }
}

/** What waits for approval in the books, or was left out of a preview, is looked at by every run; a day comes by itself; a parent or new settings wake their documents. */
function waiting(kind: DocumentKind, externalId: string, waitsFor: string, problem: boolean): Standing {
  if (waitsFor === 'approval' || waitsFor === 'preview') return { kind, externalId, status: 'waiting', due: true, waitsFor }
  if (waitsFor.startsWith('day:'))
    return { kind, externalId, status: 'waiting', due: true, waitsFor, notBefore: waitsFor.slice('day:'.length) }
  return { kind, externalId, status: problem ? 'problem' : 'waiting', due: false, waitsFor }
}
