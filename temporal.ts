import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { TemporalAddress } from './config.ts'

/** A client for starting and signalling workflows; waits up to a minute for the server, then throws what it last said. */
export async function connectTemporalClient(temporal: TemporalAddress): Promise<Client> {
  const connection = await patiently(temporal, () => Connection.connect(connectionOptions(temporal)))
  return new Client({ connection, namespace: temporal.namespace })
}

/** The connection a worker polls through; waits up to a minute for the server, then throws what it last said. */
export async function connectTemporalWorker(temporal: TemporalAddress): Promise<NativeConnection> {
  return await patiently(temporal, () => NativeConnection.connect(connectionOptions(temporal)))
}

function connectionOptions({ address, apiKey }: TemporalAddress) {
  return apiKey ? { address, apiKey, tls: true } : { address }
}

const patienceSeconds = 60
const pauseSeconds = 1

/** Servers and workers are often started together, and a server that restarts is back within seconds. */
async function patiently<T>(temporal: TemporalAddress, connect: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceSeconds * 1_000
  for (;;) {
    try {
      return await connect()
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`No Temporal server answers at ${temporal.address} (TEMPORAL_ADDRESS).`, { cause })
      await new Promise((resolve) => setTimeout(resolve, pauseSeconds * 1_000))
    }
  }
}
