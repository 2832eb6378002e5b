import { SyncError } from '../../domain/errors.ts'
import { listConnections } from '../../ledger/connections.ts'
import { type BellPlace, listNotifications, type Notification, readNotification } from '../../ledger/notifications.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import * as contract from '../contract/answers.ts'
import { done, pageQuery } from '../contract/wire.ts'
import { notificationWords } from '../notification-words.ts'
import { asMoment, cutPage, readCursor, readMoment } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { uuidOr404 } from './keys.ts'
import { z } from 'zod'

const list = '/v1/companies/{companyId}/notifications'

/** The bell. */
export const notificationRoutes: Route[] = [
  companyRoute(
    {
      method: 'get',
      path: list,
      summary: 'What the bell says, newest first',
      query: z.strictObject(pageQuery),
      reply: contract.notifications,
    },
    async ({ query, inCompany }) =>
      inCompany(async (scope) => {
        const rows = await listNotifications(scope, { limit: query.limit + 1, before: placeOf(query.cursor) })
        const unread = (await listNotifications(scope, { unread: true, limit: 200 })).length
        const labels = new Map((await listConnections(scope)).map(({ id, provider }) => [id, frontDesk[provider].manifest.label]))
        const page = cutPage(
          rows,
          query.limit,
          (row) => notificationReply(row, labels.get(row.connection_id ?? '') ?? 'the books'),
          (row) => [row.at.toISOString(), row.id],
        )
        return json({ ...page, unread })
      }),
  ),
  companyRoute(
    { method: 'post', path: `${list}/{notificationId}/read`, summary: 'Mark as read', reply: done },
    async ({ params, inCompany }) => {
      if (!(await inCompany((scope) => readNotification(scope, uuidOr404(params.notificationId))))) throw new SyncError('NOT_FOUND')
      return json({ ok: true })
    },
  ),
]

/** Where the page before ended; a cursor that we did not write reads as the beginning. */
function placeOf(cursor: string | undefined): BellPlace | undefined {
  const [at, id] = [readMoment(cursor), readCursor(cursor)?.[1]]
  return at !== undefined && z.uuid().safeParse(id).success && id !== undefined ? { at, id } : undefined
}

const notificationReply = (row: Notification, provider: string): contract.Notification => ({
  notificationId: row.id,
  code: row.code,
  text: notificationWords(row.code, row.values, provider),
  values: row.values,
  connectionId: row.connection_id,
  syncRunId: row.sync_run_id,
  at: row.at.toISOString(),
  readAt: asMoment(row.read_at),
})
