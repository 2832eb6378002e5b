import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The road of one worker to the provider: it sees whether that worker is in the middle of a call. */
export interface Road {
  url: string
  /** A write has gone out on it and nothing of its answer has come back. */
  isInWrite(): boolean
  close(): Promise<void>
}

/** Opens a road to an address: bytes go through unchanged, and broken connections stay broken. */
export async function openRoad(target: string): Promise<Road> {
  const { hostname, port } = new URL(target)
  const writing = new Set<Socket>()
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    open.add(near)
    near.on('data', (chunk: Buffer) => /^(PUT|POST) \/api/.test(chunk.subarray(0, 12).toString('latin1')) && writing.add(near))
    far.on('data', () => writing.delete(near))
    near.pipe(far)
    far.pipe(near)
    for (const socket of [near, far]) {
      socket.on('error', () => undefined) // 'close' follows, and ends the other side
      socket.once('close', () => {
        writing.delete(near)
        open.delete(near)
        near.destroy()
        far.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the road has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    isInWrite: () => writing.size > 0,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
