import { sql } from 'kysely'
import { Client } from 'pg'
import type { Scope } from './database.ts'

/** Something of a company that has changed, after the commit. `resync`: changes may have been missed, read again what is shown. */
export type Change = { companyId: string; kind: string; id: string } | { kind: 'resync' }

/** The one connection of a process that hears of changes. */
export interface Changes {
  /** Answers a function that stops listening. */
  listen(listener: (change: Change) => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'counterfoil_changes'
const RECONNECT_MS = 500

/** Tells every process, at the commit, that something of this company has changed. Ids only, never content. */
export async function announce(scope: Scope, kind: string, id: string): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ companyId: scope.companyId, kind, id })})`.execute(scope.db)
}

/** Hears of changes for as long as it is open. After a lost connection it comes back by itself and says `resync`: what was told meanwhile is gone. */
export async function openChanges(databaseUrl: string): Promise<Changes> {
  const listeners = new Set<(change: Change) => void>()
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change)
  }
  let closed = false
  let client = await connect(databaseUrl, tell, lost)

  function lost(): void {
    if (!closed) setTimeout(() => void comeBack(), RECONNECT_MS)
  }

  async function comeBack(): Promise<void> {
    if (closed) return
    try {
      client = await connect(databaseUrl, tell, lost)
      if (closed) await client.end()
      else tell({ kind: 'resync' })
    } catch {
      // The database is still away: this is the retry, and `resync` tells what it meant.
      lost()
    }
  }

  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      closed = true
      await client.end()
    },
  }
}

async function connect(databaseUrl: string, tell: (change: Change) => void, lost: () => void): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, application_name: CHANNEL, keepAlive: true })
  // Without a listener an error of the connection would end the process; what follows it is 'end'.
  client.on('error', () => undefined)
  await client.connect()
  client.on('notification', ({ payload }) => {
    if (payload !== undefined) tell(asChange(payload))
  })
  client.once('end', lost)
  await client.query(`listen ${CHANNEL}`)
  return client
}

/** Only `announce` writes to this channel. */
const asChange = (payload: string): Change => JSON.parse(payload) as Change
