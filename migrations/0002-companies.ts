import { type Kysely, sql } from 'kysely'

/** Hosts and their companies. A host has no company; a company is guarded by its own id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hosts (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      support_contact text,
      created_at timestamptz not null default clock_timestamp()
    );
    grant select on hosts to counterfoil_app, counterfoil_operator, counterfoil_auth;
    grant insert, update on hosts to counterfoil_operator;
    
    create table companies (
      company_id uuid primary key default gen_random_uuid(),
      host_id uuid not null references hosts(id),
      external_id text not null,
      name text not null,
      time_zone text not null default 'Europe/London',
      entitlement jsonb not null default '{"state":"active"}',
      created_at timestamptz not null default clock_timestamp(),
      unique (host_id, external_id)
    );
    select counterfoil_guard('companies');
    create policy operators_create on companies for insert to counterfoil_operator with check (true);
    grant insert on companies to counterfoil_operator;
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table companies, hosts`.execute(db)
}
