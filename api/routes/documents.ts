import type { z } from 'zod'
import type { DocumentBodies, DocumentRef } from '../../domain/document.ts'
import { type DocumentKind, documentKinds, type ProviderName } from '../../domain/entities.ts'
import { SyncError } from '../../domain/errors.ts'
import { recordKind } from '../../domain/rules/refs.ts'
import type { Scope } from '../../ledger/database.ts'
import { documentFacts } from '../../ledger/document-facts.ts'
import { documentsByRef } from '../../ledger/document-labels.ts'
import { type KeptDocument, listDocuments, readDocument } from '../../ledger/documents.ts'
import { problemsOfDocument } from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { listConnections } from '../../ledger/connections.ts'
import { readTimeline, type TimelineRow } from '../../ledger/timeline.ts'
import { type DocumentStanding, whereDocumentsStand } from '../../ledger/where-documents-stand.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { ringAll } from '../asked-run.ts'
import { aboutDocument } from '../about-document.ts'
import { bookUrl } from '../book-url.ts'
import { askAutomaticSync } from '../automatic-sync.ts'
import * as contract from '../contract/documents.ts'
import { documentLinks } from '../document-links.ts'
import { explain } from '../explain.ts'
import { ifMatchOf } from '../if-match.ts'
import { fieldProblems, ValidationError } from '../problem-response.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { externalId as externalIdSchema } from '../../domain/scalars.ts'

/** What each kind is called in a path. */
const collections = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const satisfies Record<
  DocumentKind,
  string
>

/** The host's documents: saved, read, listed, and where they stand. */
export const documentRoutes: Route[] = [...documentKinds.flatMap(routesOf), statusesRoute()]

function routesOf(kind: DocumentKind): Route[] {
  const path = `/v1/companies/{companyId}/${collections[kind]}` as const
  return [
    putRoute(kind, `${path}/{externalId}`),
    getRoute(kind, `${path}/{externalId}`),
    listRoute(kind, path),
    timelineRoute(kind, `${path}/{externalId}/timeline`),
  ]
}

type OnePath = `/v1/companies/{companyId}/${string}/{externalId}`

function putRoute<K extends DocumentKind>(kind: K, path: OnePath): Route {
  // One schema per kind: the body parsed by it is of that kind.
  const schema = contract.bodies[kind] as unknown as z.ZodType<DocumentBodies[K]>
  return companyRoute(
    {
      method: 'put',
      path,
      summary: `Save a ${kind}: replaces the whole; the same content changes nothing`,
      body: schema,
      reply: contract.savedDocument,
      statuses: [200, 201],
    },
    async ({ house, company, params, body, request, askedBy, inCompany }) => {
      const id = parsedId(params.externalId)
      const ifMatch = ifMatchOf(request)
      const reply = await inCompany(async (scope) => {
        const result = await saveDocument(scope, kind, id, body, { ifMatch })
        if (result.result === 'refused') throw new SyncError(result.code, { values: result.values })
        const rings = result.result === 'unchanged' ? [] : await askAutomaticSync(scope, [{ kind, externalId: id }], askedBy)
        const kept = await readDocument(scope, kind, id)
        return { ...result, rings, receivedAt: kept?.receivedAt.toISOString() }
      })
      await ringAll(house, company.company_id, reply.rings)
      const started = reply.rings.map(({ connectionId, syncRunId }) => ({ connectionId, syncRunId }))
      return json({ ...reply, kind, externalId: id, started }, reply.result === 'created' ? 201 : 200, { ETag: `"${reply.version}"` })
    },
  )
}

function getRoute<K extends DocumentKind>(kind: K, path: OnePath): Route {
  return companyRoute(
    { method: 'get', path, summary: `Read a ${kind} with where it stands`, reply: contract.documentReplies[kind] },
    async ({ house, params, inCompany }) =>
      inCompany(async (scope) => {
        const kept = await readDocument(scope, kind, params.externalId)
        if (!kept) throw new SyncError('NOT_FOUND')
        const ref = { kind, externalId: kept.externalId }
        const standing = (await whereDocumentsStand(scope, [ref])).get(`${kind}/${kept.externalId}`)
        const links = await documentLinks(house, scope, ref)
        const problems = await openProblems(scope, ref)
        return json({ ...kept.body, ...factsOf(kept, standing), links, problems }, 200, { ETag: `"${kept.version}"` })
      }),
  )
}

function listRoute<K extends DocumentKind>(kind: K, path: `/v1/companies/{companyId}/${string}`): Route {
  return companyRoute(
    {
      method: 'get',
      path,
      summary: `List ${collections[kind]} by where they stand and what they are called`,
      query: contract.documentListQuery,
      reply: contract.documentPage,
    },
    async ({ query, inCompany }) =>
      inCompany(async (scope) => {
        const { documents, next } = await listDocuments(scope, kind, {
          status: query.state,
          query: query.query,
          cursor: query.cursor,
          limit: query.limit,
        })
        const refs = documents.map(({ externalId }) => ({ kind, externalId }))
        const standings = await whereDocumentsStand(scope, refs)
        const labels = await documentsByRef(scope, refs)
        return json({
          items: documents.map((kept) => {
            const ref = `${kind}/${kept.externalId}`
            return { ...rowOf(kind, kept, standings.get(ref)), name: labels.get(ref)?.name ?? null }
          }),
          nextCursor: next ?? null,
        })
      }),
  )
}

