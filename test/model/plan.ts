import { pushSteps } from '../../domain/entities.ts'
import { decideFor } from '../../activities/decide-for.ts'
import type { PushDecision } from '../../domain/push-facts.ts'
import { goesOn, wokenBy } from '../../domain/rules/after-settling.ts'
import { phaseKind, planPhases } from '../../domain/rules/next-stage.ts'
import { refOf } from '../../domain/rules/refs.ts'
import { sendNumber } from '../../domain/rules/send-number.ts'
import { context } from '../domain/rules/facts.ts'
import { docNamed, docOf, factsOf, recOf, specOf } from './facts.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import type { ModelDoc, ModelWrite, Planned, State } from './state.ts'

const CONTEXT = context()

export const hasOpenItem = (s: State, d: number): boolean => s.envs.some((env) => env.items.some((item) => item.d === d && item.open))

/** Documents that the next run of a lane would look at. */
export function dueFor(s: State, c: Scenario, r: Rules, lane: 'express' | 'bulk'): number[] {
  return s.docs.flatMap((doc, d) => {
    if (lane === 'express' && c.express !== undefined && !c.express.includes(d)) return []
    if (!doc.due && !(r.children && isWoken(s, c, doc))) return []
    return r.openItem && hasOpenItem(s, d) ? [] : [d]
  })
}

function isWoken(s: State, c: Scenario, doc: ModelDoc): boolean {
  const parent = doc.waitsFor === null ? undefined : docNamed(c, doc.waitsFor)
  if (parent === undefined) return false
  // A parent that is saved makes its children due at once (people.ts); only its link begins a run here.
  return wokenBy({ since: doc.since }, { linked: docOf(s, parent).links.length > 0, savedAt: undefined })
}

/** Decides on everything that is due, phase after phase, by the product's own rules. */
export function planRun(s: State, c: Scenario, r: Rules, lane: 'express' | 'bulk'): Planned[] {
  const planned: Planned[] = []
  const due = dueFor(s, c, r, lane)
  for (const phase of planPhases(['customersOut', 'invoices', 'credits', 'payments'])) {
    for (const d of due.filter((index) => specOf(c, index).kind === phaseKind[phase])) {
      // What an earlier phase wrote down of the document counts.
      if (planned.some((one) => one.d === d && !one.due) && !(phase === 'creditAllocations' && r.allocationsStayDue)) continue
      const writes = planned.flatMap((one) => one.writes)
      const decisions = decideFor(phase, factsOf(s, c, r, d, writes), CONTEXT)
      if (decisions.length > 0) planned.push(asPlanned(s, c, d, decisions))
    }
  }
  return planned
}

/** What becomes of the document, as activities/apply-decisions.ts writes it down. */
function asPlanned(s: State, c: Scenario, d: number, decisions: PushDecision[]): Planned {
  const writes = decisions.flatMap((decision) => (decision.decision === 'write' ? [asWrite(s, c, d, decision)] : []))
  const none = { d, writes, adopt: null, waitsFor: null, code: null, due: false }
  if (writes.length > 0) return { ...none, status: 'waiting', due: true }
  for (const decision of decisions) {
    if (decision.decision === 'refuse' || decision.decision === 'ask') return { ...none, status: 'problem', code: decision.code }
    if (decision.decision === 'wait') return { ...none, status: 'waiting', waitsFor: decision.waitsFor }
    if (decision.decision === 'adopt') return { ...none, adopt: { part: decision.part, rec: recOf(decision.bookId) }, status: 'inBooks' }
    if (decision.decision === 'notDue') return { ...none, status: 'notDue' }
  }
  return { ...none, status: 'inBooks' }
}

function asWrite(s: State, c: Scenario, d: number, { intent, step, needs }: PushDecision & { decision: 'write' }): ModelWrite {
  const doc = docOf(s, d)
  const { document } = intent
  const wanted = 'number' in document.body ? sendNumber(document.body.number, CONTEXT.settings) : undefined
  const linked = doc.links.some(({ part }) => part === 'main')
  const num = document.kind === 'customer' ? specOf(c, d).id : (intent.number ?? null)
  return {
    d,
    part: intent.part,
    op: intent.operation,
    version: doc.version,
    step: pushSteps.indexOf(step),
    num,
    follow: !linked && wanted !== undefined && num !== null && wanted !== num,
    needs: [...new Set([...needs, ...customerOf(document)])].filter((ref) => docNamed(c, ref) !== undefined),
    rec: intent.bookId === undefined || !intent.bookId.startsWith('R') ? null : recOf(intent.bookId),
    amount: intent.amount ?? 12_000,
    alone: doc.alone,
  }
}

const customerOf = (document: { body: object }): string[] =>
  'customer' in document.body && typeof document.body.customer === 'string' ? [refOf('customer', document.body.customer)] : []

/** Whether a document is due again after a write of it has arrived. */
export const isDueAgain = (s: State, run: number, write: ModelWrite): boolean =>
  goesOn({
    version: write.version,
    newest: docOf(s, write.d).version,
    numberToFollow: write.follow,
    otherParts: (s.runs[run]?.writes ?? []).some((other) => other.d === write.d && other.part !== write.part),
  })
