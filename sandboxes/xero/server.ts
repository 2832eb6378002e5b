import express, { type Express, type Request, type Response } from 'express'
import { deliver, type WireAnswer } from '../kit/deliver.ts'
import { type RunningServer, serve } from '../kit/serve.ts'
import { type CallNotes, throttled, type WireRequest } from './api.ts'
import { control } from './control.ts'
import { pages } from './pages.ts'
import { answerProvider } from './provider.ts'
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'

/** Starts a pretend Xero on a port (0 = any free one): books in memory, saved to `data` when given. `stop` saves once more. */
export async function startXeroSandbox(options: SandboxOptions & { port?: number } = {}): Promise<RunningServer> {
  const sandbox = openSandbox(options)
  const running = await serve(application(sandbox), options.port ?? 0)
  sandbox.address.url = running.url
  return {
    url: running.url,
    stop: async () => {
      sandbox.webhooks.stop()
      await running.stop()
      sandbox.file.saveNow()
    },
  }
}

/** Bodies are taken up to this size before anything looks at them; the provider's own limits are smaller. */
const LARGEST = '30mb'

function application(sandbox: Sandbox): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(express.raw({ type: () => true, limit: LARGEST }))
  app.use('/_sandbox', control(sandbox))
  app.use(async (request, response, next) => {
    if (!isProviders(request.path)) return next()
    await answer(sandbox, request, response)
  })
  app.use(pages(sandbox))
  return app
}

/** Paths at which the real provider answers; the rest are the sandbox's own pages. */
const isProviders = (path: string): boolean => /^\/(api\.xro|connect|connections|identity|\.well-known)(\/|$)/i.test(path)

async function answer(sandbox: Sandbox, request: Request, response: Response): Promise<void> {
  const wire = wireRequest(request)
  const fault = sandbox.faults.strike(request.method, request.originalUrl)
  const entry = sandbox.log.start({
    method: request.method,
    path: request.path,
    query: request.originalUrl.split('?')[1] ?? '',
    tenant: wire.header('xero-tenant-id'),
    idempotencyKey: wire.header('idempotency-key'),
    ifModifiedSince: wire.header('if-modified-since'),
    bodyBytes: wire.body.length,
    fault: fault?.kind,
  })
  const notes: CallNotes = {}
  const ended: (() => void)[] = []
  response.once('close', () => {
    entry.finished = sandbox.clock.now()
    for (const end of ended) end()
  })
  const carryOut = (): WireAnswer => {
    const made = carried(sandbox, wire, notes)
    if (notes.ended) ended.push(notes.ended)
    notes.ended = undefined
    return made
  }
  const limited = (): WireAnswer => {
    const made = throttled(sandbox, 'minute', 26, { 'X-MinLimit-Remaining': '0' })
    return { ...made, headers: { ...made.headers, ...fault?.headers } }
  }
  const sent = await deliver(response, { carryOut, throttled: limited, fault, latencyMs: sandbox.latency.ms })
  Object.assign(entry, { clientId: notes.clientId, replayed: notes.replayed, answerBytes: sent?.body.length })
  entry.status = sent?.status
  if (notes.tenant !== undefined) entry.tenant = notes.tenant
}

/** A mistake of the sandbox itself is a 500 that says so. */
function carried(sandbox: Sandbox, wire: WireRequest, notes: CallNotes): WireAnswer {
  const correlation = { 'xero-correlation-id': crypto.randomUUID() }
  try {
    const made = answerProvider(sandbox, wire, notes)
    if (!made)
      return { status: 404, headers: { ...correlation, 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from('Not found') }
    return { ...made, headers: { ...made.headers, ...correlation } }
  } catch (error) {
    console.error('The sandbox made a mistake:', error)
    const body = Buffer.from(`The sandbox made a mistake: ${error instanceof Error ? error.stack : String(error)}`)
    return { status: 500, headers: { 'Content-Type': 'text/plain' }, body }
  }
}

function wireRequest(request: Request): WireRequest {
  return {
    method: request.method,
    path: request.path,
    url: request.originalUrl,
    origin: `http://${request.headers.host ?? 'localhost'}`,
    query: new URLSearchParams(request.originalUrl.split('?')[1] ?? ''),
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}
