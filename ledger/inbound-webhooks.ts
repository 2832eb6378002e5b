import { sql } from 'kysely'
import type { ProviderName } from '../domain/entities.ts'
import type { Ledger } from './database.ts'

/** Something that a provider said has changed in the books of an organisation; what it is now has to be read. */
export interface InboundNote {
  provider: ProviderName
  organisationId: string
  kind: string
  bookId: string
}

/** Notes what a provider said, before it is answered. What is noted already and not handled is not noted twice: providers repeat themselves. */
export async function noteInbound(ledger: Ledger, notes: InboundNote[]): Promise<void> {
  if (notes.length === 0) return
  await sql`
    insert into inbound_webhooks (provider, organisation_id, kind, book_id)
    select distinct r.provider, r."organisationId", r.kind, r."bookId"
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r(provider text, "organisationId" text, kind text, "bookId" text)
    where not exists (select from inbound_webhooks w where w.provider = r.provider and w.organisation_id = r."organisationId"
      and w.kind = r.kind and w.book_id = r."bookId" and w.handled_at is null)`.execute(ledger.operator)
}

/** Organisations of which something is noted and not handled, longest waiting first; `upTo` is the last note that was seen. */
export async function waitingOrganisations(
  ledger: Ledger,
  limit = 100,
): Promise<{ provider: ProviderName; organisationId: string; upTo: number }[]> {
  const { rows } = await sql<{ provider: ProviderName; organisationId: string; upTo: number }>`
    select provider, organisation_id as "organisationId", max(id) as "upTo" from inbound_webhooks
    where handled_at is null group by provider, organisation_id order by min(id) limit ${limit}`.execute(ledger.operator)
  return rows
}

/** The notes of an organisation up to one are handled; what came later still waits. */
export async function markHandled(
  ledger: Ledger,
  { provider, organisationId, upTo }: { provider: ProviderName; organisationId: string; upTo: number },
): Promise<void> {
  await ledger.operator
    .updateTable('inbound_webhooks')
    .set({ handled_at: sql`clock_timestamp()` })
    .where('provider', '=', provider)
    .where('organisation_id', '=', organisationId)
    .where('id', '<=', upTo)
    .where('handled_at', 'is', null)
    .execute()
}
