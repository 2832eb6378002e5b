import type { DocumentKind, EnvelopeState, Lane, LinkPart, Operation } from '../../domain/entities.ts'
import type { ItemResult } from '../../ledger/item-result.ts'

/*
 * Everything that one state of the model holds: what stands in the ledger, in the books and on the road, and where every attempt is. Plain data, so
 * that a state can be copied and hashed. Time is counted in ticks.
 */

/** What faults and people may still do. */
export interface Budget {
  kill: number
  drop: number
  pause: number
  edit: number
  void: number
  alter: number
  manual: number
  refuse: number
  crash: number
  fail: number
  restore: number
  end: number
  move: number
}

export interface ModelLink {
  part: LinkPart
  rec: number
  version: number
  follow: boolean
  adopted: boolean
  /** Change time of the record as we know it. */
  rev: number
}

/** A document with its standing at the connection. */
export interface ModelDoc {
  version: number
  /** How often its number was changed. */
  renumbered: number
  savedAt: number
  due: boolean
  status: 'waiting' | 'inFlight' | 'inBooks' | 'problem' | 'notDue'
  waitsFor: string | null
  since: number
  alone: boolean
  code: string | null
  links: ModelLink[]
}

/** A write that a run has planned and not claimed yet. */
export interface ModelWrite {
  d: number
  part: LinkPart
  op: Operation
  version: number
  step: number
  num: string | null
  follow: boolean
  needs: string[]
  rec: number | null
  amount: number
  alone: boolean
}

export interface ModelItem extends ModelWrite {
  open: boolean
  result: ItemResult['result'] | null
  again: boolean
}

export interface ModelEnvelope {
  state: EnvelopeState
  attempt: number
  leaseUntil: number
  writtenAt: number
  sentAt: number | null
  wasUnknown: boolean
  lookFirst: boolean
  org: number
  run: number
  lane: Lane
  op: Operation
  key: number
  items: ModelItem[]
}

/** A record in the books. `doc`: whose it truly is; -1: entered by hand. */
export interface ModelRecord {
  kind: DocumentKind | 'allocation'
  num: string | null
  token: string | null
  doc: number
  part: LinkPart
  version: number
  amount: number
  /** Of a payment or allocation: the documents it stands on. */
  on: string
  altered: boolean
  void: boolean
  /** Can be read from this tick on. */
  visible: number
  rev: number
  org: number
  /** Keys of the requests that wrote it. */
  by: number[]
}

/** What comes back for one item. */
export type ModelAnswer = number | 'used' | 'refused'
export type WholeAnswer = ModelAnswer[] | 'failed' | 'notTaken' | 'refused'

/** A request on the road or at the provider. `gone`: nobody will read its answer. */
export interface ModelRequest {
  env: number
  key: number
  /** What was sent, and to which organisation it was meant to go. */
  items: ModelItem[]
  meant: number
  org: number
  sentAt: number
  begunAt: number
  state: 'road' | 'working' | 'parked' | 'answered' | 'cut' | 'gone'
  done: ModelAnswer[]
  answer: WholeAnswer | null
}

export type Found = { bookId: string; likeness: 'same' | 'changed' | 'void' | 'before' | 'stranger' }

/** One attempt of an activity. `zombie`: paused while another attempt has begun elsewhere. */
export interface ModelWorker {
  lane: Lane
  run: number
  at: 'start' | 'planned' | 'turn' | 'mark' | 'send' | 'checked' | 'wait' | 'settle' | 'look' | 'used' | 'conclude' | 'late' | 'gone'
  zombie: boolean
  env: number
  attempt: number
  req: number
  deadline: number
  /** The organisation that its desk was opened at. */
  org: number
  results: ItemResult[] | null
  plan: Planned[] | null
}

/** What a plan decided of one document, before it is written down. */
export interface Planned {
  d: number
  writes: ModelWrite[]
  adopt: { part: LinkPart; rec: number } | null
  status: ModelDoc['status'] | null
  due: boolean
  waitsFor: string | null
  code: string | null
}

export interface State {
  t: number
  docs: ModelDoc[]
  envs: ModelEnvelope[]
  runs: { lane: Lane; writes: ModelWrite[]; over: boolean }[]
  recs: ModelRecord[]
  reqs: ModelRequest[]
  /** What the provider remembers under a key. */
  keys: { key: number; until: number; req: number; answer: WholeAnswer | null }[]
  workers: ModelWorker[]
  budget: Budget
  org: number
  keysMade: number
  epoch: number
  epochAt: number
  mirrorFilled: boolean
  /** Who may write, and until when. */
  writer: { by: number; until: number } | null
  /** The ledger as it was one and two transactions ago. */
  kept: string[]
  bad: string | null
}

/** A copy that shares nothing. */
export function copy<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(copy) as T // of the same type as the list
  const made: Record<string, unknown> = {}
  for (const key in value) made[key] = copy(value[key])
  return made as T // the same keys with the same values
}

export const newWorker = (lane: Lane, run = -1): ModelWorker => ({
  lane,
  run,
  at: 'start',
  zombie: false,
  env: -1,
  attempt: 0,
  req: -1,
  deadline: 0,
  org: 0,
  results: null,
  plan: null,
})

/** Something that may happen a few times happens. */
export function spend(x: State, what: keyof Budget, then: () => unknown): void {
  x.budget[what] -= 1
  then()
}
