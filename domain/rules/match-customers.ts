import type { Customer } from '../customer.ts'
import { type CustomerMatch, matchCustomer, type MatchContext } from './match-customer.ts'

/**
 * Whether each of several customers is in the books. A contact that two of them would be linked to is linked to neither, unless it carries the number of one: which
 * of the two it is, a person has to say.
 */
export function matchCustomers<C extends { externalId: string; body: Customer }>(
  customers: readonly C[],
  context: MatchContext,
): { customer: C; match: CustomerMatch }[] {
  const matches = customers.map((customer) => ({ customer, match: matchCustomer(customer, context) }))
  const claims = new Map<string, number>()
  for (const { match } of matches) if (match.decision === 'link') claims.set(match.bookId, (claims.get(match.bookId) ?? 0) + 1)
  return matches.map(({ customer, match }) => ({ customer, match: contested(match, claims) ? asked(match) : match }))
}

type Link = Extract<CustomerMatch, { decision: 'link' }>

const contested = (match: CustomerMatch, claims: ReadonlyMap<string, number>): match is Link =>
  match.decision === 'link' && (claims.get(match.bookId) ?? 0) > 1 && match.evidence.every(({ by }) => by !== 'contactNumber')

const asked = ({ candidate }: Link): CustomerMatch => ({ decision: 'ask', code: 'CUSTOMER_QUESTION', candidates: [candidate] })
