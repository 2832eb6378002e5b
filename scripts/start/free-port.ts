import { createServer } from 'node:net'

/** A port nobody listens on: the one wished for or the next above it; without a wish any. */
export async function freePort(wish = 0, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (wish === 0) return await listenOnce(0, '127.0.0.1')
  for (let port = wish; port < wish + tries; port++) {
    if (!taken.has(port) && (await isFree(port))) return port
  }
  throw new Error(`No free port between ${wish} and ${wish + tries - 1}: end the programs that listen there.`)
}

const tries = 100

/** Both, because a listener on one address does not hinder one on the other. */
async function isFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port, '127.0.0.1')
    await listenOnce(port, undefined)
    return true
  } catch {
    return false
  }
}

function listenOnce(port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
