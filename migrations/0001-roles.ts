import { type Kysely, sql } from 'kysely'

/** The three roles that the pools begin with, and the guard that makes a table show a company only its own rows (law 8). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    declare r text;
    begin
      foreach r in array array['counterfoil_app', 'counterfoil_operator', 'counterfoil_auth'] loop
        if not exists (select from pg_roles where rolname = r) then
          execute format('create role %I nologin', r);
        end if;
        execute format('grant %I to current_user', r);
        execute format('grant usage on schema public to %I', r);
      end loop;
    end $$`.execute(db)
  // A query without a company sees nothing: the setting is '' after a transaction, hence nullif.
  await sql`
    create function counterfoil_company() returns uuid language sql stable parallel safe as
    $$ select nullif(current_setting('app.company_id', true), '')::uuid $$`.execute(db)
  await sql`
    create function counterfoil_guard(guarded regclass) returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', guarded);
      execute format('alter table %s force row level security', guarded);
      execute format('create policy own_company on %s to counterfoil_app using (company_id = (select counterfoil_company())) with check (company_id = (select counterfoil_company()))', guarded);
      execute format('create policy operators_read on %s for select to counterfoil_operator using (true)', guarded);
      execute format('grant select, insert, update, delete on %s to counterfoil_app', guarded);
      execute format('grant select on %s to counterfoil_operator', guarded);
    end $$`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function counterfoil_guard(regclass)`.execute(db)
  await sql`drop function counterfoil_company()`.execute(db)
}
