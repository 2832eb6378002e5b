import { type CustomerMatch, indexContacts, indexCustomers } from '../../domain/rules/match-customer.ts'
import { matchCustomers } from '../../domain/rules/match-customers.ts'
import type { Pair, World } from './world.ts'

/** What became of one pair. */
export interface Judged {
  pair: Pair
  match: CustomerMatch
  /** `wrongLink`: worse than all. `wrongCreation`: a duplicate that the data could have prevented. `needlessQuestion`: the data decide it. `unhelpful`: asked, and the right one is not shown. */
  fault?: 'wrongLink' | 'wrongCreation' | 'needlessQuestion' | 'unhelpful'
}

/** Decides every pair with all the others around it, as a run would, and holds it against the truth. */
export function judge(world: World): Judged[] {
  const context = { contacts: indexContacts(world.contacts), customers: indexCustomers(world.customers), linked: world.linked }
  const linked = new Set(world.linked.values())
  const unlinked = world.customers.filter(({ externalId }) => !linked.has(externalId))
  const matches = new Map(matchCustomers(unlinked, context).map(({ customer, match }) => [customer.externalId, match]))
  return world.pairs.map((pair) => {
    const match = matches.get(pair.customer)
    if (match === undefined) throw new RangeError(`no customer ${pair.customer}`)
    const fault = faultOf(pair, match)
    return { pair, match, ...(fault !== undefined && { fault }) }
  })
}

function faultOf({ label, wanted, bookId }: Pair, match: CustomerMatch): Judged['fault'] {
  switch (match.decision) {
    case 'link':
      return label === 'same' && match.bookId === bookId ? undefined : 'wrongLink'
    case 'create':
      return wanted === 'create' ? undefined : 'wrongCreation'
    case 'ask':
      if (wanted !== 'ask') return 'needlessQuestion'
      return bookId === undefined || match.candidates.some((candidate) => candidate.bookId === bookId) ? undefined : 'unhelpful'
    default:
      return match satisfies never
  }
}

/** How the pairs of one kind went. */
export interface Tally {
  kind: string
  pairs: number
  links: number
  questions: number
  creations: number
  wrongLinks: number
  wrongCreations: number
  needlessQuestions: number
}

/** Counts by kind, in the order of the kinds. */
export function tally(judged: Judged[]): Tally[] {
  return [...new Set(judged.map(({ pair }) => pair.kind))].map((kind) =>
    countOf(
      kind,
      judged.filter(({ pair }) => pair.kind === kind),
    ),
  )
}

/** The same counts over all. */
export function countOf(kind: string, judged: Judged[]): Tally {
  const decided = (decision: CustomerMatch['decision']) => judged.filter(({ match }) => match.decision === decision).length
  const faults = (fault: Judged['fault']) => judged.filter((each) => each.fault === fault).length
  return {
    kind,
    pairs: judged.length,
    links: decided('link'),
    questions: decided('ask'),
    creations: decided('create'),
    wrongLinks: faults('wrongLink'),
    wrongCreations: faults('wrongCreation') + faults('unhelpful'),
    needlessQuestions: faults('needlessQuestion'),
  }
}
