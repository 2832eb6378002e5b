import { judgeLate } from '../../domain/rules/judge-arrival.ts'
import { mayTakeOver, takenOver } from '../../domain/rules/envelope-moves.ts'
import { nextForEnvelope, nextForLeftover } from '../../domain/rules/next-for-envelope.ts'
import { lookFirstLeft } from '../../domain/rules/set-back.ts'
import { settleTimeLeft } from '../../domain/rules/settle-time.ts'
import type { Action } from './action.ts'
import { clockOf, endActivity, keep, leaseOf } from './attempt.ts'
import { conclude, lookAtUsedAgain, lookUp, lookUpAll, markSent, noAnswer, readAnswer, send, takeTurn, tooLate } from './carry-steps.ts'
import { entryAt } from './entry-at.ts'
import { dueFor } from './plan.ts'
import { claim, nextStep, readPlan, writePlan } from './run-steps.ts'
import type { Rules } from './rules.ts'
import { type Scenario, settleOf } from './scenario.ts'
import { learnItem, refuse, settle } from './settle.ts'
import { type ModelEnvelope, type ModelWorker, newWorker, spend, type State } from './state.ts'

/** What the attempts can do next, and what can happen to them. */
export function workerActions(s: State, c: Scenario, r: Rules, late: boolean): Action[] {
  return s.workers.flatMap((worker, index) => [...stepsOf(s, c, r, late, worker, index), ...(late ? [] : mishapsOf(s, worker, index))])
}

function stepsOf(s: State, c: Scenario, r: Rules, late: boolean, worker: ModelWorker, index: number): Action[] {
  const prompt = !worker.zombie || late
  const act = (what: string, go: (x: State) => void, urgent = prompt): Action[] => [
    { name: `${nameOf(worker, index)}: ${what}`, urgent, go },
  ]
  const now = clockOf(s, c, r, worker)
  switch (worker.at) {
    case 'start':
      return startSteps(s, c, r, worker, index, now, act)
    case 'planned':
      return act('the plan is written down', (x) => writePlan(x, c, r, entryAt(x.workers, index)))
    case 'turn':
      if (!r.turnFirst) return act('marks it sent', (x) => markSent(x, c, r, index))
      if (c.writers !== undefined && r.oneWriter && s.writer !== null && s.writer.by !== index && s.writer.until > now) return []
      return act('takes a turn', (x) => takeTurn(x, c, r, index), prompt && (late || !c.slowTurn))
    case 'mark':
      return act('marks it sent', (x) => markSent(x, c, r, index))
    case 'send':
      return sendSteps(s, c, r, late, worker, index, act)
    case 'checked':
      return act('sends', (x) => send(x, index))
    case 'wait':
      return waitSteps(s, c, r, worker, index, act)
    case 'settle':
      return act('reads the answer', (x) => readAnswer(x, c, r, index))
    case 'look':
      if (!mayLookNow(s, c, r, worker, now)) return []
      return act('looks up', (x) => lookUpAll(x, c, r, index))
    case 'used':
      return s.t < worker.deadline ? [] : act('looks for what holds the number once more', (x) => lookAtUsedAgain(x, c, r, index))
    case 'conclude':
      return act(`concludes ${wordsOf(worker)}`, (x) => conclude(x, c, r, index, entryAt(x.workers, index).results ?? []))
    case 'late':
      return act(`learns late ${wordsOf(worker)}`, (x) => learnLate(x, c, r, index))
    case 'gone':
      return []
    default:
      return worker.at satisfies never
  }
}

type Act = (what: string, go: (x: State) => void, urgent?: boolean) => Action[]

const nameOf = ({ lane, zombie }: ModelWorker, index: number): string => `${lane} ${index}${zombie ? ' (paused before)' : ''}`
const wordsOf = ({ results }: ModelWorker): string => (results ?? []).map((one) => ('code' in one ? one.code : one.result)).join(', ')

