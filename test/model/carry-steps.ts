import type { Operation } from '../../domain/entities.ts'
import { type Answer, judgeAnswer, judgeUsed } from '../../domain/rules/judge-answer.ts'
import { makesRecord } from '../../domain/rules/operation-effects.ts'
import { type SettledLookup, settleLookup } from '../../domain/rules/settle-lookup.ts'
import type { ItemResult } from '../../ledger/item-result.ts'
import { clockOf, endActivity, keep, leaseOf, mayMoveOwn, release } from './attempt.ts'
import { find } from './books.ts'
import { entryAt } from './entry-at.ts'
import { specOf } from './facts.ts'
import { learn, settle } from './settle.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { copy, type ModelItem, type ModelWorker, type State, type WholeAnswer } from './state.ts'

/* The steps of an attempt that holds an envelope, as activities/carry-envelope.ts has them. */

/** What was linked while it waited goes back to the plan; else the turn is taken, and with it the right to write. */
export function takeTurn(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  const now = clockOf(x, c, r, worker)
  if (r.claimAgain && makesRecord(env.op) && env.items.some((item) => isLinked(x, item)))
    return conclude(x, c, r, index, env.items.map(givenUp))
  if (c.writers !== undefined && r.oneWriter) x.writer = { by: index, until: now + leaseOf(c) + c.requestTimeout }
  worker.at = 'mark'
}

const givenUp = (): ItemResult => ({ result: 'absent', alone: false })

const isLinked = (x: State, item: ModelItem): boolean => entryAt(x.docs, item.d).links.some(({ part }) => part === item.part)

export function markSent(x: State, c: Scenario, r: Rules, index: number): void {
  keep(x, c)
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  if (!(r.sentOnce ? mayMoveOwn(x, r, worker, 'markSent') : mayMoveOwn(x, r, worker, 'renewLease'))) return endActivity(x, index)
  env.state = 'sent'
  env.sentAt = clockOf(x, c, r, worker)
  worker.deadline = x.t + c.sendBy
  worker.at = 'send'
}

export function send(x: State, index: number): void {
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  x.reqs.push({
    env: worker.env,
    key: env.key,
    items: copy(env.items),
    meant: env.org,
    org: worker.org,
    sentAt: x.t,
    begunAt: 0,
    state: 'road',
    done: [],
    answer: null,
  })
  Object.assign(worker, { req: x.reqs.length - 1, at: 'wait' })
}

/** It never left: the same bytes and key go later. */
export function tooLate(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  if (mayMoveOwn(x, r, worker, 'putBack')) release(x, entryAt(x.envs, worker.env), 'written', clockOf(x, c, r, worker))
  giveWriterBack(x, index)
  endActivity(x, index)
}

/** No complete answer: nobody knows whether it arrived. */
export function noAnswer(x: State, c: Scenario, r: Rules, index: number): void {
  keep(x, c)
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  const request = x.reqs[worker.req]
  if (request?.state === 'answered') request.state = 'gone'
  if (!r.silenceIsUnknown) return conclude(x, c, r, index, env.items.map(givenUp))
  if (mayMoveOwn(x, r, worker, 'markUnknown')) release(x, env, 'unknown', clockOf(x, c, r, worker))
  endActivity(x, index)
}

/** What the answer means, by the product's own rule. */
export function readAnswer(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  const request = entryAt(x.reqs, worker.req)
  request.state = 'gone'
  const given = asAnswer(request.answer ?? 'failed')
  const judged = judgeAnswer(r.goesAlone || given.outcome !== 'refused' ? given : eachRefused(env.items.length), env.items.length)
  if (judged.becomes === 'written' && !r.notTakenGoesAgain) return conclude(x, c, r, index, env.items.map(plainlyRefused))
  if (judged.becomes !== 'settled') {
    keep(x, c)
    const move = judged.becomes === 'written' ? 'putBack' : 'markUnknown'
    if (mayMoveOwn(x, r, worker, move)) release(x, env, judged.becomes, clockOf(x, c, r, worker))
    if (judged.becomes === 'written') giveWriterBack(x, index)
    return endActivity(x, index)
  }
  giveWriterBack(x, index)
  if (r.attempt && mayMoveOwn(x, r, worker, 'renewLease')) env.leaseUntil = clockOf(x, c, r, worker) + leaseOf(c)
  worker.results = judged.items.map((item, at): ItemResult => {
    if (item.result === 'taken') return { result: 'taken', bookId: item.taken.bookId }
    if (item.result !== 'lookUp') return item
    return r.usedIsEvidence ? lookUpUsed(x, c, r, worker, at) : plainlyRefused()
  })
  // What has just arrived may not be seen yet: what holds the number is looked for once more.
  const unseen = r.usedWaits && worker.results.some((one) => one.result === 'refused' && one.code === 'NUMBER_ALREADY_USED')
  worker.deadline = x.t + c.visibilityLag
  worker.at = unseen ? 'used' : 'conclude'
}

