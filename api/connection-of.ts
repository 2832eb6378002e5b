import { z } from 'zod'
import { SyncError } from '../domain/errors.ts'
import { type Connection, readConnection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'

/** The connection that a path names, of this company; NOT_FOUND for unknown and foreign alike. */
export async function connectionOf(scope: Scope, connectionId: string): Promise<Connection> {
  const connection = z.uuid().safeParse(connectionId).success ? await readConnection(scope, connectionId) : undefined
  if (!connection) throw new SyncError('NOT_FOUND')
  return connection
}

/** The same, for what needs the connection to run: throws with the reason why it does not. */
export async function runningConnectionOf(scope: Scope, connectionId: string): Promise<Connection> {
  const connection = await connectionOf(scope, connectionId)
  if (connection.state === 'paused') throw new SyncError('CONNECTION_PAUSED')
  if (connection.state !== 'ready' && connection.state !== 'needs-permission') throw new SyncError('CONNECTION_NOT_READY')
  return connection
}
