import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import pg from 'pg'
import type { ProvidedContext } from 'vitest'
import { startServers } from '../setup/global.ts'
import { databaseOf } from '../setup/make-template.ts'
import type { FreshTemporal } from '../setup/temporal.ts'

/** What the proof stands on: a database and a Temporal namespace that nobody else has seen. */
export interface PennyServers {
  databaseUrl: string
  temporal: FreshTemporal
}

/** PostgreSQL and Temporal for the command `npm run test:penny`, which is no run of the tests; gone when `stop` is called. */
export async function ownServers(): Promise<PennyServers & { stop: () => Promise<void> }> {
  const told: Partial<ProvidedContext> = {}
  const stop = await startServers({ provide: (key, value) => void Object.assign(told, { [key]: value }) })
  try {
    return { databaseUrl: await database(told), temporal: await temporal(told), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function database({ databaseUrl = '', templateName = '' }: Partial<ProvidedContext>): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`create database penny template ${templateName}`)
  await client.end()
  return databaseOf(databaseUrl, 'penny')
}

async function temporal({ temporalAddress: address = '', workflowBundlePath = '' }: Partial<ProvidedContext>): Promise<FreshTemporal> {
  const namespace = 'test-0'
  const [connection, nativeConnection] = await Promise.all([Connection.connect({ address }), NativeConnection.connect({ address })])
  return {
    address,
    namespace,
    connection,
    nativeConnection,
    client: new Client({ connection, namespace }),
    workflowBundle: { codePath: workflowBundlePath },
    close: async () => {
      await nativeConnection.close()
      await connection.close()
    },
  }
}
