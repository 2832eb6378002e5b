import { type Chance, seededChance } from './chance.ts'
import type { Going, Part } from './stack.ts'

/** What strikes requests on the road, in the sandbox's words (docs/sandboxes.md). */
export const roadFaults = {
  'drop before': { kind: 'drop-before' },
  'drop after commit': { kind: 'drop-after-commit' },
  'answer cut': { kind: 'cut' },
  hang: { kind: 'hang' },
  'hang after commit': { kind: 'hang-after-commit' },
  'delivered twice': { kind: 'twice' },
  'late answer': { kind: 'slow', delayMs: 2_500 },
  '500': { kind: 'status', status: 500 },
  '503': { named: 'maintenance' },
  '504': { named: 'gateway-timeout' },
  '429 without body': { kind: 'throttle', retryAfter: 1 },
  '429 with body': { kind: 'status', status: 429, headers: { 'Retry-After': '1' }, body: { Title: 'Too Many Requests', Status: 429 } },
} as const satisfies Record<string, Record<string, unknown>>
export type RoadFault = keyof typeof roadFaults

/** What lasts for minutes of the provider's time: everything that is asked meanwhile gets this answer. */
export const outages = {
  'minutes of 503': { named: 'unavailable' },
  'minutes of 500': { kind: 'status', status: 500 },
  'minutes of 429': { kind: 'throttle', retryAfter: 2 },
} as const satisfies Record<string, Record<string, unknown>>
export type Outage = keyof typeof outages

/** What a bookkeeper does to a record, or in the place of a record, of which we do not know whether it arrived. */
export type ByHand = 'void' | 'change' | 'stranger'

/** One thing that goes wrong, and after how many writes to the provider. */
export type StormEvent = { after: number } & (
  | { what: 'road'; fault: RoadFault; method: 'PUT' | 'POST' | 'GET'; times: number }
  | { what: 'outage'; fault: Outage; realMs: number; providerSeconds: number }
  | { what: 'lose token' }
  | { what: 'worker'; how: Going; during: 'hang' | 'hang-after-commit' }
  | { what: 'all workers'; how: Going; during: 'hang' | 'hang-after-commit'; downMs: number }
  | { what: 'restart'; part: Part; how: Going; downMs: number }
  | { what: 'by hand'; hand: ByHand }
  | { what: 'save'; portion: number }
)

/** How often each happens in a run of a length, in order of nothing: the seed mixes them. */
export interface StormSize {
  /** Writes that a run without faults makes. */
  writes: number
  portions: number
  /** Of everything that goes wrong; the short form of `npm test` has a part of it. */
  amount: 'short' | 'full'
}

const counts = {
  short: { road: 5, reads: 1, outages: 0, tokens: 1, workers: 0, allWorkers: 0, restarts: 1, hands: 1 },
  full: { road: 24, reads: 6, outages: 2, tokens: 1, workers: 3, allWorkers: 1, restarts: 3, hands: 3 },
} as const

/** In the short form one of each family: arrived, did not arrive, half an answer, refused for now, not now. */
const shortKinds: readonly RoadFault[] = ['drop after commit', 'drop before', 'answer cut', '503', '429 with body']

/** What goes wrong when, from a seed alone. */
export function stormOf(seed: number, size: StormSize): StormEvent[] {
  const chance = seededChance(seed ^ 0x5f0e)
  const wanted = counts[size.amount]
  const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))
  const kinds = size.amount === 'short' ? shortKinds : chance.shuffled(Object.keys(roadFaults) as RoadFault[]) // the keys of the table above
  const parts = chance.shuffled(['api', 'postgres', 'temporal'] as const)
  const hands = chance.shuffled(['void', 'change', 'stranger'] as const)
  const events: Unplaced[] = [
    ...many(wanted.road, (index) =>
      road(chance, kinds[index % kinds.length] ?? 'hang', size.amount === 'short' || chance.happens(0.8) ? 'PUT' : 'POST'),
    ),
    ...many(wanted.reads, () => road(chance, chance.pick(readFaults), 'GET')),
    ...many(wanted.outages, () => outage(chance)),
    ...many(wanted.tokens, (): Unplaced => ({ what: 'lose token' })),
    ...many(wanted.workers, (): Unplaced => ({ what: 'worker', how: chance.happens(0.8) ? 'kill' : 'stop', during: middle(chance) })),
    ...many(
      wanted.allWorkers,
      (): Unplaced => ({ what: 'all workers', how: 'kill', during: middle(chance), downMs: chance.whole(0, 3_000) }),
    ),
    ...many(wanted.restarts, (index) => restart(chance, parts[index % parts.length] ?? 'api')),
    ...many(wanted.hands, (index): Unplaced => ({ what: 'by hand', hand: hands[index % hands.length] ?? 'void' })),
  ]
  const placed = events.map((event): StormEvent => ({ ...event, after: chance.whole(1, Math.floor(size.writes * 0.9)) }))
  const saves = many(
    size.portions,
    (portion): StormEvent => ({
      what: 'save',
      portion,
      after: Math.floor((size.writes * 0.8 * (portion + 1)) / (size.portions + 1)),
    }),
  )
  return [...placed, ...saves].toSorted((a, b) => a.after - b.after)
}

type Unplaced = StormEvent extends infer E ? (E extends StormEvent ? Omit<E, 'after'> : never) : never

/** Reads that fail are asked again; a look-up among them is where it matters. */
const readFaults = ['drop before', 'answer cut', 'hang', '500', '503', '429 without body', '429 with body'] as const

const road = (chance: Chance, fault: RoadFault, method: 'PUT' | 'POST' | 'GET'): Unplaced => ({
  what: 'road',
  fault,
  method,
  times: chance.happens(0.2) ? chance.whole(2, 4) : 1,
})

const outage = (chance: Chance): Unplaced => ({
  what: 'outage',
  fault: chance.pick(Object.keys(outages) as [Outage, ...Outage[]]), // the keys of the table above
  realMs: chance.whole(1_500, 4_000),
  providerSeconds: chance.whole(120, 400),
})

const restart = (chance: Chance, part: Part): Unplaced => ({
  what: 'restart',
  part,
  how: chance.pick(['kill', 'stop']),
  downMs: chance.whole(0, 2_500),
})

const middle = (chance: Chance): 'hang' | 'hang-after-commit' => chance.pick(['hang', 'hang-after-commit'])

/** One line for a plan that is printed. */
export function eventWords(event: StormEvent): string {
  const { after, ...rest } = event
  return `after ${after} writes: ${Object.values(rest).join(' · ')}`
}
