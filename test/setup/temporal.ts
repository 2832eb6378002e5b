import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import { inject } from 'vitest'

/** A Temporal namespace that no other test has seen, with our search attributes: real queue names and workflow ids collide with nothing. */
export type FreshTemporal = {
  address: string
  namespace: string
  client: Client
  connection: Connection
  /** For `Worker.create`. */
  nativeConnection: NativeConnection
  /** For `Worker.create({ workflowBundle })`. */
  workflowBundle: { codePath: string }
  close: () => Promise<void>
}

/** Connects to the run's Temporal server in a namespace of its own; call `close` when the workers have been shut down. */
export async function freshTemporal(): Promise<FreshTemporal> {
  const address = inject('temporalAddress')
  const namespace = claimNamespace()
  const connection = await Connection.connect({ address })
  const nativeConnection = await NativeConnection.connect({ address })
  return {
    address,
    namespace,
    client: new Client({ connection, namespace }),
    connection,
    nativeConnection,
    workflowBundle: { codePath: inject('workflowBundlePath') },
    close: async () => {
      await nativeConnection.close()
      await connection.close()
    },
  }
}

/** Making a folder succeeds for one of several processes only. */
function claimNamespace(): string {
  for (let index = 0; index < inject('namespaceCount'); index++) {
    try {
      mkdirSync(join(inject('namespaceFolder'), String(index)))
      return `test-${index}`
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  throw new Error('All test namespaces are in use: raise namespaceCount in test/setup/global.ts.')
}
