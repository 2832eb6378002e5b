import type { CustomerRecord } from './customer-record.ts'
import { places } from './places.ts'
import { at, type Random } from './random.ts'

/** How many cards the office keeps. */
export const CARDS = 420

/** Fills a blank customer card: the next ref, an address and telephone numbers of its own. */
export interface CardMaker {
  make(wanted: Partial<CustomerRecord> & Pick<CustomerRecord, 'name' | 'type'>): CustomerRecord
  place: () => CustomerRecord['place']
}

/** Makes cards with refs C1001 … in no order of kind, so that the finished file reads as it grew. */
export function cardMaker(random: Random): CardMaker {
  const refs = random.shuffle(Array.from({ length: CARDS }, (_, index) => `C${1001 + index}`))
  const numbers = random.shuffle(Array.from({ length: 1000 }, (_, index) => String(index).padStart(3, '0')))
  const place = places(random)
  let made = 0
  const make: CardMaker['make'] = (wanted) => {
    const number = at(numbers, made)
    return { ...blank, ref: at(refs, made++), place: place(), ...telephones(random, number), ...wanted }
  }
  return { make, place }
}

const blank: Omit<CustomerRecord, 'ref' | 'name' | 'type' | 'place' | 'tel' | 'mobile'> = {
  contact: '',
  email: '',
  vatNumber: '',
  companyNumber: '',
  terms: 'On completion',
  status: 'Live',
  mergedInto: '',
  branchOf: '',
  cisContractor: false,
  reverseCharge: false,
  accountNumber: '',
  alsoSupplier: false,
  known: 'unknown',
  knownWith: '',
  sites: [],
}

/** Numbers that Ofcom keeps for drama (01632 960xxx, 07700 900xxx), written the way people write numbers. */
function telephones(random: Random, number: string): Pick<CustomerRecord, 'tel' | 'mobile'> {
  const tel = random.pick([`01632 960${number}`, `01632 960 ${number}`, `(01632) 960${number}`])
  const mobile = random.pick([`07700 900${number}`, `07700900${number}`, `+44 7700 900${number}`])
  return { tel: random.chance(65) ? tel : '', mobile: random.chance(70) ? mobile : '' }
}
