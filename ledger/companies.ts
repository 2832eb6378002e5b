import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { CompaniesTable, HostsTable } from './companies.table.ts'
import { inCompany, type Ledger, type Scope } from './database.ts'
import type { Reach } from './keys.ts'
import type { Entitlement } from './shapes.ts'

export type Company = Selectable<CompaniesTable>
export type Host = Selectable<HostsTable>

/** A new host: a vendor whose companies these are. */
export function createHost(ledger: Ledger, { name, supportContact }: { name: string; supportContact?: string | undefined }): Promise<Host> {
  return ledger.operator
    .insertInto('hosts')
    .values({ name, support_contact: supportContact ?? null })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Hosts, oldest first. */
export function listHosts(ledger: Ledger, limit = 200): Promise<Host[]> {
  return ledger.auth.selectFrom('hosts').selectAll().orderBy('created_at').limit(limit).execute()
}

export function readHost(ledger: Ledger, hostId: string): Promise<Host | undefined> {
  return ledger.auth.selectFrom('hosts').where('id', '=', hostId).selectAll().executeTakeFirst()
}

/** The company that a scope acts for. */
export function readCompany(scope: Scope): Promise<Company | undefined> {
  return scope.db.selectFrom('companies').where('company_id', '=', scope.companyId).selectAll().executeTakeFirst()
}

/** Makes a company of a host, or answers the one that bears the host's id already. */
export async function createCompany(
  ledger: Ledger,
  wanted: { hostId: string; externalId: string; name: string; timeZone?: string | undefined },
): Promise<{ company: Company; created: boolean }> {
  const id = randomUUID()
  const made = await inCompany(ledger, id, (scope) =>
    scope.db
      .insertInto('companies')
      .values({
        company_id: id,
        host_id: wanted.hostId,
        external_id: wanted.externalId,
        name: wanted.name,
        ...(wanted.timeZone ? { time_zone: wanted.timeZone } : {}),
      })
      .onConflict((conflict) => conflict.columns(['host_id', 'external_id']).doNothing())
      .returningAll()
      .executeTakeFirst(),
  )
  if (made) return { company: made, created: true }
  const company = await findCompany(ledger, { scope: 'host', hostId: wanted.hostId }, `ext:${wanted.externalId}`)
  if (!company) throw new Error('A company that exists is found')
  return { company, created: false }
}

/** The company that a path names, ours or `ext:{hostId}`, if the caller reaches it; undefined otherwise, whether it exists or not. */
export function findCompany(ledger: Ledger, reach: Reach, named: string): Promise<Company | undefined> {
  const reached = reachedCompanies(ledger, reach)
  if (named.startsWith('ext:')) return oneOf(reached.where('external_id', '=', named.slice(4)).selectAll().limit(2).execute())
  if (!UUID.test(named)) return Promise.resolve(undefined)
  return reached.where('company_id', '=', named).selectAll().executeTakeFirst()
}

/** Companies that the caller reaches, by name. */
export function listCompanies(
  ledger: Ledger,
  reach: Reach,
  { after, limit = 50 }: { after?: { name: string; id: string } | undefined; limit?: number } = {},
): Promise<Company[]> {
  return reachedCompanies(ledger, reach)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(name, company_id) > (${after?.name ?? ''}, ${after?.id ?? null}::uuid)`))
    .selectAll()
    .orderBy('name')
    .orderBy('company_id')
    .limit(limit)
    .execute()
}

/** Renames a company or moves it to another time zone. */
export function changeCompany(scope: Scope, change: { name: string; timeZone?: string | undefined }): Promise<Company> {
  return scope.db
    .updateTable('companies')
    .set({ name: change.name, ...(change.timeZone ? { time_zone: change.timeZone } : {}) })
    .where('company_id', '=', scope.companyId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Says what the company has paid for. */
export function setEntitlement(scope: Scope, entitlement: Entitlement): Promise<Company> {
  return scope.db
    .updateTable('companies')
    .set({ entitlement: JSON.stringify(entitlement) })
    .where('company_id', '=', scope.companyId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function reachedCompanies(ledger: Ledger, reach: Reach) {
  const query = ledger.auth.selectFrom('companies')
  switch (reach.scope) {
    case 'operator':
      return query
    case 'host':
      return query.where('host_id', '=', reach.hostId)
    case 'company':
      return query.where('company_id', '=', reach.companyId)
  }
}

/** Two hosts may use the same id; an operator who names it gets neither. */
async function oneOf<T>(rows: Promise<T[]>): Promise<T | undefined> {
  const [first, second] = await rows
  return second ? undefined : first
}
