/** What can go wrong on purpose between a client and the pretend provider. */
export type FaultKind = (typeof FAULT_KINDS)[number]

export const FAULT_KINDS = [
  'status', // answers with a status and body of your choice; nothing is carried out
  'throttle', // answers as the provider does when its limit is reached; nothing is carried out
  'drop-before', // the connection breaks; nothing was carried out
  'drop-after-commit', // carried out, then the connection breaks without an answer
  'lose-token', // the same at the token endpoint: the new tokens exist, but nobody has them
  'cut', // carried out; the answer breaks off half-way
  'hang', // nothing is carried out and no answer comes
  'hang-after-commit', // carried out, and no answer comes
  'slow', // carried out, answered late by `delayMs`
  'twice', // the network delivers the request twice; the second answer is the one seen
] as const

export interface Fault {
  id: string
  kind: FaultKind
  /** A regular expression on the path (with query), and the HTTP method; both optional. */
  path?: string | undefined
  method?: string | undefined
  /** How often it strikes; without times, seconds or probability it strikes once. */
  times?: number | undefined
  until?: number | undefined
  probability?: number | undefined
  status?: number | undefined
  headers?: Record<string, string> | undefined
  body?: string | undefined
  delayMs?: number | undefined
  struck: number
}

export interface FaultSwitches {
  add: (fault: Omit<Fault, 'id' | 'struck'>, seed?: number) => Fault
  list: () => Fault[]
  clear: () => void
  /** The fault that strikes this request, if any; counts the strike. */
  strike: (method: string, pathAndQuery: string) => Fault | undefined
}

export function faultSwitches(now: () => number): FaultSwitches {
  let faults: { fault: Fault; chance: () => number }[] = []
  let made = 0
  return {
    add: (given, seed = 1) => {
      const fault = { ...given, id: `fault-${++made}`, struck: 0 }
      faults.push({ fault, chance: seededChance(seed) })
      return fault
    },
    list: () => faults.map(({ fault }) => fault),
    clear: () => {
      faults = []
    },
    strike: (method, path) => {
      const hit = faults.find(({ fault, chance }) => matches(fault, method, path) && due(fault, now(), chance))
      if (hit) hit.fault.struck += 1
      return hit?.fault
    },
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false
  return fault.path === undefined || new RegExp(fault.path, 'i').test(path)
}

function due(fault: Fault, now: number, chance: () => number): boolean {
  if (fault.until !== undefined && now > fault.until) return false
  const bounded = fault.until !== undefined || fault.probability !== undefined
  if (fault.struck >= (fault.times ?? (bounded ? Number.POSITIVE_INFINITY : 1))) return false
  return fault.probability === undefined || chance() < fault.probability
}

/** mulberry32: the same seed gives the same run of luck. */
function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
