import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Express, Request, Response } from 'express'
import { isReady } from '../ledger/is-ready.ts'
import type { House } from './house.ts'

const READY_TIMEOUT_MS = 2000

/** `/healthz`: the process runs; `/readyz`: database and Temporal answer; `/metrics`: for Prometheus. */
export function mountHealth(app: Express, house: House): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  app.use(timeRequests(registry))
  app.get('/healthz', (_request, response) => void response.json({ ok: true }))
  app.get('/readyz', async (_request, response) => {
    const [database, temporal] = await Promise.all([answers(isReady(house.ledger)), answers(temporalReady(house))])
    response.status(database && temporal ? 200 : 503).json({ ok: database && temporal, database, temporal })
  })
  app.get('/metrics', async (_request, response) => void response.type(registry.contentType).send(await registry.metrics()))
}

const temporalReady = async (house: House): Promise<void> => void (await house.temporal.connection.workflowService.getSystemInfo({}))

/** Whether it answered in time; why not is said by the log of whoever needs it. */
async function answers(question: Promise<unknown>): Promise<boolean> {
  const tooLate = new Promise<false>((resolve) => setTimeout(resolve, READY_TIMEOUT_MS, false).unref())
  return Promise.race([
    question.then(
      () => true,
      () => false,
    ),
    tooLate,
  ])
}

/** By route pattern, never by path: a path holds ids. */
function timeRequests(registry: Registry) {
  const seconds = new Histogram({
    name: 'counterfoil_http_seconds',
    help: 'Seconds from request to answer',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  return (request: Request, response: Response, next: () => void) => {
    const end = seconds.startTimer()
    response.on('finish', () => end({ method: request.method, route: patternOf(request), status: response.statusCode }))
    next()
  }
}

/** Express puts the matched route on the request; it has no type for it. */
const patternOf = (request: Request): string => {
  const route: unknown = request.route
  return typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none'
}
