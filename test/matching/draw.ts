import type { Draw } from './pair.ts'

/** A stream of names, places and numbers from a seed: the same stories every time, on every machine. Whole 32-bit numbers only. */
export function openDraw(seed: number): Draw {
  const next = stream(seed)
  const below = (limit: number): number => next() % limit
  const one = <T>(from: readonly T[]): T => {
    const [found] = from.slice(below(from.length))
    if (found === undefined) throw new RangeError('nothing to choose from')
    return found
  }
  const surnames = shuffled(
    starts.flatMap((start) => ends.map((end) => `${start}${end}`)),
    below,
  )
  let used = 0
  let number = 0
  const surname = (): string => {
    const taken = surnames[used]
    used += 1
    if (taken === undefined) throw new RangeError('more stories than surnames')
    return taken
  }
  const given = new Set<string>()
  const fresh = (make: () => string): string => {
    for (;;) {
      const made = make()
      if (given.has(made)) continue
      given.add(made)
      return made
    }
  }
  const count = (): number => (number += 1)
  return {
    below,
    one,
    surname,
    person: () => {
      const [given, family] = [one(givenNames), surname()]
      return { given, surname: family, full: `${given} ${family}` }
    },
    firm: () => `${surname()} ${one(trades)}`,
    postcode: () => fresh(() => `${one(areas)}${1 + below(20)} ${below(10)}${one(neverLast)}${one(neverLast)}`),
    landline: () => `01632 9${String(60_000 + count()).slice(0, 5)}`,
    mobile: () => `07700 9${String(count()).padStart(5, '0')}`,
    email: (of) =>
      `${of
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z]+/g, '.')
        .replace(/^\.|\.$/g, '')}${count()}@example.com`,
    vatNumber: () => `GB ${100 + below(800)} ${String(count()).padStart(4, '0')} ${10 + below(80)}`,
    companyNumber: () => `0${String(9_000_000 + count())}`,
    accountNumber: () => `ACC${String(count()).padStart(4, '0')}`,
  }
}

/** Mulberry32: small, and the same everywhere. */
function stream(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

function shuffled<T>(all: T[], below: (limit: number) => number): T[] {
  const left = [...all]
  return all.map(() => left.splice(below(left.length), 1)).flat()
}

/** Parts of English place names: together some 900 surnames that could be real. */
const starts =
  'Ald Ash Bar Black Brad Bran Brom Bur Car Chel Clay Cold Cran Dal Den Dun Ed El Fair Farn Gold Green Had Hal Har Hol Kel King Lang Lin Mar Mel Nor Old Pen Red Rush Shel Stan Sten Thorn Wal War Wes Whit Win Wood'.split(
    ' ',
  )
const ends =
  'bourne brook bury combe cott croft dale field ford gate grove ham hurst leigh more ridge shaw stead stone thorpe ward well wick worth'.split(
    ' ',
  )

const givenNames = [
  'Peter',
  'Gareth',
  'Helen',
  'Priya',
  'Malcolm',
  'Ruth',
  'Imran',
  'Fiona',
  'Trevor',
  'Naomi',
  'Owen',
  'Bethan',
  'Callum',
  'Zoe',
] as const
const trades = [
  'Lettings',
  'Builders',
  'Bakery',
  'Joinery',
  'Motors',
  'Dental',
  'Foods',
  'Catering',
  'Interiors',
  'Veterinary',
  'Printers',
  'Nurseries',
] as const
/** Letters that no real postcode ends in. */
const neverLast = ['C', 'I', 'K', 'M', 'O', 'V'] as const
const areas = ['YO', 'LS', 'TR', 'CF', 'EH', 'BT', 'NE', 'PL', 'SA', 'KY'] as const
