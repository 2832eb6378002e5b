import { type Kysely, sql } from 'kysely'

/** The host's documents: the newest version of each, and every version before it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table documents (
      company_id uuid not null references companies(company_id),
      kind text not null check (kind in ('customer', 'invoice', 'credit', 'payment')),
      external_id text not null,
      version int not null check (version >= 1),
      source_version text,
      fingerprint bytea not null,
      token text not null,
      state text not null,
      hold boolean not null default false,
      body jsonb not null,
      -- Read out of the body, to find and order by.
      name text,
      number text,
      customer text,
      date date,
      amount bigint,
      currency text,
      first_received_at timestamptz not null default clock_timestamp(),
      received_at timestamptz not null default clock_timestamp(),
      primary key (company_id, kind, external_id),
      unique (company_id, token)
    );
    create unique index documents_number on documents (company_id, kind, number) where state = 'issued' and kind in ('invoice', 'credit');
    create index documents_customer on documents (company_id, customer, kind);
    create index documents_date on documents (company_id, kind, date);
    
    create table document_versions (
      company_id uuid not null,
      kind text not null,
      external_id text not null,
      version int not null,
      fingerprint bytea not null,
      body jsonb not null,
      received_at timestamptz not null default clock_timestamp(),
      primary key (company_id, kind, external_id, version)
    );
    select counterfoil_guard('documents');
    select counterfoil_guard('document_versions');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table document_versions, documents`.execute(db)
}
