import { type Kysely, sql } from 'kysely'

/** Events for the host, in order per company, and their deliveries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id uuid primary key default gen_random_uuid(),
      host_id uuid not null references hosts(id),
      company_id uuid not null references companies(company_id),
      url text not null,
      secret text not null,
      types text[],
      created_at timestamptz not null default clock_timestamp(),
      disabled_at timestamptz
    );
    create table event_sequences (
      company_id uuid primary key references companies(company_id),
      last bigint not null default 0
    );
    create table events (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      sequence bigint not null,
      type text not null,
      occurred_at timestamptz not null default clock_timestamp(),
      body jsonb not null,
      unique (company_id, sequence)
    );
    create table deliveries (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      endpoint_id uuid not null references webhook_endpoints(id),
      event_id uuid not null references events(id),
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
      attempts int not null default 0,
      last_status int,
      last_error text,
      delivered_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index deliveries_waiting on deliveries (created_at) where state = 'waiting';
    create table inbound_webhooks (
      id bigint generated always as identity primary key,
      provider text not null,
      organisation_id text not null,
      kind text not null,
      book_id text not null,
      received_at timestamptz not null default clock_timestamp(),
      handled_at timestamptz
    );
    create index inbound_webhooks_waiting on inbound_webhooks (provider, organisation_id) where handled_at is null;
    select counterfoil_guard('webhook_endpoints');
    select counterfoil_guard('event_sequences');
    select counterfoil_guard('events');
    select counterfoil_guard('deliveries');
    grant select, insert, update on inbound_webhooks to counterfoil_operator;
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table inbound_webhooks, deliveries, events, event_sequences, webhook_endpoints`.execute(db)
}
