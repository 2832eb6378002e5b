import type { Response } from 'express'
import type { Fault } from './faults.ts'
import { never } from './never.ts'

/** An answer ready for the wire. */
export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** How the answer of one request is made and sent, with a fault in between if one strikes. */
export interface Delivery {
  /** Carries the request out; called not at all, once or twice. */
  carryOut: () => WireAnswer
  /** The provider's own answer when its limit is reached. */
  throttled: (fault: Fault) => WireAnswer
  fault: Fault | undefined
  /** The least time every answer takes, milliseconds. */
  latencyMs: number
}

/** Answers, or fails on purpose in the way the fault says. Returns the answer that was meant, if the request was carried out. */
export async function deliver(response: Response, delivery: Delivery): Promise<WireAnswer | undefined> {
  const { fault, carryOut } = delivery
  if (!fault) return later(response, carryOut(), delivery.latencyMs)
  switch (fault.kind) {
    case 'slow':
      return later(response, carryOut(), fault.delayMs ?? 5_000)
    case 'twice':
      carryOut()
      return later(response, carryOut(), delivery.latencyMs)
    case 'status':
      return later(response, chosen(fault), delivery.latencyMs)
    case 'throttle':
      return later(response, delivery.throttled(fault), delivery.latencyMs)
    case 'drop-before':
      response.destroy()
      return undefined
    case 'drop-after-commit':
    case 'lose-token':
      return broken(response, carryOut())
    case 'cut':
      return cutOff(response, carryOut())
    case 'hang':
      return undefined
    case 'hang-after-commit':
      return carryOut()
    default:
      return never(fault.kind)
  }
}

async function later(response: Response, answer: WireAnswer, ms: number): Promise<WireAnswer> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
  if (response.destroyed) return answer
  const length = answer.status === 204 ? {} : { 'Content-Length': String(answer.body.length) }
  response.writeHead(answer.status, { ...answer.headers, ...length })
  response.end(answer.body)
  return answer
}

function broken(response: Response, answer: WireAnswer): WireAnswer {
  response.destroy()
  return answer
}

/** The head says how long the body is; only half of it comes. */
function cutOff(response: Response, answer: WireAnswer): WireAnswer {
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(answer.body.length) })
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => setTimeout(() => response.destroy(), 20))
  return answer
}

function chosen(fault: Fault): WireAnswer {
  const body = Buffer.from(fault.body ?? '')
  const type =
    body.length === 0
      ? {}
      : { 'Content-Type': fault.body?.startsWith('{') ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8' }
  return { status: fault.status ?? 500, headers: { ...type, ...fault.headers }, body }
}
