import { createServer } from 'node:http'
import type { Express } from 'express'

/** A sandbox that is listening. */
export interface RunningServer {
  url: string
  stop: () => Promise<void>
}

/** Listens on a port (0 = any free one); stopping breaks what is still open, hanging answers too. */
export async function serve(app: Express, port: number): Promise<RunningServer> {
  const server = createServer(app)
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port')
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://localhost:${address.port}`, stop }
}