/** "Already used" and nothing of ours was seen: after the visibility lag it is looked up once more. */
export function lookAtUsedAgain(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  worker.results = (worker.results ?? []).map((one, at) =>
    one.result === 'refused' && one.code === 'NUMBER_ALREADY_USED' ? lookUpUsed(x, c, r, worker, at) : one,
  )
  worker.at = 'conclude'
}

function lookUpUsed(x: State, c: Scenario, r: Rules, worker: ModelWorker, at: number): ItemResult {
  const item = entryAt(entryAt(x.envs, worker.env).items, at)
  return judgeUsed(lookUp(x, c, r, item, worker.org), expectedOf(c, item), '')
}

const plainlyRefused = (): ItemResult => ({ result: 'refused', code: 'PROVIDER_REFUSED', values: {} })

const eachRefused = (count: number): Answer<{ bookId: string }> => ({
  outcome: 'answered',
  items: Array.from({ length: count }, () => ({ kind: 'refused' as const, code: 'PROVIDER_REFUSED' as const, detail: '', values: {} })),
})

function asAnswer(answer: WholeAnswer): Answer<{ bookId: string }> {
  if (answer === 'failed') return { outcome: 'unknown' }
  if (answer === 'notTaken') return { outcome: 'notTaken' }
  if (answer === 'refused') return { outcome: 'refused', code: 'PROVIDER_REFUSED', detail: '' }
  return {
    outcome: 'answered',
    items: answer.map((one) => {
      if (one === 'used') return { kind: 'lookUp', detail: '' }
      if (one === 'refused') return { kind: 'refused', code: 'PROVIDER_REFUSED', detail: '', values: {} }
      return { kind: 'taken', bookId: `R${one}` }
    }),
  }
}

/** Looks an item up, and says what became of it, by the product's own rule. */
export function lookUp(x: State, c: Scenario, r: Rules, item: ModelItem, org: number): SettledLookup {
  if (!r.readUpdate && !makesRecord(item.op)) return { result: 'absent', alone: false }
  const others = x.docs.flatMap((doc, d) =>
    d === item.d ? [] : doc.links.filter(({ part }) => part === item.part).map(({ rec }) => `R${rec}`),
  )
  const found = find(x, c, r, item, org).filter(({ bookId, likeness }) => {
    if (r.excludeLinked && others.includes(bookId)) return false
    return r.otherIsNotAbsent || (likeness !== 'changed' && likeness !== 'stranger')
  })
  return settleLookup({ operation: item.op satisfies Operation, expected: expectedOf(c, item).expected, found })
}

const expectedOf = (c: Scenario, item: ModelItem) => {
  const { kind } = specOf(c, item.d)
  return { kind, expected: { kind, ...(item.num !== null && { number: item.num }) } }
}

export function lookUpAll(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  worker.results = entryAt(x.envs, worker.env).items.map((item) => lookUp(x, c, r, item, worker.org))
  worker.at = 'conclude'
}

/** Settles the envelope, or sends it now if it was looked up first and nothing was found; a fenced attempt writes only what it learnt. */
export function conclude(x: State, c: Scenario, r: Rules, index: number, results: ItemResult[]): void {
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  const first = env.state === 'written' && env.lookFirst && worker.at === 'conclude'
  if (first && results.every(({ result }) => result === 'absent')) {
    Object.assign(worker, { at: 'turn', results: null })
    return
  }
  keep(x, c)
  if (mayMoveOwn(x, r, worker, 'settle')) settle(x, c, r, env, results)
  else if (r.attempt) learn(x, c, r, env, results)
  endActivity(x, index)
}

const giveWriterBack = (x: State, index: number): void => {
  if (x.writer?.by === index) x.writer = null
}
