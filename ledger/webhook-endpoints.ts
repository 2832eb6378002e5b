import { randomBytes, randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Ledger, Scope } from './database.ts'
import type { WebhookEndpointsTable } from './events.table.ts'
import type { Reach } from './keys.ts'
import type { Vault } from './vault.ts'

export type WebhookEndpoint = Omit<Selectable<WebhookEndpointsTable>, 'secret'>

const shown = ['id', 'host_id', 'company_id', 'url', 'types', 'created_at', 'disabled_at'] as const

/** Makes an endpoint for a company's events; the secret (Standard Webhooks, `whsec_…`) is in the answer and kept sealed. `types` null: all. */
export async function createWebhookEndpoint(
  scope: Scope,
  vault: Vault,
  wanted: { hostId: string; url: string; types: string[] | null },
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const id = randomUUID()
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const endpoint = await scope.db
    .insertInto('webhook_endpoints')
    .values({
      id,
      company_id: scope.companyId,
      host_id: wanted.hostId,
      url: wanted.url,
      secret: vault.seal(secret, { companyId: scope.companyId, subject: id, kind: 'webhook' }),
      types: wanted.types,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  return { endpoint, secret }
}

/** Endpoints that the caller reaches, newest first; of one company if given. */
export function listWebhookEndpoints(
  ledger: Ledger,
  reach: Reach,
  { companyId, before, limit = 50 }: { companyId?: string | undefined; before?: Date | undefined; limit?: number } = {},
): Promise<WebhookEndpoint[]> {
  return reached(ledger, reach)
    .$if(companyId !== undefined, (query) => query.where('company_id', '=', companyId ?? ''))
    .$if(before !== undefined, (query) => query.where('created_at', '<', before ?? new Date()))
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/** One endpoint, if the caller reaches it. */
export function readWebhookEndpoint(ledger: Ledger, reach: Reach, id: string): Promise<WebhookEndpoint | undefined> {
  return reached(ledger, reach).where('id', '=', id).executeTakeFirst()
}

/** Ends an endpoint: nothing is delivered to it any more; what waits is not. */
export async function disableWebhookEndpoint(scope: Scope, id: string): Promise<void> {
  await scope.db
    .updateTable('webhook_endpoints')
    .set({ disabled_at: sql`coalesce(disabled_at, clock_timestamp())` })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', id)
    .execute()
}

/** Hosts have endpoints in many companies: read across them, narrowed to the caller's own. */
function reached(ledger: Ledger, reach: Reach) {
  const query = ledger.operator.selectFrom('webhook_endpoints').select(shown)
  switch (reach.scope) {
    case 'operator':
      return query
    case 'host':
      return query.where('host_id', '=', reach.hostId)
    case 'company':
      return query.where('company_id', '=', reach.companyId)
  }
}
