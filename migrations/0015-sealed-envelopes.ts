import { type Kysely, sql } from 'kysely'

/** What goes out and what comes back is sealed, and removed 90 days after it was settled. Rows from before are sealed by the watch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table envelopes alter column body drop not null;
    alter table envelope_items alter column body drop not null;
    create index envelopes_texts on envelopes (settled_at) where state = 'settled' and body is not null;
    create index envelopes_unsealed on envelopes (id) where body not like 'v1.%';
    alter table sync_runs add bodies_removed_at timestamptz;
    create index sync_runs_bodies on sync_runs (finished_at) where finished_at is not null and bodies_removed_at is null;

    create or replace function envelope_moves_forward() returns trigger language plpgsql as $$
    begin
      if old.state = 'settled' and new.state <> 'settled' then raise exception 'a settled envelope stays settled'; end if;
      if old.state = 'unknown' and new.state in ('written', 'sent') then raise exception 'an unknown envelope is looked up, never sent again'; end if;
      if new.idempotency_key <> old.idempotency_key or new.path <> old.path then raise exception 'an envelope is not rewritten'; end if;
      -- A body only goes from clear to sealed (rows from before) and, once settled, away.
      if new.body is distinct from old.body and not coalesce(
        (new.body is null and old.state = 'settled') or (old.body not like 'v1.%' and new.body like 'v1.%'), false)
        then raise exception 'an envelope is not rewritten'; end if;
      if new.attempt < old.attempt then raise exception 'an attempt only rises'; end if;
      return new;
    end $$;
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function envelope_moves_forward() returns trigger language plpgsql as $$
    begin
      if old.state = 'settled' and new.state <> 'settled' then raise exception 'a settled envelope stays settled'; end if;
      if old.state = 'unknown' and new.state in ('written', 'sent') then raise exception 'an unknown envelope is looked up, never sent again'; end if;
      if new.body <> old.body or new.idempotency_key <> old.idempotency_key or new.path <> old.path then raise exception 'an envelope is not rewritten'; end if;
      if new.attempt < old.attempt then raise exception 'an attempt only rises'; end if;
      return new;
    end $$;
    drop index sync_runs_bodies;
    alter table sync_runs drop bodies_removed_at;
    drop index envelopes_unsealed;
    drop index envelopes_texts;
    update envelopes set body = '' where body is null;
    update envelope_items set body = 'null' where body is null;
    alter table envelopes alter column body set not null;
    alter table envelope_items alter column body set not null;
  `.execute(db)
}
