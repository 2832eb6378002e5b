import type { BookContact } from '../../domain/books.ts'
import type { Customer } from '../../domain/customer.ts'
import { openDraw } from './draw.ts'
import { different } from './kinds/different.ts'
import { sameFirm } from './kinds/same-firm.ts'
import { samePerson } from './kinds/same-person.ts'
import { shared } from './kinds/shared.ts'
import { states } from './kinds/states.ts'
import type { Card, Kind, Label, Story, Wanted } from './pair.ts'

/** Every kind of story, by name. */
export const kinds: Record<string, Kind> = { ...sameFirm, ...samePerson, ...shared, ...states, ...different }

/** One labelled pair among the records of the whole. */
export interface Pair {
  kind: string
  customer: string
  /** The contact it is, or looks like. */
  bookId?: string
  label: Label
  wanted: Wanted
}

/** All stories in one office and one set of books: each pair is judged with everybody else around it. */
export interface World {
  customers: { externalId: string; body: Customer }[]
  contacts: BookContact[]
  /** Contact → the customer that it is linked to. */
  linked: Map<string, string>
  pairs: Pair[]
}

/** Makes the labelled set: the same for the same seed. */
export function makeWorld(seed: number): World {
  const draw = openDraw(seed)
  const world: World = { customers: [], contacts: [], linked: new Map(), pairs: [] }
  for (const [kind, { stories, tell }] of Object.entries(kinds)) {
    for (let story = 0; story < stories; story += 1) place(world, kind, tell(draw))
  }
  return world
}

function place(world: World, kind: string, { ours, theirs, pairs }: Story): void {
  const customerIds = ours.map((_, at) => `H${world.customers.length + at + 1}`)
  const bookIds = theirs.map((_, at) => `B${world.contacts.length + at + 1}`)
  const ids = { customerIds, bookIds }
  world.customers.push(...ours.map((card, at) => ({ externalId: customerIds[at] ?? '', body: customerOf(card) })))
  world.contacts.push(...theirs.map((card, at) => contactOf(card, bookIds[at] ?? '', ids)))
  theirs.forEach(({ linkedTo }, at) => linkedTo !== undefined && world.linked.set(bookIds[at] ?? '', customerIds[linkedTo] ?? ''))
  for (const pair of pairs) {
    const bookId = pair.theirs === undefined ? undefined : bookIds[pair.theirs]
    world.pairs.push({
      kind,
      customer: customerIds[pair.ours] ?? '',
      ...(bookId !== undefined && { bookId }),
      label: pair.label,
      wanted: pair.wanted,
    })
  }
}

function customerOf({ name, kind, email, phone, mobile, postcode, vatNumber, companyNumber, accountNumber, alsoSupplier }: Card): Customer {
  const given = { kind, email, phone, mobile, vatNumber, companyNumber, accountNumber, alsoSupplier }
  return { state: 'active', name, ...present(given), ...(postcode !== undefined && { billingAddress: { postcode } }) }
}

function contactOf(card: Card, bookId: string, { customerIds, bookIds }: { customerIds: string[]; bookIds: string[] }): BookContact {
  const { name, email, phone, mobile, postcode, vatNumber, companyNumber, accountNumber, isSupplier, archived, mergedInto, numberOf } = card
  const contactNumber = numberOf === undefined ? undefined : customerIds[numberOf]
  return {
    bookId,
    name,
    ...present({
      email,
      postcode,
      vatNumber,
      companyNumber,
      accountNumber,
      contactNumber,
      mergedInto: mergedInto === undefined ? undefined : bookIds[mergedInto],
    }),
    phones: [phone, mobile].filter((number) => number !== undefined),
    isSupplier: isSupplier === true,
    state: archived === true ? 'archived' : 'active',
    updatedAt: '2026-10-01T00:00:00Z',
    fields: {},
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without what the card does not have. */
const present = <T extends object>(fields: T): Present<T> =>
  // Only the undefined ones are taken out, which is what the type says.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
