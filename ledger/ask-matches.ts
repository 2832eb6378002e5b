import { sql } from 'kysely'
import type { Scope } from './database.ts'
import { setStandings } from './standings.ts'
import type { MatchCandidate } from './shapes.ts'

/** A question that only a person can answer: is this customer one of these contacts? */
export interface MatchQuestion {
  customer: string
  candidates: MatchCandidate[]
}

/** Asks about customers; one that is asked about already gets the newest candidates. Their documents wait, everything else goes on. */
export async function askMatches(scope: Scope, connectionId: string, questions: MatchQuestion[]): Promise<void> {
  if (questions.length === 0) return
  await sql`
    insert into matches (company_id, connection_id, customer, candidates)
    select ${scope.companyId}::uuid, ${connectionId}::uuid, customer, candidates
    from jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) as r(customer text, candidates jsonb)
    on conflict (connection_id, customer) where state in ('asked', 'later') do update set candidates = excluded.candidates`.execute(
    scope.db,
  )
  await setStandings(
    scope,
    connectionId,
    questions.map(({ customer }) => ({ kind: 'customer', externalId: customer, status: 'waiting', due: false, waitsFor: 'match' })),
  )
}

/** Customers of whom a person said that they are none of the contacts shown: they are created. */
export async function customersToCreate(scope: Scope, connectionId: string): Promise<Set<string>> {
  const { rows } = await sql<{ customer: string }>`
    select customer from matches where connection_id = ${connectionId} and state = 'decided' and decision ? 'create'`.execute(scope.db)
  return new Set(rows.map((row) => row.customer))
}
