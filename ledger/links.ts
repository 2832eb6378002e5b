import { type Selectable, sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import { announce } from './changes.ts'
import type { Scope } from './database.ts'
import { readDocument } from './documents.ts'
import type { LinksTable } from './links.table.ts'
import type { SentFacts } from './shapes.ts'
import { lockStandings } from './lock-standings.ts'
import { childrenDue, setStanding } from './standings.ts'

export type Link = Selectable<LinksTable>

/** What is said to be the same: a document of ours, or a part of it, and a record in the books. */
export interface NewLink extends DocumentRef {
  connectionId: string
  part?: LinkPart
  bookId: string
  bookNumber?: string | undefined
  how: 'pushed' | 'adopted' | 'decided'
  decidedBy?: string | undefined
  /** A second customer with the same contact, decided by a person or the host (accounting rule 26). */
  alias?: boolean
  /** The version that was pushed or compared. */
  version: number
  sent?: SentFacts | undefined
}

/** `ours`: the document is linked to another record already; `theirs`: the record belongs to another document. */
export type Linked = { linked: true; linkId: string } | { linked: false; conflict: 'ours' | 'theirs'; link: Link }

/**
 * Links a document to a record in the books and makes due what waited for it. One live link each way (law 2): a conflict is answered
 * with the link that stands in the way. The same link again is well, and takes the newer version and number.
 */
export async function link(scope: Scope, wanted: NewLink): Promise<Linked> {
  const { connectionId, kind, externalId, part = 'main' } = wanted
  await lockStandings(scope, connectionId, [{ kind, external_id: externalId }])
  const [inserted] = await scope.db
    .insertInto('links')
    .values({
      company_id: scope.companyId,
      connection_id: connectionId,
      kind,
      external_id: externalId,
      part,
      book_id: wanted.bookId,
      book_number: wanted.bookNumber ?? null,
      alias: wanted.alias ?? false,
      how: wanted.how,
      decided_by: wanted.decidedBy ?? null,
      version: wanted.version,
      sent: wanted.sent === undefined ? null : JSON.stringify(wanted.sent),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  if (!inserted) return standing(scope, { ...wanted, part })
  await childrenDue(scope, connectionId, [refOf(kind, externalId)])
  await announce(scope, 'document', refOf(kind, externalId))
  return { linked: true, linkId: inserted.id }
}

async function standing(scope: Scope, wanted: NewLink & { part: LinkPart }): Promise<Linked> {
  const ours = await liveLinks(scope, wanted.connectionId)
    .where('kind', '=', wanted.kind)
    .where('external_id', '=', wanted.externalId)
    .where('part', '=', wanted.part)
    .executeTakeFirst()
  if (ours && ours.book_id !== wanted.bookId) return { linked: false, conflict: 'ours', link: ours }
  if (ours) {
    await updateLink(scope, ours.id, wanted)
    return { linked: true, linkId: ours.id }
  }
  const theirs = await liveLinks(scope, wanted.connectionId)
    .where('kind', '=', wanted.kind)
    .where('part', '=', wanted.part)
    .where('book_id', '=', wanted.bookId)
    .where('alias', '=', false)
    .executeTakeFirst()
  if (!theirs) throw new Error('A link was refused by an index, and the one in its way has gone meanwhile: do it again')
  return { linked: false, conflict: 'theirs', link: theirs }
}

/** A newer version of a linked document is in the books. A version that was pushed earlier never takes the place of a later one. */
export async function updateLink(
  scope: Scope,
  linkId: string,
  pushed: { version: number; bookNumber?: string | undefined; sent?: SentFacts | undefined },
): Promise<void> {
  await scope.db
    .updateTable('links')
    .set({
      version: pushed.version,
      pushed_at: sql`clock_timestamp()`,
      ...(pushed.bookNumber === undefined ? {} : { book_number: pushed.bookNumber }),
      ...(pushed.sent === undefined ? {} : { sent: JSON.stringify(pushed.sent) }),
    })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', linkId)
    .where('version', '<=', pushed.version)
    .execute()
}

/** Live links of a document at all connections or one, main part first. */
export function linksOfDocument(scope: Scope, ref: DocumentRef, connectionId?: string): Promise<Link[]> {
  return scope.db
    .selectFrom('links')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', ref.kind)
    .where('external_id', '=', ref.externalId)
    .where('detached_at', 'is', null)
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .selectAll()
    .orderBy(sql`part <> 'main'`)
    .orderBy('part')
    .execute()
}

/** Live links of many documents of one kind at a connection, all parts. */
export function linksOfDocuments(scope: Scope, connectionId: string, kind: DocumentKind, externalIds: string[]): Promise<Link[]> {
  return liveLinks(scope, connectionId).where('kind', '=', kind).where('external_id', '=', sql<string>`any(${externalIds})`).execute()
}

/** Ids of the books' records by ref (`customer/123`): the main part of each; what is not linked is absent. */
export async function linkedBookIds(scope: Scope, connectionId: string, refs: string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const rows = await liveLinks(scope, connectionId)
    .where('part', '=', 'main')
    .where(
      sql<boolean>`(kind, external_id) in (select split_part(r, '/', 1), substr(r, strpos(r, '/') + 1) from unnest(${refs}::text[]) r)`,
    )
    .execute()
  return new Map(rows.map((row) => [refOf(row.kind, row.external_id), row.book_id]))
}

/** Live links to records of the books, aliases last. */
export function linksOfBookIds(scope: Scope, connectionId: string, kind: DocumentKind, bookIds: string[]): Promise<Link[]> {
  return liveLinks(scope, connectionId)
    .where('kind', '=', kind)
    .where('book_id', '=', sql<string>`any(${bookIds})`)
    .orderBy('alias')
    .execute()
}

/** One link, detached or not; undefined: the company has none of that id. */
export function readLink(scope: Scope, linkId: string): Promise<Link | undefined> {
  return scope.db.selectFrom('links').where('company_id', '=', scope.companyId).where('id', '=', linkId).selectAll().executeTakeFirst()
}

/** Live links of a connection in the order of kind and id. `after`: the id of the last link seen. */
export function listLinks(
  scope: Scope,
  connectionId: string,
  { kind, after, limit = 100 }: { kind?: DocumentKind | undefined; after?: string | undefined; limit?: number } = {},
): Promise<Link[]> {
  return liveLinks(scope, connectionId)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'customer'))
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Takes a link away by a person's decision; who and when is kept. Nothing is entered in the books instead: the document is held at this
 * connection until somebody asks for it. undefined: no such live link.
 */
export async function detachLink(scope: Scope, linkId: string, detachedBy: string): Promise<Link | undefined> {
  const detached = await scope.db
    .updateTable('links')
    .set({ detached_at: sql`clock_timestamp()`, detached_by: detachedBy })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', linkId)
    .where('detached_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!detached) return undefined
  const { connection_id: connectionId, kind, external_id: externalId } = detached
  await setStanding(scope, connectionId, { kind, externalId, status: 'held', due: false })
  await announce(scope, 'document', refOf(kind, externalId))
  return detached
}

/** Moves a link to another document of ours by a person's decision. undefined: no such live link, or no such document. A conflict leaves everything as it was. */
export async function moveLink(scope: Scope, linkId: string, toExternalId: string, decidedBy: string): Promise<Linked | undefined> {
  const from = await readLink(scope, linkId)
  if (!from || from.detached_at !== null) return undefined
  const [taken] = await linksOfDocuments(scope, from.connection_id, from.kind, [toExternalId])
  if (taken) return { linked: false, conflict: 'ours', link: taken }
  const target = await readDocument(scope, from.kind, toExternalId)
  if (!target) return undefined
  await detachLink(scope, linkId, decidedBy)
  const moved = await link(scope, {
    connectionId: from.connection_id,
    kind: from.kind,
    externalId: toExternalId,
    part: from.part,
    bookId: from.book_id,
    bookNumber: from.book_number ?? undefined,
    how: 'decided',
    decidedBy,
    version: target.version,
  })
  if (moved.linked)
    await setStanding(scope, from.connection_id, { kind: from.kind, externalId: toExternalId, status: 'inBooks', due: true })
  return moved
}

/** Live links of a connection, all kinds and parts, for a caller to narrow down. */
export const liveLinks = (scope: Scope, connectionId: string) =>
  scope.db
    .selectFrom('links')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('detached_at', 'is', null)
    .selectAll()
