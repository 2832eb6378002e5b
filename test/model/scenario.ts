import type { DocumentKind, Lane } from '../../domain/entities.ts'
import { settleTime } from '../../domain/rules/settle-time.ts'
import { type Budget, type ModelRecord, newWorker, type State } from './state.ts'

/** A document of the host in a scenario. `on`: the invoice that a payment settles or a credit is allocated to. */
export interface ScenarioDoc {
  kind: DocumentKind
  id: string
  number?: string
  customer?: string
  on?: string
  /** In the books from the start, by record 0, 1 … in the order of the documents. */
  linked?: boolean
}

/** A small world that is explored completely. Times are ticks. */
export interface Scenario {
  docs: ScenarioDoc[]
  lanes: Lane[]
  /** Documents that the express lane is for; absent: all. */
  express?: number[]
  batch: number
  /** How long the provider remembers a key. */
  keyLife: number
  requestTimeout: number
  longestRequest: number
  network: number
  visibilityLag: number
  sendBy: number
  /** Until when faults may happen; afterwards everything has to come to its end. */
  faultsUntil: number
  end: number
  budget: Budget
  /** A turn may take as long as it likes. */
  slowTurn?: boolean
  /** A paused attempt may have checked its deadline before it was paused: what no rule prevents. */
  hardPause?: boolean
  /** The provider commits a batch item by item. */
  itemwise?: boolean
  /** An equal key while the first request is under way is carried out too. */
  keyRunsTwice?: boolean
  /** A document that the provider refuses with its whole request. */
  poison?: number
  /** Edits change the number. */
  editsNumber?: boolean
  /** Clocks of the lanes, where they are not the database's. */
  skew?: Partial<Record<Lane, number>>
  /** The first request may work longer than the longest known time, until the faults are over. */
  mayBeLate?: boolean
  /** The provider bears one writer at a time. */
  writers?: 1
  /** The next run, which looks again, begins at this tick. */
  nextRunAt?: number
  /** Two records of one document cannot be prevented here: they have to be told. */
  doublingIsTold?: boolean
  /** What a bookkeeper enters by hand is the same money. */
  manualIsSame?: boolean
}

export const none: Budget = {
  kill: 0,
  drop: 0,
  pause: 0,
  edit: 0,
  void: 0,
  alter: 0,
  manual: 0,
  refuse: 0,
  crash: 0,
  fail: 0,
  restore: 0,
  end: 0,
  move: 0,
}

/** The settle time of a scenario by the product's own rule; the longest request is an upper bound that no request reaches. */
export const settleOf = (c: Scenario): number => settleTime({ ...c, longestRequest: c.longestRequest + 1 })

/** The first state: documents saved and due, nothing sent; what is linked from the start stands in the books. */
export function begin(c: Scenario): State {
  const recs: ModelRecord[] = []
  const docs = c.docs.map((spec, d) => {
    if (spec.linked) recs.push(recordOf(spec, d))
    const link = { part: 'main' as const, rec: recs.length - 1, version: 1, follow: false, adopted: false, rev: 0 }
    return {
      version: spec.linked && spec.kind === 'invoice' ? 2 : 1,
      renumbered: 0,
      savedAt: 0,
      due: true,
      status: 'waiting' as const,
      waitsFor: null,
      since: 0,
      alone: false,
      code: null,
      links: spec.linked ? [link] : [],
    }
  })
  const workers = c.lanes.map((lane) => newWorker(lane))
  const ledger = { docs, envs: [], runs: [], recs, reqs: [], keys: [], workers, budget: { ...c.budget } }
  return { t: 0, ...ledger, org: 0, keysMade: 0, epoch: 1, epochAt: 0, mirrorFilled: true, writer: null, kept: [], bad: null }
}

const recordOf = ({ kind, number, id }: ScenarioDoc, doc: number): ModelRecord => ({
  kind,
  num: number ?? id,
  token: null,
  doc,
  part: 'main',
  version: 1,
  amount: 12_000,
  on: '',
  altered: false,
  void: false,
  visible: 0,
  rev: 0,
  org: 0,
  by: [],
})
