import type { Scope } from './database.ts'
import { decidedMatches, type Question, recordMatches } from './matches.ts'
import { setStandings } from './standings.ts'

export type MatchQuestion = Question

/** Asks about customers; one that is asked about already gets the newest candidates. Their documents wait, everything else goes on. */
export async function askMatches(scope: Scope, connectionId: string, questions: MatchQuestion[]): Promise<void> {
  await recordMatches(scope, connectionId, questions)
  await setStandings(
    scope,
    connectionId,
    questions.map(({ customer }) => ({ kind: 'customer', externalId: customer, status: 'waiting', due: false, waitsFor: 'match' })),
  )
}

/** Customers without a link of whom a person said that they are none of the contacts shown: they are created. */
export async function customersToCreate(scope: Scope, connectionId: string): Promise<Set<string>> {
  return new Set((await decidedMatches(scope, connectionId)).keys())
}
