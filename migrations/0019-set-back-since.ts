import { type Kysely, sql } from 'kysely'

/** Since when a connection works with a database that was set back in time: whoever raises the epoch, the moment is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table connections add column set_back_at timestamptz;
    create function connection_set_back() returns trigger language plpgsql as $$
    begin
      if new.epoch > old.epoch then new.set_back_at := clock_timestamp(); end if;
      return new;
    end $$;
    create trigger connection_set_back before update on connections for each row execute function connection_set_back();
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop trigger connection_set_back on connections;
    drop function connection_set_back();
    alter table connections drop column set_back_at;
  `.execute(db)
}
