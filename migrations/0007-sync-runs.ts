import { type Kysely, sql } from 'kysely'

/** What was asked for and what became of it: requests, runs, one item per document and part, and the log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sync_runs (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      lane text not null check (lane in ('express', 'bulk')),
      mode text not null check (mode in ('sync', 'preview')),
      status text not null default 'Queued' check (status in ('Queued', 'Running', 'Waiting', 'NeedsAttention', 'Done', 'Failed')),
      stage text,
      include text[] not null,
      documents jsonb,
      preview_id uuid,
      settings_version int,
      counts jsonb not null default '{}',
      asked_by text not null,
      code text,
      detail text,
      stop_asked_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      started_at timestamptz,
      finished_at timestamptz,
      history jsonb
    );
    create index sync_runs_connection on sync_runs (connection_id, created_at desc);
    create index sync_runs_open on sync_runs (connection_id, lane) where finished_at is null;
    
    create table sync_requests (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      lane text not null check (lane in ('express', 'bulk')),
      kind text not null check (kind in ('sync', 'preview', 'reconcile')),
      -- The run that will serve it: made with the first waiting request of its lane, joined by the others.
      sync_run_id uuid references sync_runs(id),
      tie_out_id uuid,
      include text[] not null,
      documents jsonb,
      asked_by text not null,
      asked_at timestamptz not null default clock_timestamp(),
      served_at timestamptz,
      -- Which taking served it, so that a repeated taking answers the same.
      served_by text
    );
    create index sync_requests_waiting on sync_requests (connection_id, lane) where served_at is null;
    
    create table sync_run_items (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null,
      sync_run_id uuid not null references sync_runs(id),
      connection_id uuid not null,
      seq bigint generated always as identity,
      kind text not null,
      external_id text not null,
      part text not null default 'main',
      version int not null,
      decision text not null check (decision in ('write', 'adopt', 'skip', 'wait', 'hold', 'ask', 'refuse')),
      operation text,
      step text,
      batch_group text,
      body text,
      expected jsonb,
      needs text[] not null default '{}',
      book_id text,
      notes jsonb not null default '[]',
      -- planned → claimed → done; a preview's items stay planned.
      state text not null default 'planned' check (state in ('planned', 'claimed', 'done')),
      outcome text check (outcome in ('pushed', 'adopted', 'updated', 'voided', 'skipped', 'waiting', 'held', 'asked', 'failed')),
      code text,
      values jsonb not null default '{}',
      detail text,
      waits_for text,
      alone boolean not null default false,
      at timestamptz not null default clock_timestamp(),
      unique (sync_run_id, kind, external_id, part)
    );
    create index sync_run_items_to_push on sync_run_items (sync_run_id, step, seq) where state = 'planned' and decision = 'write';
    create index sync_run_items_document on sync_run_items (company_id, kind, external_id);
    
    create table sync_log (
      id bigint generated always as identity primary key,
      company_id uuid not null,
      sync_run_id uuid not null references sync_runs(id),
      at timestamptz not null default clock_timestamp(),
      level text not null check (level in ('info', 'warning', 'error')),
      stage text not null,
      event text not null,
      facts jsonb not null default '{}'
    );
    create index sync_log_run on sync_log (sync_run_id, id);
    select counterfoil_guard('sync_runs');
    select counterfoil_guard('sync_requests');
    select counterfoil_guard('sync_run_items');
    select counterfoil_guard('sync_log');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sync_log, sync_run_items, sync_requests, sync_runs`.execute(db)
}
