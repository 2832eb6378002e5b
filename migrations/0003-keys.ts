import { type Kysely, sql } from 'kysely'

/** Who may speak to the API: keys, sessions and one-time sign-in links, only as hashes; answers kept for Idempotency-Key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_keys (
      id uuid primary key default gen_random_uuid(),
      hash bytea not null unique,
      name text not null,
      scope text not null check (scope in ('company', 'host', 'operator')),
      host_id uuid references hosts(id),
      company_id uuid references companies(company_id),
      created_at timestamptz not null default clock_timestamp(),
      last_used_at timestamptz,
      revoked_at timestamptz,
      check ((scope = 'company') = (company_id is not null)),
      check ((scope = 'host') = (host_id is not null))
    );
    create table sessions (
      id uuid primary key default gen_random_uuid(),
      hash bytea not null unique,
      api_key_id uuid not null references api_keys(id),
      company_id uuid references companies(company_id),
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      ended_at timestamptz
    );
    create table sign_in_links (
      hash bytea primary key,
      api_key_id uuid not null references api_keys(id),
      company_id uuid references companies(company_id),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create table viewings (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      api_key_id uuid not null references api_keys(id),
      company_id uuid,
      path text not null
    );
    create table idempotency_keys (
      api_key_id uuid not null references api_keys(id),
      path text not null,
      key text not null,
      body_hash bytea not null,
      status int,
      answer text,
      created_at timestamptz not null default clock_timestamp(),
      primary key (api_key_id, path, key)
    );
    grant select, insert, update, delete on api_keys, sessions, sign_in_links, idempotency_keys to counterfoil_auth;
    grant select, insert on viewings to counterfoil_auth;
    grant select on companies to counterfoil_auth;
    create policy auth_reads on companies for select to counterfoil_auth using (true);
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency_keys, viewings, sign_in_links, sessions, api_keys`.execute(db)
}
