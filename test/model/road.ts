import type { Action } from './action.ts'
import { entryAt } from './entry-at.ts'
import { enter } from './books.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { type ModelRequest, spend, type State } from './state.ts'

/** What can happen to the requests on the road and at the provider. */
export function roadActions(s: State, c: Scenario, r: Rules, late: boolean): Action[] {
  return s.reqs.flatMap((request, index) => actionsOf(s, c, r, late, request, index))
}

function actionsOf(s: State, c: Scenario, r: Rules, late: boolean, request: ModelRequest, index: number): Action[] {
  const act = (what: string, urgent: boolean, go: (q: ModelRequest, x: State) => void): Action => ({
    name: `provider, request ${index} of E${request.env}: ${what}`,
    urgent,
    go: (x) => go(entryAt(x.reqs, index), x),
  })
  const actions: Action[] = []
  const faults = (what: keyof State['budget']) => !late && s.budget[what] > 0
  if (request.state === 'road') {
    actions.push(act('arrives', late || s.t - request.sentAt >= c.network, (q, x) => arrive(x, c, q, index)))
    if (faults('drop')) actions.push(act('DROPPED before it arrives', false, (q, x) => spend(x, 'drop', () => (q.state = 'cut'))))
    if (faults('refuse')) actions.push(act('NOT TAKEN (401, 429)', false, (q, x) => spend(x, 'refuse', () => answer(q, 'notTaken'))))
  }
  if (request.state === 'working') {
    const must = late || (s.t - request.begunAt >= c.longestRequest && !(c.mayBeLate === true && index === 0))
    actions.push(act(c.itemwise ? `commits item ${request.done.length}` : 'commits', must, (q, x) => commit(x, c, r, q, index)))
    if (c.itemwise && faults('crash') && request.done.length > 0)
      actions.push(act('BREAKS half-way, nothing remembered', false, (q, x) => spend(x, 'crash', () => forget(x, q))))
    if (faults('fail'))
      actions.push(
        act('FAILS 500, remembered under the key', false, (q, x) => spend(x, 'fail', () => remember(x, index, answer(q, 'failed')))),
      )
  }
  if (request.state === 'parked') {
    const first = s.keys.find(({ key }) => key === request.key)
    if (first === undefined || first.answer !== null || first.until <= s.t)
      actions.push(
        act('the duplicate is answered like the first', true, (q, x) =>
          answer(q, x.keys.find(({ key }) => key === q.key)?.answer ?? 'failed'),
        ),
      )
  }
  const awaited = s.workers.some((worker) => worker.at === 'wait' && worker.req === index)
  if (request.state === 'answered' && awaited && faults('drop'))
    actions.push(act('THE ANSWER IS LOST', false, (q, x) => spend(x, 'drop', () => (q.state = 'cut'))))
  return actions
}

function answer(q: ModelRequest, given: NonNullable<ModelRequest['answer']>): NonNullable<ModelRequest['answer']> {
  q.answer = given
  q.state = 'answered'
  return given
}

function remember(x: State, index: number, given: NonNullable<ModelRequest['answer']>): void {
  const kept = x.keys.find(({ req }) => req === index)
  if (kept) kept.answer = given
}

function forget(x: State, q: ModelRequest): void {
  q.state = 'cut'
  x.keys = x.keys.filter(({ key }) => key !== q.key)
}

function arrive(x: State, c: Scenario, q: ModelRequest, index: number): void {
  const known = x.keys.find(({ key, until }) => key === q.key && until > x.t)
  const poisoned = c.poison !== undefined && q.items.some(({ d }) => d === c.poison)
  if (known?.answer != null) answer(q, known.answer)
  else if (known) Object.assign(q, { state: c.keyRunsTwice ? 'working' : 'parked', begunAt: x.t })
  else if (poisoned) answer(q, 'refused')
  else {
    x.keys.push({ key: q.key, until: x.t + c.keyLife, req: index, answer: null })
    Object.assign(q, { state: 'working', begunAt: x.t })
  }
  if (c.writers !== undefined && x.reqs.filter(({ state }) => state === 'working').length > c.writers)
    x.bad ??= 'two writers at once in books that bear one'
}

function commit(x: State, c: Scenario, r: Rules, q: ModelRequest, index: number): void {
  const { items } = q
  const upTo = c.itemwise ? q.done.length + 1 : items.length
  while (q.done.length < upTo) q.done.push(enter(x, c, r, q, entryAt(items, q.done.length)))
  if (q.done.length < items.length) return
  answer(q, q.done)
  remember(x, index, q.done)
  const reader = x.workers.some((worker) => worker.req === index && worker.at === 'wait')
  if (!reader) q.state = 'gone'
}
