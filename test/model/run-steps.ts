import { claimObstacle } from '../../domain/rules/claim-obstacle.ts'
import { wokenBy } from '../../domain/rules/after-settling.ts'
import { looksUpFirst, showsForgotten } from '../../domain/rules/set-back.ts'
import { makesRecord } from '../../domain/rules/operation-effects.ts'
import { keep, leaseOf } from './attempt.ts'
import { entryAt } from './entry-at.ts'
import { bookIdOf, docNamed } from './facts.ts'
import { hasOpenItem, planRun } from './plan.ts'
import { wakeChildrenOf } from './settle.ts'
import type { Rules } from './rules.ts'
import { type Scenario, settleOf } from './scenario.ts'
import type { ModelWorker, ModelWrite, Planned, State } from './state.ts'

/* The steps of a run before something is sent: plan, and claim. */

/** A run begins: the mirror is read, children are woken, everything due is decided on. */
export function readPlan(x: State, c: Scenario, r: Rules, worker: ModelWorker): void {
  worker.plan = planRun(x, c, r, worker.lane)
  const setBackAt = x.epoch === 1 || !r.lookFirstWaits ? undefined : x.epochAt
  if (showsForgotten({ begunAt: x.t }, setBackAt, settleOf(c))) x.mirrorFilled = true
  worker.at = 'planned'
}

/** What was decided is written down: the run's items, where documents stand, what is adopted. */
export function writePlan(x: State, c: Scenario, r: Rules, worker: ModelWorker): void {
  keep(x, c)
  const plan = worker.plan ?? []
  x.runs.push({ lane: worker.lane, writes: plan.flatMap(({ writes }) => writes), over: false })
  worker.run = x.runs.length - 1
  for (const planned of plan) if (!r.openItem || !hasOpenItem(x, planned.d)) stand(x, c, r, planned)
  Object.assign(worker, { plan: null, at: 'start' })
}

function stand(x: State, c: Scenario, r: Rules, { d, adopt, status, due, waitsFor, code }: Planned): void {
  const doc = entryAt(x.docs, d)
  if (status === null) return
  const since = doc.status === status ? doc.since : x.t
  const kept = doc.code === 'DOUBLED_IN_BOOKS' ? doc.code : null
  Object.assign(doc, { status, due, waitsFor, since, code: code ?? (status === 'waiting' && due ? doc.code : kept) })
  if (adopt === null) return
  const { rev } = entryAt(x.recs, adopt.rec)
  if (x.docs.some((other) => other.links.some((link) => link.rec === adopt.rec))) doc.code = 'NUMBER_TAKEN_BY_STRANGER'
  else doc.links.push({ part: adopt.part, rec: adopt.rec, version: doc.version, follow: false, adopted: true, rev })
  wakeChildrenOf(x, c, r, d)
}

/** The next step of a run that may be claimed now; undefined: none, or an earlier one is not settled. */
export function nextStep(s: State, worker: ModelWorker): number | undefined {
  const run = s.runs[worker.run]
  if (run === undefined || run.writes.length === 0) return undefined
  const step = Math.min(...run.writes.map((write) => write.step))
  const waits = s.envs.some((env) => env.run === worker.run && env.state !== 'settled' && entryAt(env.items, 0).step < step)
  const free = run.writes.some((write) => write.step === step && !isUnderWay(s, worker.run, write))
  return waits || !free ? undefined : step
}

/** Claims the next writes of the step, decides again, and writes the envelope: one transaction. Answers whether there is one. */
export function claim(x: State, c: Scenario, r: Rules, worker: ModelWorker, now: number): boolean {
  keep(x, c)
  worker.org = x.org
  const run = entryAt(x.runs, worker.run)
  const free = run.writes.filter((write) => write.step === nextStep(x, worker) && !isUnderWay(x, worker.run, write))
  const batch = nextBatch(c, free)
  run.writes = run.writes.filter((write) => !batch.includes(write))
  const items = batch.filter((write) => mayGo(x, c, r, write))
  const [first] = items
  if (first === undefined) return false
  x.envs.push({
    state: 'written',
    attempt: 1,
    leaseUntil: now + leaseOf(c),
    writtenAt: now,
    sentAt: null,
    wasUnknown: false,
    lookFirst: r.lookFirst && looksUpFirst(first.op, x) && (r.allocationsLookFirst || !x.mirrorFilled),
    org: x.org,
    run: worker.run,
    lane: worker.lane,
    op: first.op,
    key: x.keysMade++,
    items: items.map((item) => ({ ...item, open: true, result: null, again: false })),
  })
  Object.assign(worker, { env: x.envs.length - 1, attempt: 1, at: 'turn' })
  return true
}

function nextBatch(c: Scenario, free: readonly ModelWrite[]): ModelWrite[] {
  const [first] = free
  if (first === undefined) return []
  if (first.alone) return [first]
  return free.filter((write) => write.op === first.op && !write.alone).slice(0, makesOneRecord(first) ? 1 : c.batch)
}

/** Another part of the document is on its way in the same run: this part waits for it. */
const isUnderWay = (x: State, run: number, write: ModelWrite): boolean =>
  x.envs.some((env) => env.run === run && env.items.some((item) => item.open && item.d === write.d && item.part !== write.part))

const makesOneRecord = ({ op }: ModelWrite): boolean => op === 'allocateCredit'

function mayGo(x: State, c: Scenario, r: Rules, write: ModelWrite): boolean {
  const doc = entryAt(x.docs, write.d)
  const linked = doc.links.find(({ part }) => part === write.part)?.rec
  const planned = write.rec === null ? undefined : `R${write.rec}`
  const obstacle = claimObstacle(
    { operation: write.op, version: write.version, bookId: makesRecord(write.op) ? undefined : planned, needs: write.needs },
    {
      version: r.claimAgain ? doc.version : write.version,
      open: r.openItem && hasOpenItem(x, write.d),
      linkedTo: r.claimAgain ? (linked === undefined ? undefined : `R${linked}`) : makesRecord(write.op) ? undefined : planned,
      isLinked: (ref) => !r.parentLinked || bookIdOf(x, c, ref) !== undefined,
    },
  )
  if (obstacle !== undefined) leave(x, c, r, write, 'waitsFor' in obstacle ? obstacle.waitsFor : undefined)
  else if (write.needs.some((ref) => bookIdOf(x, c, ref) === undefined)) x.bad ??= 'composed with a reference to what is not in the books'
  return obstacle === undefined
}

/** What stands on a parent that is not there waits for it by name; the rest is left to the next plan. */
function leave(x: State, c: Scenario, r: Rules, write: ModelWrite, waitsFor: string | undefined): void {
  if (waitsFor === undefined) return
  const doc = entryAt(x.docs, write.d)
  const parent = docNamed(c, waitsFor)
  Object.assign(doc, { status: 'waiting', due: false, waitsFor, since: doc.status === 'waiting' ? doc.since : x.t })
  if (parent === undefined || !r.children) return
  const { links, savedAt } = entryAt(x.docs, parent)
  if (wokenBy({ since: doc.since }, { linked: links.length > 0, savedAt })) doc.due = true
}
