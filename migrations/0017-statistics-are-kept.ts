import { type Kysely, sql } from 'kysely'

/**
 * Whoever works can have the planner's statistics refreshed of tables that have doubled or wholly changed: a first import and its plan fill
 * empty tables within seconds, and autovacuum looks once a minute.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function counterfoil_keep_statistics() returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare grown record; refreshed int := 0;
    begin
      if not pg_try_advisory_xact_lock(hashtextextended('counterfoil_keep_statistics', 0)) then return 0; end if;
      for grown in select relid::regclass as name from pg_stat_user_tables where schemaname = 'public' and n_mod_since_analyze > 200 + n_live_tup / 2 loop
        execute format('analyze %s', grown.name);
        refreshed := refreshed + 1;
      end loop;
      return refreshed;
    end $$;
    revoke execute on function counterfoil_keep_statistics() from public;
    grant execute on function counterfoil_keep_statistics() to counterfoil_app;
  `.execute(db)
  for (const [table, columns] of Object.entries(wide)) for (const column of columns) await setStatistics(db, table, column, 0)
}

/** Bodies that are never searched by: looking at them is most of what an ANALYZE costs. */
const wide = {
  documents: ['body'],
  document_versions: ['body'],
  sync_run_items: ['body', 'expected', 'notes', 'values'],
  envelopes: ['body', 'answer'],
  envelope_items: ['body', 'expected', 'ids', 'result_amounts'],
  links: ['sent'],
  events: ['body'],
  book_contacts: ['body'],
  book_documents: ['taxes'],
}

function setStatistics(db: Kysely<unknown>, table: string, column: string, target: number): Promise<unknown> {
  return sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} set statistics ${sql.lit(target)}`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(wide)) for (const column of columns) await setStatistics(db, table, column, -1)
  await sql`drop function counterfoil_keep_statistics()`.execute(db)
}
