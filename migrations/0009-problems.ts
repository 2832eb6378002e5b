import { type Kysely, sql } from 'kysely'

/** What is wrong now, what a person is asked, and what the bell says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table problems (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      -- Both null: a problem of the connection itself.
      kind text,
      external_id text,
      part text not null default 'main',
      version int,
      code text not null,
      values jsonb not null default '{}',
      detail text,
      book_id text,
      sync_run_id uuid references sync_runs(id),
      opened_at timestamptz not null default clock_timestamp(),
      seen_at timestamptz not null default clock_timestamp(),
      state text not null default 'open' check (state in ('open', 'resolved', 'dismissed')),
      closed_at timestamptz,
      closed_by text,
      choice text
    );
    create unique index problems_one_open on problems (connection_id, coalesce(kind, ''), coalesce(external_id, ''), part, code) where state = 'open';
    create index problems_document on problems (company_id, kind, external_id);
    
    create table matches (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      customer text not null,
      -- Why it is asked: a code of the error table.
      code text not null,
      candidates jsonb not null,
      state text not null default 'asked' check (state in ('asked', 'decided', 'later', 'withdrawn')),
      decision jsonb,
      decided_by text,
      asked_at timestamptz not null default clock_timestamp(),
      decided_at timestamptz
    );
    create unique index matches_one_open on matches (connection_id, customer) where state in ('asked', 'later');
    
    create table notifications (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid,
      foreign key (company_id, connection_id) references connections (company_id, id),
      sync_run_id uuid references sync_runs(id),
      code text not null,
      values jsonb not null default '{}',
      at timestamptz not null default clock_timestamp(),
      read_at timestamptz
    );
    create index notifications_company on notifications (company_id, at desc);
    select counterfoil_guard('problems');
    select counterfoil_guard('matches');
    select counterfoil_guard('notifications');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table notifications, matches, problems`.execute(db)
}
