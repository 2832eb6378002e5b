import { type Request, type Response, Router } from 'express'
import { requestSummary } from '../kit/request-summary.ts'
import { dumpBooks } from './books-dump.ts'
import { registerClient, tokens } from './control-access.ts'
import { bad, bodyOf, type Control, good, queried } from './control-answer.ts'
import { addFault, registerWebhook, setLimits } from './control-conditions.ts'
import { createOrganisation, reset } from './control-organisations.ts'
import { editByHand } from './edit.ts'
import { filled } from './element.ts'
import { changeQuirks, QUIRKS } from './quirks.ts'
import type { Sandbox } from './sandbox.ts'

/** The endpoints under /_sandbox/ with which tests and demos arrange things behind the provider's back. */
export function control(sandbox: Sandbox): Router {
  const router = Router()
  for (const [route, handler] of Object.entries(CONTROLS)) {
    const [method = '', path = ''] = route.split(' ')
    router[VERBS[method] ?? 'get'](path, async (request: Request, response: Response) => {
      const given = bodyOf(request)
      const { status, body } = given ? await handler(sandbox, given, request) : bad('The body is not JSON')
      response.status(status).json(body)
    })
  }
  return router
}

const VERBS: Record<string, 'get' | 'post' | 'delete'> = { GET: 'get', POST: 'post', DELETE: 'delete' }

const CONTROLS: Record<string, Control> = {
  'GET /organisations': (sandbox) => good([...sandbox.organisations.values()].map((books) => books.organisation())),
  'POST /organisations': createOrganisation,
  'POST /reset': reset,
  'POST /tokens': tokens,
  'POST /clients': registerClient,
  'POST /faults': addFault,
  'GET /faults': (sandbox) => good(sandbox.faults.list()),
  'DELETE /faults': (sandbox) => {
    sandbox.faults.clear()
    return good({ ok: true })
  },
  'POST /clock': (sandbox, body) => {
    sandbox.clock.advance(Number(filled(body, 'advanceSeconds') ?? 0))
    return good({ now: new Date(sandbox.clock.now()).toISOString() })
  },
  'GET /clock': (sandbox) => good({ now: new Date(sandbox.clock.now()).toISOString() }),
  'GET /requests': (sandbox, _body, request) => {
    const requests = sandbox.log.since(Number(queried(request, 'since')))
    return good(request.query['summary'] === 'true' ? requestSummary(requests) : { requests })
  },
  'DELETE /requests': (sandbox) => {
    sandbox.log.clear()
    return good({ ok: true })
  },
  'GET /books': (sandbox, _body, request) => {
    const books = sandbox.organisations.get(queried(request, 'organisationId'))
    return books ? good(dumpBooks(sandbox, books)) : bad('There is no such organisation')
  },
  'POST /edit': (sandbox, body) => {
    const books = sandbox.organisations.get(filled(body, 'organisationId') ?? '')
    return books ? editByHand(sandbox, books, body) : bad('There is no such organisation')
  },
  'POST /limits': setLimits,
  'GET /quirks': (sandbox) =>
    good(
      Object.fromEntries(
        Object.entries(QUIRKS).map(([name, row]) => [name, { ...row, answer: sandbox.quirks[name as keyof typeof QUIRKS] }]),
      ),
    ),
  'POST /quirks': (sandbox, body) => {
    const problem = changeQuirks(sandbox.quirks, body)
    return problem === undefined ? good(sandbox.quirks) : bad(problem)
  },
  'GET /webhooks': (sandbox) => good(sandbox.webhooks.list().map(({ key: _key, ...hook }) => hook)),
  'POST /webhooks': registerWebhook,
  'DELETE /webhooks': (sandbox) => {
    sandbox.webhooks.clear()
    return good({ ok: true })
  },
}
