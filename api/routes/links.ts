import { SyncError } from '../../domain/errors.ts'
import { recordKind } from '../../domain/rules/refs.ts'
import type { Connection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { detachLink, type Link, linksOfDocument, listLinks, moveLink, readLink } from '../../ledger/links.ts'
import { bookUrl } from '../book-url.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/answers.ts'
import type { House } from '../house.ts'
import { asMoment, cutPage, readCursor } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { uuidOr404 } from './keys.ts'

const list = '/v1/companies/{companyId}/connections/{connectionId}/links'
const one = `${list}/{linkId}` as const

/** What of ours is what of theirs; a wrong link is detached or moved by a person. */
export const linkRoutes: Route[] = [
  companyRoute(
    { method: 'get', path: list, summary: 'Live links', query: contract.linksQuery, reply: contract.links },
    async ({ house, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        if (query.kind && query.externalId !== undefined) {
          const rows = await linksOfDocument(scope, { kind: query.kind, externalId: query.externalId }, connection.id)
          return json({ items: rows.map((row) => linkReply(house, connection, row)), nextCursor: null })
        }
        const after = readCursor(query.cursor)?.[0]
        const rows = await listLinks(scope, connection.id, { kind: query.kind, after: after && uuidOr404(after), limit: query.limit + 1 })
        return json(
          cutPage(
            rows,
            query.limit,
            (row) => linkReply(house, connection, row),
            (row) => [row.id],
          ),
        )
      }),
  ),
  companyRoute({ method: 'get', path: one, summary: 'Read a link', reply: contract.link }, async ({ house, params, inCompany }) =>
    inCompany(async (scope) => {
      const connection = await connectionOf(scope, params.connectionId)
      return json(linkReply(house, connection, await linkOf(scope, connection.id, params.linkId)))
    }),
  ),
  companyRoute(
    { method: 'delete', path: one, summary: 'Detach a link; the document is held until somebody asks for it', reply: contract.link },
    async ({ house, params, askedBy, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const { id } = await linkOf(scope, connection.id, params.linkId)
        const detached = await detachLink(scope, id, askedBy)
        if (!detached) throw new SyncError('ALREADY_DECIDED')
        return json(linkReply(house, connection, detached))
      }),
  ),
  companyRoute(
    {
      method: 'post',
      path: `${one}/move`,
      summary: 'Move a link to another document of the same kind',
      body: contract.move,
      reply: contract.link,
    },
    async ({ house, params, body, askedBy, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const { id } = await linkOf(scope, connection.id, params.linkId)
        const moved = await moveLink(scope, id, body.externalId, askedBy)
        if (!moved) throw new SyncError('NOT_FOUND')
        if (!moved.linked) throw new SyncError('ALREADY_DECIDED', { detail: 'One of the two is linked to something else.' })
        return json(linkReply(house, connection, await linkOf(scope, connection.id, moved.linkId)))
      }),
  ),
]

async function linkOf(scope: Scope, connectionId: string, linkId: string): Promise<Link> {
  const link = await readLink(scope, uuidOr404(linkId))
  if (link?.connection_id !== connectionId) throw new SyncError('NOT_FOUND')
  return link
}

const linkReply = (house: House, connection: Connection, link: Link): contract.Link => ({
  linkId: link.id,
  kind: link.kind,
  externalId: link.external_id,
  part: link.part,
  bookId: link.book_id,
  bookNumber: link.book_number,
  alias: link.alias,
  how: link.how,
  decidedBy: link.decided_by,
  version: link.version,
  linkedAt: link.linked_at.toISOString(),
  detachedAt: asMoment(link.detached_at),
  detachedBy: link.detached_by,
  url: bookUrl(house, connection, recordKind(link.kind, link.part), link.book_id),
})
