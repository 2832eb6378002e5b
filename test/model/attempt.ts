import { type EnvelopeMove, mayMove } from '../../domain/rules/envelope-moves.ts'
import { leaseTime } from '../../domain/rules/settle-time.ts'
import { entryAt } from './entry-at.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { type ModelEnvelope, type ModelWorker, newWorker, type State } from './state.ts'

/* What every step of an attempt has in common. */

/** The clock that an attempt reads. */
export const clockOf = (s: State, c: Scenario, r: Rules, worker: ModelWorker): number =>
  r.databaseClock ? s.t : s.t + (c.skew?.[worker.lane] ?? 0)

/** Whether the attempt may still move the envelope that it holds. */
export function mayMoveOwn(s: State, r: Rules, worker: ModelWorker, move: EnvelopeMove): boolean {
  const env = entryAt(s.envs, worker.env)
  if (!r.attempt) return env.state !== 'settled'
  return mayMove(env, worker.attempt, move)
}

/** How long an attempt holds an envelope. */
export const leaseOf = (c: Scenario): number => leaseTime({ ...c, longestRequest: c.longestRequest + 1 })

/** The activity is over: a zombie is gone, any other begins the next one of its run. */
export function endActivity(x: State, index: number): void {
  const worker = entryAt(x.workers, index)
  x.workers[index] = { ...newWorker(worker.lane, worker.run), ...(worker.zombie && { zombie: true, at: 'gone' as const }) }
}

/** Gives the envelope up for another attempt, in the state given. */
export function release(x: State, env: ModelEnvelope, state: ModelEnvelope['state'], now: number): void {
  env.state = state
  env.leaseUntil = now
  if (state === 'unknown') env.wasUnknown = true
  if (state === 'written') env.sentAt = null
}

/** Keeps what the ledger held before a transaction, for the scenarios that set it back. */
export function keep(x: State, c: Scenario): void {
  if (c.budget.restore === 0) return
  const { docs, envs, runs } = x
  x.kept = [...x.kept, JSON.stringify({ docs, envs, runs })].slice(-2)
}
