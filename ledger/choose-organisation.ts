import { sql } from 'kysely'
import { announce } from './changes.ts'
import type { Connection } from './connections.ts'
import type { Scope } from './database.ts'
import { appendEvent } from './events.ts'
import type { OrganisationChoice } from './shapes.ts'
import { standingsForConnection } from './standings.ts'

/** What a consent or a choice led to. `connectionId` may be an earlier connection of the same organisation, which goes on. */
export type Attached =
  | { state: 'ready'; connectionId: string; organisationId: string }
  | { state: 'choosing'; connectionId: string }
  | { state: 'refused'; code: 'ORGANISATION_CHANGED' | 'ORGANISATION_NOT_CHOSEN' | 'CONNECTION_NOT_READY' }

/**
 * A person has consented: the connection gets its sign-in and the organisations it opens. A connection that had an organisation goes on
 * with the same one and with no other (exactly-once rule 18): another is refused, and can be connected as a connection of its own.
 */
export async function attachConsent(
  scope: Scope,
  connectionId: string,
  consent: { tokenSetId: string; choices: OrganisationChoice[] },
): Promise<Attached> {
  const connection = await lockConnection(scope, connectionId)
  if (!connection) return { state: 'refused', code: 'CONNECTION_NOT_READY' }
  if (connection.organisation_id !== null) return reattach(scope, connection, consent)
  await scope.db
    .updateTable('connections')
    .set({ token_set_id: consent.tokenSetId, choices: JSON.stringify(consent.choices), state: 'choosing', reason: null, ...touched })
    .where('id', '=', connectionId)
    .execute()
  const [only] = consent.choices
  if (only && consent.choices.length === 1) return chooseOrganisation(scope, connectionId, only.organisationId)
  await announce(scope, 'connection', connectionId)
  return { state: 'choosing', connectionId }
}

/**
 * Leads a connection to one of the organisations that its consent opened, and makes the company's documents due there. If the company
 * had a connection to that organisation before, the earlier one goes on with its settings, links and history (law 7), and this
 * beginning ends.
 */
export async function chooseOrganisation(scope: Scope, connectionId: string, organisationId: string): Promise<Attached> {
  const connection = await lockConnection(scope, connectionId)
  if (connection?.organisation_id === organisationId) return { state: 'ready', connectionId, organisationId }
  const choice = connection?.choices.find((offered) => offered.organisationId === organisationId)
  if (!connection || connection.state !== 'choosing' || connection.token_set_id === null)
    return { state: 'refused', code: 'CONNECTION_NOT_READY' }
  if (!choice) return { state: 'refused', code: 'ORGANISATION_NOT_CHOSEN' }
  const earlier = await earlierConnection(scope, connection, organisationId)
  if (earlier) await endBeginning(scope, connectionId, earlier.id)
  return ready(scope, earlier?.id ?? connectionId, connection.token_set_id, choice)
}

async function reattach(
  scope: Scope,
  connection: Connection,
  consent: { tokenSetId: string; choices: OrganisationChoice[] },
): Promise<Attached> {
  const choice = consent.choices.find((offered) => offered.organisationId === connection.organisation_id)
  if (!choice) return { state: 'refused', code: 'ORGANISATION_CHANGED' }
  return ready(scope, connection.id, consent.tokenSetId, choice)
}

async function ready(scope: Scope, connectionId: string, tokenSetId: string, choice: OrganisationChoice): Promise<Attached> {
  const before = await lockConnection(scope, connectionId)
  await scope.db
    .updateTable('connections')
    .set({
      token_set_id: tokenSetId,
      grant_id: choice.grantId ?? null,
      organisation_id: choice.organisationId,
      // A connection that a person had paused stays paused when they sign in again.
      state: sql`case when state = 'paused' then 'paused' else 'ready' end`,
      reason: sql`case when state = 'paused' then reason end`,
      choices: '[]',
      ...touched,
    })
    .where('id', '=', connectionId)
    .execute()
  await standingsForConnection(scope, connectionId)
  if (before?.state !== 'ready') appendEvent(scope, 'connection.connected', { connectionId })
  await announce(scope, 'connection', connectionId)
  return { state: 'ready', connectionId, organisationId: choice.organisationId }
}

/** A living one first, else the one that was used last. */
function earlierConnection(scope: Scope, connection: Connection, organisationId: string): Promise<Connection | undefined> {
  return scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where('provider', '=', connection.provider)
    .where('organisation_id', '=', organisationId)
    .where('id', '<>', connection.id)
    .selectAll()
    .orderBy(sql`state = 'disconnected'`)
    .orderBy('changed_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
}

async function endBeginning(scope: Scope, connectionId: string, continuedBy: string): Promise<void> {
  await scope.db
    .updateTable('connections')
    .set({ state: 'disconnected', reason: `continued-by:${continuedBy}`, token_set_id: null, choices: '[]', ...touched })
    .where('id', '=', connectionId)
    .execute()
}

const touched = { changed_at: sql<Date>`clock_timestamp()` }

const lockConnection = (scope: Scope, connectionId: string): Promise<Connection | undefined> =>
  scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', connectionId)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
