import { type Kysely, sql } from 'kysely'

/** Both sides compared, difference by difference: dated sheets that are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tie_outs (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
      asked_by text not null,
      asked_at timestamptz not null default clock_timestamp(),
      as_of timestamptz,
      agrees boolean,
      summary jsonb,
      code text,
      finished_at timestamptz
    );
    create index tie_outs_connection on tie_outs (connection_id, asked_at desc);
    create table tie_out_lines (
      company_id uuid not null references companies(company_id),
      tie_out_id uuid not null references tie_outs(id),
      position int not null,
      list text not null,
      kind text,
      external_id text,
      book_id text,
      cause text,
      ours jsonb,
      theirs jsonb,
      primary key (tie_out_id, position)
    );
    select counterfoil_guard('tie_outs');
    select counterfoil_guard('tie_out_lines');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table tie_out_lines, tie_outs`.execute(db)
}