/** Between two activities: what is left behind first, then what was concluded absent, then the run's next claim, then the next run. */
function startSteps(s: State, c: Scenario, r: Rules, worker: ModelWorker, index: number, now: number, act: Act): Action[] {
  const taken = s.envs.findIndex((env) => (r.sweep || env.run === worker.run) && mayTake(c, r, env, now))
  if (taken >= 0) return act(`takes over E${taken} (${entryAt(s.envs, taken).state})`, (x) => takeOver(x, c, r, index, taken, now))
  if (nextStep(s, worker) !== undefined)
    return act('claims', (x) => {
      if (!claim(x, c, r, entryAt(x.workers, index), now)) endActivity(x, index)
      else toEnvelope(x, c, r, index)
    })
  const own = s.envs.some((env) => env.run === worker.run && env.state !== 'settled')
  if (own || s.t < (s.runs.length > 0 ? (c.nextRunAt ?? 0) : 0)) return []
  const again = r.lookAgain ? s.envs.findIndex((env) => env.state === 'settled' && env.items.some((item) => item.again)) : -1
  if (again >= 0) return act(`looks E${again} up once more`, (x) => lookAgain(x, c, r, index, again))
  if (dueFor(s, c, r, worker.lane).length === 0) return []
  return act('plans a run', (x) => {
    readPlan(x, c, r, entryAt(x.workers, index))
    if (r.planHolds) writePlan(x, c, r, entryAt(x.workers, index))
  })
}

/** One whose settle time is not over yet would only be let go again; one that was sent becomes unknown by it. */
function mayTake(c: Scenario, r: Rules, env: ModelEnvelope, now: number): boolean {
  if (env.state === 'settled') return false
  if (r.attempt && !mayTakeOver(env, now)) return false
  return env.state !== 'unknown' || isSettleTimeOver(c, r, env, now)
}

function isSettleTimeOver(c: Scenario, r: Rules, env: ModelEnvelope, now: number): boolean {
  if (!r.settleTime || !r.sentOnce) return true
  return settleTimeLeft(env, now, r.visibilityLag ? settleOf(c) : settleOf(c) - c.visibilityLag) === 0
}

function takeOver(x: State, c: Scenario, r: Rules, index: number, taken: number, now: number): void {
  keep(x, c)
  const worker = entryAt(x.workers, index)
  worker.org = x.org
  const before = entryAt(x.envs, taken)
  const env = takenOver(before, now + leaseOf(c))
  env.wasUnknown = before.wasUnknown || before.state === 'sent'
  x.envs[taken] = env
  Object.assign(worker, { env: taken, attempt: env.attempt })
  const left = { state: env.state, leaseLeftMs: 0 }
  if (env.run !== worker.run && nextForLeftover(left) === 'giveUp') {
    settle(
      x,
      c,
      r,
      env,
      env.items.map(() => ({ result: 'absent', alone: false })),
    )
    endActivity(x, index)
  } else if (env.state === 'unknown' && !isSettleTimeOver(c, r, env, now)) {
    env.leaseUntil = now
    endActivity(x, index)
  } else toEnvelope(x, c, r, index)
}

/** What the attempt does with the envelope that it holds, by the product's own rule. */
function toEnvelope(x: State, c: Scenario, r: Rules, index: number): void {
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  const organisation = r.organisation ? worker.org : env.org
  const next = nextForEnvelope({ state: env.state, organisationId: `${env.org}`, lookUpFirst: env.lookFirst }, `${organisation}`)
  switch (next) {
    case 'nothing':
      return endActivity(x, index)
    case 'otherOrganisation':
      settle(
        x,
        c,
        r,
        env,
        env.items.map(() => ({ result: 'problem', code: 'ORGANISATION_CHANGED', values: {}, link: false })),
      )
      return endActivity(x, index)
    case 'lookUp':
      worker.at = r.sentOnce ? 'look' : 'turn'
      return
    case 'lookUpFirst':
      worker.at = 'look'
      return
    case 'send':
      worker.at = 'turn'
      return
    default:
      next satisfies never
  }
}

/** After the database was set back nobody looks before requests that it has forgotten can no longer be working. */
function mayLookNow(s: State, c: Scenario, r: Rules, worker: ModelWorker, now: number): boolean {
  const env = entryAt(s.envs, worker.env)
  return env.state !== 'written' || !r.lookFirstWaits || lookFirstLeft(now - s.epochAt, settleOf(c)) === 0
}

