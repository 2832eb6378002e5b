import { type Kysely, sql } from 'kysely'

/**
 * An index that begins with the company or connection and a kind looks as good as the key to a planner that has no or old statistics: both
 * seem to answer one row, and a look-up by key then reads everything of that kind. So the column that differs from row to row comes first, or
 * at least before the kind.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index links_theirs;
    create unique index links_theirs on links (book_id, connection_id, kind, part) where detached_at is null and not alias;
    drop index documents_date;
    create index documents_date on documents (company_id, date, kind);
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index documents_date;
    create index documents_date on documents (company_id, kind, date);
    drop index links_theirs;
    create unique index links_theirs on links (connection_id, kind, part, book_id) where detached_at is null and not alias;
  `.execute(db)
}
