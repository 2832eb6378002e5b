import { SyncError } from '../../domain/errors.ts'
import { type Import, listImportRows, readImport as readKept, saveImport } from '../../ledger/imports.ts'
import { ringAll } from '../asked-run.ts'
import { askAutomaticSync } from '../automatic-sync.ts'
import * as contract from '../contract/imports.ts'
import { readImport } from '../csv/read-import.ts'
import { readParts } from '../csv/read-parts.ts'
import { saveDrafts } from '../csv/save-drafts.ts'
import { cutPage, readCursor } from '../page.ts'
import { bytesOf } from '../parse-body.ts'
import { type Call, companyRoute, json, type Route } from '../route.ts'
import { uuidOr404 } from './keys.ts'
import type { Scope } from '../../ledger/database.ts'
import type { z } from 'zod'

/** Bringing files in: CSV or JSON lines, an answer per row. */
export const importRoutes: Route[] = [
  companyRoute(
    {
      method: 'post',
      path: '/v1/companies/{companyId}/imports',
      summary: 'Bring files in: a part per kind and a mapping; an answer per row, or questions',
      rawBody: { types: ['multipart/form-data'], limit: '50mb' },
      reply: contract.importReply,
      statuses: [200, 201],
    },
    async ({ house, company, askedBy, request, inCompany }) => {
      const { mapping, parts } = await readParts(bytesOf(request), contentTypeOf(request))
      const read = readImport(parts, mapping)
      if (read.questions.length > 0) {
        const kept = { state: 'asking' as const, mapping, questions: read.questions, counts: {}, askedBy }
        const id = await inCompany((scope) => saveImport(scope, kept, []))
        return json(await inCompany((scope) => importReply(scope, id, { limit: 200 }, read.unused)), 200)
      }
      const { id, rings } = await inCompany(async (scope) => {
        const { rows, saved } = await saveDrafts(scope, read.drafts)
        const done = { state: 'done' as const, mapping, questions: [], counts: countRows(rows), askedBy }
        const importId = await saveImport(
          scope,
          done,
          rows.map(({ externalId, ...row }) => ({ ...row, external_id: externalId })),
        )
        return { id: importId, rings: await askAutomaticSync(scope, saved, askedBy) }
      })
      await ringAll(house, company.company_id, rings)
      return json(await inCompany((scope) => importReply(scope, id, { limit: 200 }, read.unused)), 201)
    },
  ),
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/imports/{importId}',
      summary: 'Read an import again, row by row',
      query: contract.importQuery,
      reply: contract.importReply,
    },
    async ({ params, query, inCompany }) => json(await inCompany((scope) => importReply(scope, uuidOr404(params.importId), query))),
  ),
]

function contentTypeOf(request: Call['request']): string {
  const type = request.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) throw new SyncError('UNSUPPORTED_MEDIA_TYPE', { values: { detail: 'multipart/form-data' } })
  return type
}

function countRows(rows: contract.ImportRow[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { part, result } of rows) {
    const ofPart = (counts[part] ??= {})
    ofPart[result] = (ofPart[result] ?? 0) + 1
  }
  return counts
}

async function importReply(
  scope: Scope,
  importId: string,
  query: Partial<z.output<typeof contract.importQuery>> & { limit: number },
  unused: { part: string; column: string }[] = [],
) {
  const kept = await readKept(scope, importId)
  if (!kept) throw new SyncError('NOT_FOUND')
  const [part, row] = readCursor(query.cursor) ?? []
  const after = part !== undefined && row !== undefined && /^\d+$/.test(row) ? { part, row: Number(row) } : undefined
  const rows = await listImportRows(scope, importId, { after, limit: query.limit + 1, result: query.result, part: query.part })
  return {
    importId,
    state: kept.state,
    at: kept.at.toISOString(),
    questions: kept.questions,
    counts: kept.counts,
    taxCodes: taxCodesOf(kept),
    unusedColumns: unused,
    rows: cutPage(
      rows,
      query.limit,
      ({ external_id: externalId, ...rest }) => ({ ...rest, externalId }),
      (last) => [last.part, last.row],
    ),
  }
}

/** What the mapping said of tax codes, for the settings. It was parsed at the door when it came. */
function taxCodesOf(kept: Import) {
  const mapping = contract.importMapping.safeParse(kept.mapping).data
  return Object.entries(mapping?.taxCodes ?? {}).map(([taxCode, { treatment, rate }]) => ({ taxCode, treatment, rate }))
}
