import { type Kysely, sql } from 'kysely'

/** Connections of companies to organisations, their sealed tokens, settings, codes and what the organisation allows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app_keys (
      company_id uuid not null references companies(company_id),
      provider text not null,
      client_id text not null,
      client_secret text not null,
      consented_at timestamptz not null default clock_timestamp(),
      primary key (company_id, provider)
    );
    create table token_sets (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      provider text not null,
      provider_user_id text not null,
      client_id text not null,
      access_token text not null,
      refresh_token text not null,
      access_expires_at timestamptz not null,
      refresh_expires_at timestamptz not null,
      scopes text not null,
      scope_version int not null,
      state text not null default 'live' check (state in ('live', 'dead')),
      -- The code with which the provider refused to renew it.
      dead_reason text,
      generation int not null default 1,
      refreshed_at timestamptz not null default clock_timestamp(),
      unique (company_id, provider, client_id, provider_user_id),
      unique (company_id, id)
    );
    create table connections (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      provider text not null,
      token_set_id uuid,
      -- With the company: a foreign key looks past row-level security, and another company's sign-in must not be reached through it.
      foreign key (company_id, token_set_id) references token_sets (company_id, id),
      -- The provider's id of this grant, where it has one (Xero's connection id, which is not the tenant id).
      grant_id text,
      organisation_id text,
      organisation jsonb,
      choices jsonb not null default '[]',
      state text not null check (state in ('consenting', 'choosing', 'ready', 'needs-attention', 'needs-permission', 'paused', 'disconnected')),
      reason text,
      -- Raised when the database was set back in time: every create is looked up first (exactly-once rule 19).
      epoch int not null default 1,
      mirror_filled_at timestamptz,
      codes_read_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      changed_at timestamptz not null default clock_timestamp(),
      unique (company_id, id)
    );
    create unique index connections_organisation on connections (company_id, provider, organisation_id) where organisation_id is not null and state <> 'disconnected';
    create index connections_by_organisation on connections (provider, organisation_id);
    create table consents (
      state_hash bytea primary key,
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      -- The key or session that asked for it.
      asked_by text not null,
      return_to text,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create table settings_versions (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      version int not null,
      body jsonb not null,
      changed_by text not null,
      changed_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, version)
    );
    create table codes (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      kind text not null check (kind in ('tax', 'nominal', 'bank')),
      book_id text not null,
      body jsonb not null,
      active boolean not null,
      read_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, kind, book_id)
    );
    select counterfoil_guard('app_keys');
    select counterfoil_guard('token_sets');
    select counterfoil_guard('connections');
    select counterfoil_guard('consents');
    select counterfoil_guard('settings_versions');
    select counterfoil_guard('codes');
    create policy auth_finds_consent on consents for select to counterfoil_auth using (true);
    grant select on consents to counterfoil_auth;
    revoke select on app_keys, token_sets from counterfoil_operator;
    grant select (id, company_id, provider, provider_user_id, access_expires_at, refresh_expires_at, scope_version, state, refreshed_at) on token_sets to counterfoil_operator;
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table codes, settings_versions, consents, connections, token_sets, app_keys`.execute(db)
}
