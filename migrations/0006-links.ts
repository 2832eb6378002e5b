import { type Kysely, sql } from 'kysely'

/** What of ours is what of theirs: one live link each way (law 2). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table links (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      kind text not null check (kind in ('customer', 'invoice', 'credit', 'payment')),
      external_id text not null,
      part text not null default 'main',
      book_id text not null,
      book_number text,
      -- An alias shares its contact with the primary customer (accounting rule 26).
      alias boolean not null default false check (not alias or kind = 'customer'),
      how text not null check (how in ('pushed', 'adopted', 'decided')),
      decided_by text,
      version int not null,
      -- The number first sent: every create of the document carries it until linked (exactly-once rule 5).
      sent jsonb,
      linked_at timestamptz not null default clock_timestamp(),
      pushed_at timestamptz not null default clock_timestamp(),
      detached_at timestamptz,
      detached_by text
    );
    create unique index links_ours on links (connection_id, kind, external_id, part) where detached_at is null;
    create unique index links_theirs on links (connection_id, kind, part, book_id) where detached_at is null and not alias;
    create index links_document on links (company_id, kind, external_id);
    
    -- Where each document stands at each connection: what is due, what waits for what, since when (law 10).
    create table standings (
      company_id uuid not null,
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      kind text not null,
      external_id text not null,
      status text not null check (status in ('waiting', 'inFlight', 'inBooks', 'problem', 'held', 'notDue')),
      due boolean not null default true,
      waits_for text,
      -- Not before this day (a payment dated in the future).
      not_before date,
      -- To go singly after a whole request was refused (exactly-once rule 10).
      alone boolean not null default false,
      since timestamptz not null default clock_timestamp(),
      primary key (connection_id, kind, external_id),
      foreign key (company_id, kind, external_id) references documents (company_id, kind, external_id)
    );
    create index standings_due on standings (connection_id, kind) where due;
    create index standings_waits_for on standings (connection_id, waits_for) where waits_for is not null;
    create index standings_status on standings (connection_id, status);
    select counterfoil_guard('links');
    select counterfoil_guard('standings');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table standings, links`.execute(db)
}
