import { type Kysely, sql } from 'kysely'

/** Permission to call a provider, shared by all workers (law 9). Without a company: limits belong to the provider's organisation, whoever calls. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table turn_books (
      provider text not null,
      organisation_id text not null,
      -- Nobody calls before this moment (a 429's Retry-After).
      not_before timestamptz,
      -- An express call was refused and comes again: until then bulk leaves a place free.
      express_wanted_until timestamptz,
      -- What the provider last said is left, for people to see.
      minute_left int,
      day_left int,
      heard_at timestamptz,
      primary key (provider, organisation_id)
    );
    create table turns (
      id bigint generated always as identity primary key,
      provider text not null,
      organisation_id text not null,
      lane text not null,
      taken_at timestamptz not null,
      lease_until timestamptz not null,
      ended_at timestamptz
    );
    create index turns_recent on turns (provider, organisation_id, taken_at desc);
    create index turns_running on turns (provider, organisation_id) where ended_at is null;
    grant select, insert, update, delete on turns, turn_books to counterfoil_app;
    grant select on turns, turn_books to counterfoil_operator;
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table turns, turn_books`.execute(db)
}
