import { type Kysely, sql } from 'kysely'

/**
 * What a provider said has changed is noted for each connection to its organisation, so that each reads it and each says when it has. Notes
 * from before are dropped: the nightly comparison reads what they spoke of.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop table inbound_webhooks;
    create table inbound_webhooks (
      id bigint generated always as identity primary key,
      company_id uuid not null,
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      kind text not null,
      book_id text not null,
      -- When it changed, by the provider's clock.
      occurred_at timestamptz not null,
      -- When it was said last: only a reading that began later has read it.
      noted_at timestamptz not null default clock_timestamp(),
      handled_at timestamptz
    );
    create unique index inbound_webhooks_waiting on inbound_webhooks (connection_id, kind, book_id) where handled_at is null;
    create index inbound_webhooks_handled on inbound_webhooks (connection_id, handled_at);
    create index envelopes_settled on envelopes (connection_id, settled_at) where state = 'settled';
    select counterfoil_guard('inbound_webhooks');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index envelopes_settled;
    drop table inbound_webhooks;
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
    grant select, insert, update on inbound_webhooks to counterfoil_operator;
  `.execute(db)
}