function sendSteps(s: State, c: Scenario, r: Rules, late: boolean, worker: ModelWorker, index: number, act: Act): Action[] {
  if (!r.turnFirst && worker.deadline >= 0) {
    const turn = (x: State) => void (entryAt(x.workers, index).deadline = -1)
    return act('takes a turn', turn, late || (!worker.zombie && !c.slowTurn))
  }
  if (r.sendBy && r.turnFirst && s.t > worker.deadline) return act('is too late to send', (x) => tooLate(x, c, r, index))
  if (c.hardPause && worker.zombie)
    return act('has checked its deadline and is paused before the system call', (x) => void (entryAt(x.workers, index).at = 'checked'))
  return act('sends', (x) => send(x, index))
}

function waitSteps(s: State, c: Scenario, r: Rules, worker: ModelWorker, index: number, act: Act): Action[] {
  const request = entryAt(s.reqs, worker.req)
  if (request.state === 'answered')
    return act(`gets ${JSON.stringify(request.answer)}`, (x) => void (entryAt(x.workers, index).at = 'settle'))
  const silent = request.state === 'cut' || request.state === 'gone' || s.t - request.sentAt >= c.requestTimeout
  return silent ? act('gets no answer', (x) => noAnswer(x, c, r, index)) : []
}

/** An item that was concluded absent is looked up by the next run. */
function lookAgain(x: State, c: Scenario, r: Rules, index: number, again: number): void {
  const worker = entryAt(x.workers, index)
  worker.org = x.org
  const items = entryAt(x.envs, again).items
  const results = items.map((item) => (item.again ? lookUp(x, c, r, item, worker.org) : ({ result: 'absent', alone: false } as const)))
  Object.assign(worker, { env: again, results, at: 'late' })
}

/** What activities/provider-check-absent.ts does with what it met. */
function learnLate(x: State, c: Scenario, r: Rules, index: number): void {
  keep(x, c)
  const worker = entryAt(x.workers, index)
  const env = entryAt(x.envs, worker.env)
  for (const [at, item] of env.items.entries()) {
    const result = worker.results?.[at]
    if (!item.again || result === undefined) continue
    item.again = false
    const linked = entryAt(x.docs, item.d).links.find(({ part }) => part === item.part)?.rec
    const seen = judgeLate(result, linked === undefined ? undefined : `R${linked}`)
    if (result.result === 'taken') learnItem(x, c, r, env, item, result.bookId)
    else if (seen === 'problem' && result.result === 'problem') refuse(x, c, r, item, result)
    else if (seen === 'doubled') entryAt(x.docs, item.d).code = 'DOUBLED_IN_BOOKS'
  }
  endActivity(x, index)
}

/** What can happen to an attempt: killed with its process, paused while another begins, its run terminated. */
function mishapsOf(s: State, worker: ModelWorker, index: number): Action[] {
  const idle = worker.at === 'start' || worker.at === 'gone'
  if (worker.zombie || idle) return []
  const name = nameOf(worker, index)
  const mishap = (what: keyof State['budget'], words: string, go: (x: State) => void): Action[] =>
    s.budget[what] <= 0 ? [] : [{ name: `${words} ${name} at ${worker.at}`, urgent: false, go: (x) => spend(x, what, () => go(x)) }]
  return [
    ...mishap('kill', 'KILLED:', (x) => endActivity(x, index)),
    ...mishap('end', 'RUN TERMINATED:', (x) => terminate(x, index)),
    ...mishap('pause', 'PAUSED:', (x) => {
      x.workers[index] = { ...entryAt(x.workers, index), zombie: true }
      x.workers.push(newWorker(worker.lane, worker.run))
    }),
  ]
}

/** Support ends a run: its attempt is over, what it planned stays due. */
function terminate(x: State, index: number): void {
  const worker = entryAt(x.workers, index)
  const run = x.runs[worker.run]
  if (run) Object.assign(run, { over: true, writes: [] })
  x.workers[index] = { ...newWorker(worker.lane), at: 'gone', zombie: true }
}
