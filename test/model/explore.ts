import type { Action } from './action.ts'
import { brokenEnd, brokenLaw } from './laws.ts'
import { peopleActions } from './people.ts'
import { roadActions } from './road.ts'
import type { Rules } from './rules.ts'
import { begin, type Scenario } from './scenario.ts'
import { copy, type State } from './state.ts'
import { workerActions } from './worker-actions.ts'

/** What was found: the law that was broken, with the shortest way there; `cut`: not every state was seen. */
export interface Explored {
  states: number
  cut: boolean
  broken?: string
  trace?: string[]
}

/** Everything that can happen next. Time goes on only when nothing has to happen before. */
export function actionsOf(s: State, c: Scenario, r: Rules): Action[] {
  const late = s.t > c.faultsUntil
  const actions = [...workerActions(s, c, r, late), ...roadActions(s, c, r, late), ...(late ? [] : peopleActions(s, c, r))]
  const settled = late && actions.length === 0 && s.envs.every(({ state }) => state === 'settled') && isIdle(s) && s.t > (c.nextRunAt ?? 0)
  if (actions.every(({ urgent }) => !urgent) && s.t < c.end && !settled)
    actions.push({ name: 'tick', urgent: false, go: (x) => void (x.t += 1) })
  return actions
}

const isIdle = (s: State): boolean => s.workers.every(({ at }) => at === 'start' || at === 'gone')

interface Step {
  name: string
  before: Step | null
}

/** Every state that can be reached, breadth first, so that the first way to a broken law is a shortest one. */
export function explore(c: Scenario, r: Rules, most = 400_000): Explored {
  const first = begin(c)
  const seen = new Set([printOf(first)])
  let front: { s: State; step: Step | null }[] = [{ s: first, step: null }]
  while (front.length > 0) {
    const next: typeof front = []
    for (const { s, step } of front) {
      const actions = actionsOf(s, c, r)
      const end = actions.length === 0 ? brokenEnd(s, c) : undefined
      if (end !== undefined) return { states: seen.size, cut: false, broken: end, trace: pathOf(step) }
      for (const { name, go } of actions) {
        const x = copy(s)
        go(x)
        const then = { name, before: step }
        const broken = brokenLaw(x, c)
        if (broken !== undefined) return { states: seen.size, cut: false, broken, trace: pathOf(then) }
        const print = printOf(x)
        if (seen.has(print)) continue
        if (seen.size >= most) return { states: seen.size, cut: true }
        seen.add(print)
        next.push({ s: x, step: then })
      }
    }
    front = next
  }
  return { states: seen.size, cut: false }
}

function pathOf(step: Step | null): string[] {
  const path: string[] = []
  for (let at = step; at !== null; at = at.before) path.push(at.name)
  return path.reverse()
}

/** Two 32-bit hashes of the state as text in one number: of half a million states two are taken for one with a chance of one in a hundred thousand. */
function printOf(s: State): number {
  const text = JSON.stringify(s)
  let a = 0x811c9dc5
  let b = 0x1b873593
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x5bd1e995)
    b ^= b >>> 15
  }
  return (a >>> 0) * 2_097_152 + ((b >>> 0) & 0x1fffff)
}

/** Far more steps than any way to the end takes. */
const LONGEST_WALK = 5_000

/** One way to the end, chosen by a seed. */
export function walk(c: Scenario, r: Rules, seed: number): { steps: number; broken?: string; trace: string[] } {
  const dice = diceOf(seed)
  const s = begin(c)
  const trace: string[] = []
  for (let steps = 0; ; steps++) {
    if (steps > LONGEST_WALK) return { steps, broken: 'it never comes to an end', trace }
    const actions = actionsOf(s, c, r)
    const chosen = actions[Math.floor(dice() * actions.length)]
    const broken = chosen === undefined ? brokenEnd(s, c) : undefined
    if (chosen === undefined) return { steps, trace, ...(broken !== undefined && { broken }) }
    chosen.go(s)
    if (chosen.name !== 'tick') trace.push(chosen.name)
    const law = brokenLaw(s, c)
    if (law !== undefined) return { steps, broken: law, trace }
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
