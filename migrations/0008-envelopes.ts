import { type Kysely, sql } from 'kysely'

/** Every write request as stored before it is sent (law 1), and the items in it: one open item per document and connection. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table envelopes (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      organisation_id text not null,
      epoch int not null,
      sync_run_id uuid references sync_runs(id),
      lane text not null check (lane in ('express', 'bulk')),
      operation text not null,
      method text not null,
      path text not null,
      body text not null,
      idempotency_key text not null unique,
      state text not null default 'written' check (state in ('written', 'sent', 'unknown', 'settled')),
      attempt int not null default 1,
      lease_until timestamptz not null,
      look_up_first boolean not null default false,
      written_at timestamptz not null default clock_timestamp(),
      sent_at timestamptz,
      settled_at timestamptz,
      answer text,
      detail text,
      -- The outcome was unknown once: how it was settled is asked for.
      was_unknown boolean not null default false
    );
    create index envelopes_open on envelopes (connection_id, lease_until) where state <> 'settled';
    create index envelopes_run on envelopes (sync_run_id);
    
    create table envelope_items (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null,
      connection_id uuid not null,
      envelope_id uuid not null references envelopes(id),
      item_id uuid references sync_run_items(id),
      position int not null,
      kind text not null,
      external_id text not null,
      part text not null,
      version int not null,
      operation text not null,
      body text not null,
      expected jsonb not null,
      ids jsonb not null default '{}',
      book_id text,
      open boolean not null default true,
      result text check (result in ('taken', 'refused', 'absent', 'linked', 'problem')),
      result_book_id text,
      -- What the provider said it booked, for the confirm stage.
      result_amounts jsonb,
      -- Concluded absent: looked up once more at the next mirror refresh (exactly-once rule 20).
      check_again boolean not null default false,
      unique (envelope_id, position)
    );
    create unique index envelope_items_one_open on envelope_items (connection_id, kind, external_id) where open;
    create index envelope_items_document on envelope_items (connection_id, kind, external_id);
    create index envelope_items_check_again on envelope_items (connection_id) where check_again;
    select counterfoil_guard('envelopes');
    select counterfoil_guard('envelope_items');
    
    -- States only move forward; back to written only from sent, when the provider provably did not take it.
    create function envelope_moves_forward() returns trigger language plpgsql as $$
    begin
      if old.state = 'settled' and new.state <> 'settled' then raise exception 'a settled envelope stays settled'; end if;
      if old.state = 'unknown' and new.state in ('written', 'sent') then raise exception 'an unknown envelope is looked up, never sent again'; end if;
      if new.body <> old.body or new.idempotency_key <> old.idempotency_key or new.path <> old.path then raise exception 'an envelope is not rewritten'; end if;
      if new.attempt < old.attempt then raise exception 'an attempt only rises'; end if;
      return new;
    end $$;
    create trigger envelope_moves_forward before update on envelopes for each row execute function envelope_moves_forward();
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table envelope_items, envelopes`.execute(db)
  await sql`drop function envelope_moves_forward()`.execute(db)
}
