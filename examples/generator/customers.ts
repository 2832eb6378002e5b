import { cardMaker } from './card-maker.ts'
import type { CustomerRecord } from './customer-record.ts'
import { firmCards } from './firm-cards.ts'
import { personCards } from './person-cards.ts'
import { seeded } from './random.ts'

/** The office's customer cards, by ref. */
export function customers(): CustomerRecord[] {
  const random = seeded('customers')
  const maker = cardMaker(random)
  const firmsFirst = firmCards(random, maker)
  return [...firmsFirst, ...personCards(random, maker, firmsFirst.length)].sort((one, other) => (one.ref < other.ref ? -1 : 1))
}
