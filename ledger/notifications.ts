import { type Selectable, sql } from 'kysely'
import type { Values } from '../domain/errors.ts'
import { announce } from './changes.ts'
import type { Scope } from './database.ts'
import type { NotificationsTable } from './problems.table.ts'
import type { NotificationCode } from './shapes.ts'

export type Notification = Selectable<NotificationsTable>

/** Rings the bell of the company's pages. */
export async function notify(
  scope: Scope,
  notification: { code: NotificationCode; values?: Values; connectionId?: string | undefined; syncRunId?: string | undefined },
): Promise<string> {
  const { id } = await scope.db
    .insertInto('notifications')
    .values({
      company_id: scope.companyId,
      connection_id: notification.connectionId ?? null,
      sync_run_id: notification.syncRunId ?? null,
      code: notification.code,
      values: JSON.stringify(notification.values ?? {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await announce(scope, 'notification', id)
  return id
}

/** Whether the same thing was said in the last hours: what repeats is said once a day, not every five minutes. */
export async function saidLately(scope: Scope, code: NotificationCode, connectionId: string, hours = 24): Promise<boolean> {
  const row = await scope.db
    .selectFrom('notifications')
    .where('company_id', '=', scope.companyId)
    .where('code', '=', code)
    .where('connection_id', '=', connectionId)
    .where('at', '>', sql<Date>`clock_timestamp() - make_interval(hours => ${hours})`)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Where a page of the bell ended: the moment, to the millisecond, and the notification. */
export interface BellPlace {
  at: Date
  id: string
}

/** What the bell says, newest first; `before` is the last one seen. */
export function listNotifications(
  scope: Scope,
  { unread = false, limit = 50, before }: { unread?: boolean; limit?: number; before?: BellPlace | undefined } = {},
): Promise<Notification[]> {
  // A cursor has milliseconds, the column microseconds: compared as they stand, one of the same millisecond would be left out.
  const at = sql<Date>`date_trunc('milliseconds', at)`
  return scope.db
    .selectFrom('notifications')
    .where('company_id', '=', scope.companyId)
    .$if(unread, (query) => query.where('read_at', 'is', null))
    .$if(before !== undefined, (query) => query.where(sql<boolean>`(${at}, id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`))
    .selectAll()
    .orderBy(at, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Marks one as read; answers whether the company has it. */
export async function readNotification(scope: Scope, notificationId: string): Promise<boolean> {
  const { numUpdatedRows } = await scope.db
    .updateTable('notifications')
    .set({ read_at: sql`coalesce(read_at, clock_timestamp())` })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', notificationId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
