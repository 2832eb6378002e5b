import type { Action } from './action.ts'
import { BASE_INVOICE } from './bodies.ts'
import { entryAt } from './entry-at.ts'
import { childrenOf } from './settle.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { newWorker, spend, type State } from './state.ts'

/** What people, the host and operators may do meanwhile. */
export function peopleActions(s: State, c: Scenario, r: Rules): Action[] {
  const act = (name: string, budget: keyof State['budget'], go: (x: State) => void): Action[] =>
    s.budget[budget] <= 0 ? [] : [{ name, urgent: false, go: (x) => spend(x, budget, () => go(x)) }]
  const live = s.recs.flatMap((record, index) => (record.void || record.doc < 0 ? [] : [index]))
  return [
    ...s.docs.flatMap((_, d) => act(`the host saves a newer version of document ${d}`, 'edit', (x) => edit(x, c, r, d))),
    ...live.flatMap((index) => act(`a bookkeeper makes record R${index} void`, 'void', (x) => void (entryAt(x.recs, index).void = true))),
    ...live.flatMap((index) =>
      act(`a bookkeeper changes record R${index}`, 'alter', (x) => {
        const record = entryAt(x.recs, index)
        record.altered = true
        record.rev += 1
      }),
    ),
    ...s.docs.flatMap((_, d) =>
      mayEnter(s, c, d) ? act(`a bookkeeper enters something like document ${d} by hand`, 'manual', (x) => byHand(x, c, d)) : [],
    ),
    ...(s.kept.length > 0 ? act('THE DATABASE is set back by one transaction', 'restore', (x) => setBack(x)) : []),
    ...act('a person connects ANOTHER ORGANISATION', 'move', (x) => void (x.org = 1 - x.org)),
  ]
}

function edit(x: State, c: Scenario, r: Rules, d: number): void {
  const doc = entryAt(x.docs, d)
  doc.version += 1
  doc.savedAt = x.t
  if (c.editsNumber) doc.renumbered += 1
  Object.assign(doc, { due: true, waitsFor: null, status: doc.status === 'inFlight' ? doc.status : 'waiting' })
  for (const child of childrenOf(x, c, r, d)) child.due = true
}

const mayEnter = (s: State, c: Scenario, d: number): boolean => {
  const spec = entryAt(c.docs, d)
  return (
    spec.kind === 'payment' ||
    (spec.kind === 'invoice' && !s.recs.some((record) => !record.void && record.num === (spec.number ?? spec.id)))
  )
}

function byHand(x: State, c: Scenario, d: number): void {
  const spec = entryAt(c.docs, d)
  const money = spec.kind === 'payment'
  x.recs.push({
    kind: spec.kind,
    num: money ? null : (spec.number ?? spec.id),
    token: null,
    doc: -1,
    part: 'main',
    version: 0,
    amount: money ? 2_000 : 5_000,
    on: money ? `invoice/${spec.on ?? BASE_INVOICE}` : '',
    altered: false,
    void: false,
    visible: x.t,
    rev: 0,
    org: x.org,
    by: [],
  })
}

/** Attempts that were under way end with their connections; operators raise the epoch. */
function setBack(x: State): void {
  const [earlier] = x.kept
  if (earlier === undefined) return
  const { docs, envs, runs } = JSON.parse(earlier) as Pick<State, 'docs' | 'envs' | 'runs'> // written by `keep`
  Object.assign(x, { docs, envs, runs, kept: [], epoch: x.epoch + 1, epochAt: x.t, mirrorFilled: false })
  for (const [index, worker] of x.workers.entries()) x.workers[index] = worker.zombie ? { ...worker, at: 'gone' } : newWorker(worker.lane)
}
