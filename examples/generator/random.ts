/** A stream of choices that is the same on every machine for the same name. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean
  /** A new list in another order. */
  shuffle<T>(list: readonly T[]): T[]
  /** A GUID as Xero writes them. */
  guid(): string
}

/** Starts the stream called `name`. Each part of the example has its own, so that a change in one part leaves the others as they were. */
export function seeded(name: string): Random {
  let state = hash(name)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    return mix(state)
  }
  const int = (from: number, to: number): number => from + (next() % (to - from + 1))
  const pick = <T>(list: readonly T[]): T => at(list, int(0, list.length - 1))
  return {
    int,
    pick,
    chance: (percent) => int(1, 100) <= percent,
    shuffle: (list) => shuffled(list, int),
    guid: () => guidFrom(() => int(0, 15)),
  }
}

/** The element at `index`; throws a RangeError where there is none, so that a table that is too short is seen at once. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`)
  return found
}

/** FNV-1a, 32 bits. */
function hash(name: string): number {
  let value = 0x811c9dc5
  for (const character of name) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return value
}

/** The mixing step of mulberry32: whole 32-bit numbers only, so that no machine differs. */
function mix(state: number): number {
  let value = Math.imul(state ^ (state >>> 15), state | 1)
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
  return (value ^ (value >>> 14)) >>> 0
}

function shuffled<T>(list: readonly T[], int: (from: number, to: number) => number): T[] {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = int(0, last)
    const moved = at(result, last)
    result[last] = at(result, other)
    result[other] = moved
  }
  return result
}

function guidFrom(nibble: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => nibble().toString(16))
}
