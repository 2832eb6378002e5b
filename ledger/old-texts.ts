import { sql } from 'kysely'
import { inCompany, type Ledger, type Scope } from './database.ts'
import { isSealed, openAnswer, sealAnswer, sealBody, sealItemBody } from './envelope-texts.ts'
import { readEnvelope } from './envelopes.ts'
import type { Vault } from './vault.ts'

/**
 * Removes what was sent and answered in envelopes settled more than `days` ago, and what runs that ended so long ago would have sent: at
 * most `limit` envelopes and as many runs at a time. What is not settled, or will be looked up again, keeps its texts. Answers how many.
 */
export async function removeOldTexts(ledger: Ledger, days: number, limit = 500): Promise<number> {
  const before = sql`clock_timestamp() - make_interval(days => ${days})`
  const envelopes = await sql<Old>`
    select company_id, array_agg(id) as ids from (
      select company_id, id from envelopes e where state = 'settled' and body is not null and settled_at < ${before}
        and not exists (select from envelope_items i where i.envelope_id = e.id and (i.open or i.check_again))
      order by settled_at limit ${limit}) old group by company_id`.execute(ledger.operator)
  const runs = await sql<Old>`
    select company_id, array_agg(id) as ids from (
      select company_id, id from sync_runs where finished_at < ${before} and bodies_removed_at is null order by finished_at limit ${limit}
    ) old group by company_id`.execute(ledger.operator)
  for (const { company_id, ids } of envelopes.rows) await inCompany(ledger, company_id, (scope) => removeFromEnvelopes(scope, ids))
  for (const { company_id, ids } of runs.rows) await inCompany(ledger, company_id, (scope) => removeFromRuns(scope, ids))
  return envelopes.rows.reduce((sum, { ids }) => sum + ids.length, 0)
}

/** Seals texts of envelopes that were written before texts were sealed, at most `limit` envelopes at a time. Answers how many. */
export async function sealOldTexts(ledger: Ledger, vault: Vault, limit = 200): Promise<number> {
  const unsealed = await ledger.operator
    .selectFrom('envelopes')
    .where('body', 'not like', 'v1.%')
    .select(['id', 'company_id'])
    .limit(limit)
    .execute()
  for (const { id, company_id } of unsealed) await inCompany(ledger, company_id, (scope) => sealEnvelope(scope, vault, id))
  return unsealed.length
}

interface Old {
  company_id: string
  ids: string[]
}

async function removeFromEnvelopes(scope: Scope, ids: string[]): Promise<void> {
  await scope.db.updateTable('envelope_items').set({ body: null }).where('envelope_id', 'in', ids).execute()
  await scope.db.updateTable('envelopes').set({ body: null, answer: null }).where('id', 'in', ids).where('state', '=', 'settled').execute()
}

async function removeFromRuns(scope: Scope, ids: string[]): Promise<void> {
  await scope.db.updateTable('sync_run_items').set({ body: null }).where('sync_run_id', 'in', ids).where('body', 'is not', null).execute()
  await scope.db.updateTable('sync_runs').set({ bodies_removed_at: sql`clock_timestamp()` }).where('id', 'in', ids).execute()
}

async function sealEnvelope(scope: Scope, vault: Vault, envelopeId: string): Promise<void> {
  const envelope = await readEnvelope(scope, envelopeId)
  if (!envelope || envelope.body === null || isSealed(envelope.body)) return
  const of = { companyId: scope.companyId, envelopeId }
  for (const { id, position, body } of envelope.items) {
    if (body === null || isSealed(body)) continue
    await scope.db
      .updateTable('envelope_items')
      .set({ body: sealItemBody(vault, of, position, body) })
      .where('id', '=', id)
      .execute()
  }
  const answer = openAnswer(vault, envelope)
  await scope.db
    .updateTable('envelopes')
    .set({ body: sealBody(vault, of, envelope.body), answer: answer ? sealAnswer(vault, of, answer) : null })
    .where('id', '=', envelopeId)
    .where('body', '=', envelope.body)
    .execute()
}