function timelineRoute(kind: DocumentKind, path: `/v1/companies/{companyId}/${string}/{externalId}/timeline`): Route {
  return companyRoute(
    { method: 'get', path, summary: `Everything that happened to a ${kind}, oldest first`, reply: contract.timeline },
    async ({ house, params, inCompany }) =>
      inCompany(async (scope) => {
        const rows = await readTimeline(scope, { kind, externalId: params.externalId })
        if (rows.length === 0) throw new SyncError('NOT_FOUND')
        const connections = new Map((await listConnections(scope)).map((connection) => [connection.id, connection]))
        const urlOf = (row: TimelineRow): string | null => {
          const connection = connections.get(row.connection_id ?? '')
          return connection ? bookUrl(house, connection, recordKind(kind, row.part ?? 'main'), row.book_id) : null
        }
        return json({ items: rows.map((row) => timelineEntry(row, urlOf(row))) })
      }),
  )
}

function statusesRoute(): Route {
  return companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/statuses',
      summary: 'Where up to 200 documents stand',
      query: contract.statusesQuery,
      reply: contract.statuses,
    },
    async ({ query, inCompany }) => {
      const refs = refsOf(query.ids)
      const standings = await inCompany((scope) => whereDocumentsStand(scope, refs))
      return json({ items: refs.flatMap((ref) => statusOf(standings.get(`${ref.kind}/${ref.externalId}`))) })
    },
  )
}

const statusOf = (standing: DocumentStanding | undefined) => (standing ? [{ ...standing, waitingFor: standing.waitsFor }] : [])

/** `invoice/4711,customer/A%2C1,4712`: an id without a kind is an invoice's. */
function refsOf(ids: string): DocumentRef[] {
  const refs = ids
    .split(',')
    .filter((id) => id !== '')
    .map(refOfText)
  if (refs.length > 200) throw new ValidationError([{ pointer: 'query/ids', code: 'TOO_LARGE', message: 'At most 200 ids at once.' }])
  return refs
}

function refOfText(text: string): DocumentRef {
  const kind = documentKinds.find((name) => text.startsWith(`${name}/`))
  const id = kind ? text.slice(kind.length + 1) : text
  return { kind: kind ?? 'invoice', externalId: id.replaceAll('%2C', ',') }
}

function parsedId(text: string): string {
  const parsed = externalIdSchema.safeParse(text)
  if (parsed.error) throw new ValidationError(fieldProblems(parsed.error, 'path/externalId'))
  return parsed.data
}

const labelOf = (provider: ProviderName | undefined): string | undefined => provider && frontDesk[provider].manifest.label

const factsOf = (kept: KeptDocument, standing: DocumentStanding | undefined) => ({
  externalId: kept.externalId,
  version: kept.version,
  receivedAt: kept.receivedAt.toISOString(),
  status: standing?.status ?? 'waiting',
  waitingFor: standing?.waitsFor ?? null,
})

async function openProblems(scope: Scope, ref: DocumentRef) {
  const problems = await problemsOfDocument(scope, ref)
  const label = (await documentsByRef(scope, [ref])).get(`${ref.kind}/${ref.externalId}`)
  const about = label ? aboutDocument(ref.kind, { ...label, externalId: ref.externalId }) : {}
  const providers = new Map((await listConnections(scope)).map(({ id, provider }) => [id, provider]))
  return problems.map((problem) => ({
    ...explain(problem.code, { ...about, ...problem.values }, problem.detail, labelOf(providers.get(problem.connection_id))),
    problemId: problem.id,
    connectionId: problem.connection_id,
    openedAt: problem.opened_at.toISOString(),
  }))
}

function rowOf<K extends DocumentKind>(kind: K, kept: KeptDocument<K>, standing: DocumentStanding | undefined): contract.DocumentRow {
  const { hold: _hold, ...facts } = documentFacts(kind, kept.body)
  return { kind, ...facts, ...factsOf(kept, standing) }
}

const timelineEntry = (row: TimelineRow, url: string | null): contract.TimelineEntry => ({
  at: row.at.toISOString(),
  event: row.event,
  version: row.version,
  connectionId: row.connection_id,
  syncRunId: row.sync_run_id,
  outcome: row.outcome,
  part: row.part,
  bookId: row.book_id,
  bookNumber: row.book_number,
  url,
  waitsFor: row.waits_for,
  problem: row.code ? explain(row.code, row.values ?? {}, row.detail) : null,
  by: row.by,
})
