import type { Random } from './random.ts'

/** A postal address as the office keeps it, one field a cell. */
export interface Place {
  line1: string
  line2: string
  town: string
  county: string
  postcode: string
}

const towns = [
  ['Exeter', 'Devon', 'EX'],
  ['Exmouth', 'Devon', 'EX'],
  ['Tiverton', 'Devon', 'EX'],
  ['Plymouth', 'Devon', 'PL'],
  ['Saltash', 'Cornwall', 'PL'],
  ['Torquay', 'Devon', 'TQ'],
  ['Newton Abbot', 'Devon', 'TQ'],
  ['Totnes', 'Devon', 'TQ'],
  ['Taunton', 'Somerset', 'TA'],
  ['Minehead', 'Somerset', 'TA'],
] as const
const streets = [
  'Quay Street',
  'Orchard Close',
  'Station Road',
  'Church Lane',
  'Mill Hill',
  'Victoria Terrace',
  'The Crescent',
  'Fore Street',
  'Barnfield Avenue',
  'Longbrook Rise',
  "St David's Hill",
  'Paradise Row',
  'Cowley Bridge Road',
  'Haven Banks',
  'Larkspur Gardens',
  'Summerland Way',
  'Old Tannery Court',
  'Wonford Mews',
  'Pynes Walk',
  'Alphin Drive',
] as const

/** Makes addresses, each with a postcode of its own. The last letter is one that no real postcode ends in (C I K M O V), so nobody lives there. */
export function places(random: Random): () => Place {
  const taken = new Set<string>()
  return () => {
    const [town, county, area] = random.pick(towns)
    const postcode = freshPostcode(random, area, taken)
    return {
      line1: `${random.int(1, 190)} ${random.pick(streets)}`,
      line2: random.chance(12) ? `Flat ${random.int(1, 24)}` : '',
      town,
      county,
      postcode,
    }
  }
}

function freshPostcode(random: Random, area: string, taken: Set<string>): string {
  for (;;) {
    const postcode = `${area}${random.int(1, 24)} ${random.int(1, 9)}${random.pick('ABDEFGHJLNPQRSTUWXYZ'.split(''))}${random.pick('CIKMOV'.split(''))}`
    if (taken.has(postcode)) continue
    taken.add(postcode)
    return postcode
  }
}
