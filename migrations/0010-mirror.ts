import { type Kysely, sql } from 'kysely'

/** Our copy of the relevant part of the books, with a cursor per kind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table book_contacts (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      book_id text not null,
      name text not null,
      state text not null,
      email text,
      is_supplier boolean not null,
      merged_into text,
      body jsonb not null,
      updated_at timestamptz not null,
      seen_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, book_id)
    );
    create table book_documents (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      book_id text not null,
      kind text not null check (kind in ('invoice', 'credit')),
      number text not null,
      contact_id text not null,
      date date not null,
      due_date date,
      currency text not null,
      reference text,
      net bigint not null,
      tax bigint not null,
      gross bigint not null,
      taxes jsonb not null,
      state text not null,
      amount_due bigint not null,
      updated_at timestamptz not null,
      seen_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, book_id)
    );
    create index book_documents_number on book_documents (connection_id, kind, lower(number));
    create index book_documents_contact on book_documents (connection_id, contact_id, kind, gross);
    create table book_payments (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      book_id text not null,
      form text not null,
      contact_id text,
      date date not null,
      amount bigint not null,
      currency text not null,
      bank_account_id text,
      reference text,
      reconciled boolean not null,
      state text not null,
      part_of text,
      updated_at timestamptz not null,
      seen_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, book_id)
    );
    create index book_payments_amount on book_payments (connection_id, amount, date);
    create table book_on_account (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      book_id text not null,
      contact_id text not null,
      date date not null,
      amount bigint not null,
      remaining bigint not null,
      currency text not null,
      bank_account_id text,
      reference text,
      state text not null,
      updated_at timestamptz not null,
      seen_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, book_id)
    );
    -- What a payment, credit or money on account settles.
    create table book_allocations (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      source text not null check (source in ('payment', 'credit', 'onAccount')),
      source_id text not null,
      position int not null,
      document_id text not null,
      amount bigint not null,
      date date,
      book_id text,
      primary key (connection_id, source, source_id, position)
    );
    create index book_allocations_document on book_allocations (connection_id, document_id);
    create table mirror_cursors (
      company_id uuid not null references companies(company_id),
      connection_id uuid not null,
      foreign key (company_id, connection_id) references connections (company_id, id),
      kind text not null,
      cursor text not null,
      done boolean not null,
      -- A reading of everything is under way since; what it does not meet is gone from the books.
      full_read_began_at timestamptz,
      full_read_at timestamptz,
      read_at timestamptz not null default clock_timestamp(),
      primary key (connection_id, kind)
    );
    select counterfoil_guard('book_contacts');
    select counterfoil_guard('book_documents');
    select counterfoil_guard('book_payments');
    select counterfoil_guard('book_on_account');
    select counterfoil_guard('book_allocations');
    select counterfoil_guard('mirror_cursors');
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table mirror_cursors, book_on_account, book_allocations, book_payments, book_documents, book_contacts`.execute(db)
}
