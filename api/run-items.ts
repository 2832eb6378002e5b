import type { z } from 'zod'
import type { Connection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { listRunRows } from '../ledger/run-rows.ts'
import { listRuns, type SyncRun } from '../ledger/sync-runs.ts'
import type { itemsQuery } from './contract/sync-runs.ts'
import type { House } from './house.ts'
import { itemsCsv } from './items-csv.ts'
import { cutPage, readCursor, readMoment } from './page.ts'
import { json } from './route.ts'
import { itemReply } from './run-reply.ts'

/** A page of what was decided about each document, or all of it as a file. A preview shows the bodies as they would be sent. */
export async function itemsAnswer(house: House, scope: Scope, connection: Connection, run: SyncRun, query: z.output<typeof itemsQuery>) {
  const isPreview = run.mode === 'preview'
  if (query.format === 'csv') return itemsCsv(scope, run, `${isPreview ? 'preview' : 'sync-run'}-${run.id}.csv`)
  const rows = await listRunRows(scope, run.id, { ...query, after: afterOf(query.cursor), limit: query.limit + 1 })
  return json(
    cutPage(
      rows,
      query.limit,
      (row) => itemReply(house, connection, row, isPreview),
      (row) => [row.seq],
    ),
  )
}

/** A page of runs or previews, newest first, each told by `reply`. */
export async function runsAnswer<R extends { createdAt: string }>(
  scope: Scope,
  connectionId: string,
  mode: SyncRun['mode'],
  query: { cursor?: string | undefined; limit: number },
  reply: (run: SyncRun) => Promise<R>,
) {
  const before = readMoment(query.cursor)
  const runs = await listRuns(scope, connectionId, { ...(before ? { before } : {}), limit: query.limit + 1, mode })
  return json(
    cutPage(
      await Promise.all(runs.map(reply)),
      query.limit,
      (told) => told,
      (told) => [told.createdAt],
    ),
  )
}

/** The seq or id in a cursor. */
export function afterOf(cursor: string | undefined): number | undefined {
  const text = readCursor(cursor)?.[0]
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
