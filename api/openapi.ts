import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { problemDetails } from './contract/wire.ts'
import type { Route } from './route.ts'

/** The OpenAPI 3.1 document, made from the same declarations that the door parses by. */
export function openApiDocument(routes: readonly Route[], publicUrl: string) {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Counterfoil',
      version: '1',
      description:
        'Keeps the books of a trade company’s job-management software and of its accounting package in agreement. Amounts are whole minor units, quantities and rates decimal strings, days YYYY-MM-DD, moments UTC.',
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }, { session: [] }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer cf_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'counterfoil_session' },
      },
    },
    paths: pathsOf(routes),
  })
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes) {
    const item = (paths[route.path] ??= {})
    item[route.method] = operationOf(route)
  }
  return paths
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  return {
    summary: route.summary,
    operationId: operationId(route),
    tags: [tagOf(route.path)],
    'x-who': route.who,
    requestParams: {
      ...pathParams(route.path),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(route.method === 'post'
        ? {
            header: z.object({
              'Idempotency-Key': z.string().max(255).optional().meta({ description: 'The same key answers the same for 24 hours.' }),
            }),
          }
        : {}),
    },
    ...bodyOf(route),
    responses: {
      ...Object.fromEntries(route.statuses.map((status) => [String(status), answerOf(route)])),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: problemDetails } } },
    },
  }
}

function pathParams(path: string) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  if (names.length === 0) return {}
  return { path: z.object(Object.fromEntries(names.map((name) => [name, z.string().meta({ description: paramWords[name] ?? '' })]))) }
}

const paramWords: Record<string, string> = {
  companyId: 'Ours, or `ext:` and the host’s id.',
  externalId: 'The host’s own id, percent-encoded.',
}

function bodyOf(route: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (route.rawBody) {
    const schema = route.body ?? z.string().meta({ format: 'binary' })
    return { requestBody: { content: Object.fromEntries(route.rawBody.types.map((type) => [type, { schema }])) } }
  }
  return route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}
}

function answerOf(route: Route) {
  const other = Object.fromEntries(route.also.map((type) => [type, { schema: z.string() }]))
  return { description: route.summary, content: { 'application/json': { schema: route.reply }, ...other } }
}

const tagOf = (path: string): string =>
  path
    .replace('/v1/', '')
    .replace(/^companies\/\{companyId\}\/(connections\/\{connectionId\}\/)?/, '')
    .split('/')[0] ?? ''

function operationId({ method, path }: Route): string {
  const words = path
    .replace('/v1/', '')
    .split('/')
    .map((part) => part.replace(/[{}]/g, '').replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase()))
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
