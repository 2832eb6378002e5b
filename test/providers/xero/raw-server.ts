import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Tools } from '../../../providers/contract.ts'

/** One request as its bytes arrived. */
export interface RawRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export type Answer = (request: RawRequest, response: ServerResponse) => void

/** A bare HTTP server that keeps every byte it was sent, to see what really goes out. */
export async function startRawServer(answer: Answer): Promise<{ url: string; requests: RawRequest[]; close(): Promise<void> }> {
  const requests: RawRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(request)
      answer(request, response)
    })
  })
  await listen(server)
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}`, requests, close: () => close(server) }
}

/** Tools for one test: counts turns, keeps what was heard and logged. */
export function testTools(
  apiUrl: string,
  accessToken = 'secret-token',
): Tools & { turns: number; heardLimits: unknown[]; logged: string[] } {
  const tools = {
    turns: 0,
    heardLimits: [] as unknown[],
    logged: [] as string[],
    apiUrl,
    turn: () => {
      tools.turns += 1
      return Promise.resolve()
    },
    accessToken: () => Promise.resolve(accessToken),
    now: () => Date.now(),
    heard: (limits: unknown) => {
      tools.heardLimits.push(limits)
    },
    log: (event: string, facts: Record<string, string | number>) => {
      tools.logged.push(`${event} ${JSON.stringify(facts)}`)
    },
  }
  return tools
}

const listen = (server: Server): Promise<void> => new Promise((done) => server.listen(0, 'localhost', done))

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => server.close(() => done()))
}
