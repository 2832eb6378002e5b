import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import { SyncError } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { docsPage } from './docs-page.ts'
import { mountHealth } from './health.ts'
import type { House } from './house.ts'
import { callerOf, mountRoutes, requireCaller } from './mount.ts'
import { openApiDocument } from './openapi.ts'
import { mountWebhooksIn } from './mount-webhooks-in.ts'
import { asProblem, sendProblem } from './problem-response.ts'
import { routes } from './routes.ts'
import { mountConnectCallback } from './sign-in/mount-connect-callback.ts'
import { mountSignIn } from './sign-in/mount-sign-in.ts'

const REQUESTS_PER_MINUTE = 6000
const SIGN_INS_PER_MINUTE = 60
/** Signed messages of a provider, for all companies from a few addresses: refused ones would be repeated, and after a day given up. */
const MESSAGES_PER_MINUTE = 6000

/** The parts that a caller hands over; transactions are made here. */
export type Parts = Omit<House, 'inCompany'>

/** The whole HTTP side as an express app; `folder` serves the built pages. */
export function createApp(parts: Parts, { pagesFolder }: { pagesFolder?: string | undefined } = {}): Express {
  const house: House = { ...parts, inCompany: (companyId, work) => inCompany(parts.ledger, companyId, work) }
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.use(helmet(securityHeaders(house)), logRequests(house))
  mountHealth(app, house)
  app.get('/openapi.json', (_request, response) => void response.json(openApiDocument(routes, house.config.publicUrl)))
  app.get(['/docs', '/docs/'], (_request, response) => void response.type('html').send(docsPage(routes)))
  app.use(
    ['/sign-in', '/connect'],
    limitRequests(SIGN_INS_PER_MINUTE, (request) => request.ip ?? ''),
  )
  app.use(
    '/webhooks',
    limitRequests(MESSAGES_PER_MINUTE, (request) => request.ip ?? ''),
  )
  mountSignIn(app, house)
  mountConnectCallback(app, house)
  mountWebhooksIn(app, house)
  app.use(
    '/v1',
    requireCaller(house),
    limitRequests(REQUESTS_PER_MINUTE, (_request, response) => callerOf(response).keyId),
  )
  mountRoutes(app, house, routes)
  if (pagesFolder) mountPages(app, pagesFolder)
  app.use(() => {
    throw new SyncError('NOT_FOUND')
  })
  app.use(answerFailures(house))
  return app
}

function securityHeaders(house: House): Parameters<typeof helmet>[0] {
  const secure = house.config.publicUrl.startsWith('https:')
  const directives = {
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'form-action': ["'self'"],
  }
  return {
    contentSecurityPolicy: { directives: { ...directives, 'upgrade-insecure-requests': secure ? [] : null } },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
  }
}

/** Paths only: a query can carry what a person searched for, headers carry keys. */
function logRequests(house: House): RequestHandler {
  return pinoHttp({
    logger: house.log,
    redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0]?.replace(/\/sign-in\/.*/, '/sign-in/…'),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    autoLogging: { ignore: (request) => request.url === '/healthz' || request.url === '/readyz' || request.url === '/metrics' },
  })
}

function limitRequests(limit: number, keyGenerator: (request: Request, response: Response) => string): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { keyGeneratorIpFallback: false },
    handler: (request, response) => sendProblem(request, response, new SyncError('RATE_LIMITED', { retryAfterSeconds: 60 })),
  })
}

/** The built pages, and their one entry for every address that is a page. */
function mountPages(app: Express, folder: string): void {
  app.use(express.static(folder, { index: 'index.html' }))
  app.get('/*page', (request, response, next) => {
    if (request.path.startsWith('/v1/') || !request.accepts('html')) return next()
    response.sendFile('index.html', { root: folder })
  })
}

function answerFailures(house: House): ErrorRequestHandler {
  return (failure: unknown, request: Request, response: Response, next: NextFunction) => {
    if (asProblem(failure).status >= 500) house.log.error({ err: failure, path: request.path }, 'a request failed')
    if (response.headersSent) return next(failure)
    sendProblem(request, response, failure)
  }
}
