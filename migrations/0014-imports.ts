import { type Kysely, sql } from 'kysely'

/** Files that a company brought in, with an answer per row; purchase invoices are kept for exports only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table imports (
      id uuid primary key default gen_random_uuid(),
      company_id uuid not null references companies(company_id),
      state text not null check (state in ('asking', 'done')),
      mapping jsonb not null,
      questions jsonb not null default '[]',
      counts jsonb not null default '{}',
      asked_by text not null,
      at timestamptz not null default clock_timestamp()
    );
    create table import_rows (
      company_id uuid not null references companies(company_id),
      import_id uuid not null references imports(id),
      part text not null,
      row int not null,
      kind text,
      external_id text,
      result text not null check (result in ('created', 'changed', 'unchanged', 'refused')),
      code text,
      field text,
      message text,
      primary key (import_id, part, row)
    );
    create table purchase_invoices (
      company_id uuid not null references companies(company_id),
      supplier_name text not null,
      number text not null,
      body jsonb not null,
      received_at timestamptz not null default clock_timestamp(),
      primary key (company_id, supplier_name, number)
    );
    select counterfoil_guard('imports');
    select counterfoil_guard('import_rows');
    select counterfoil_guard('purchase_invoices');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table purchase_invoices, import_rows, imports`.execute(db)
}
