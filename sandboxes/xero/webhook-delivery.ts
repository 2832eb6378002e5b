import { createHmac, randomBytes } from 'node:crypto'
import type { WebhookEvent } from './webhook-events.ts'

/** A registered address, with what still has to be delivered there. */
export interface Webhook {
  id: string
  url: string
  key: string
  clientId: string
  categories: string[]
  /** OK after the intent to receive was proven; DISABLED after a day of failures. */
  status: 'OK' | 'FAILED' | 'DISABLED'
  sequence: number
  waiting: Delivery[]
  delivered: number
}

interface Delivery {
  body: string
  tries: number
  firstTry: number
  nextTry: number
  sending: boolean
}

/** One POST of the intent to receive: what had to be answered and what was. */
export interface Check {
  signed: 'well' | 'badly'
  expected: number
  answered: number | string
}

/** Answer within 5 seconds; retried at once, then every 15 minutes, given up after 24 hours (milliseconds). */
const PATIENCE = 5_000
const RETRY_EVERY = 15 * 60_000
const GIVE_UP = 24 * 3_600_000

/** Several empty messages, some signed well and some badly: the receiver must answer 200 and 401 accordingly. */
export async function intentToReceive(hook: Webhook): Promise<Check[]> {
  const checks: Check[] = []
  for (const signed of ['well', 'badly', 'badly', 'well'] as const) {
    const body = JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: entropy() })
    const answered = await post(hook.url, body, signed === 'well' ? hook.key : `${hook.key} of somebody else`)
    checks.push({ signed, expected: signed === 'well' ? 200 : 401, answered })
  }
  return checks
}

/** Puts events into one numbered message for an address. */
export function enqueue(hook: Webhook, events: WebhookEvent[], now: number): void {
  if (hook.status !== 'OK' || events.length === 0) return
  const firstEventSequence = hook.sequence + 1
  hook.sequence += events.length
  const body = JSON.stringify({ events, firstEventSequence, lastEventSequence: hook.sequence, entropy: entropy() })
  hook.waiting.push({ body, tries: 0, firstTry: now, nextTry: now, sending: false })
}

/** Tries what is due; what fails stays for later, and an address that failed for a day is given up. */
export async function deliverDue(hook: Webhook, now: () => number): Promise<void> {
  const due = hook.waiting.filter((each) => !each.sending && each.nextTry <= now())
  await Promise.all(due.map((delivery) => tryOnce(hook, delivery, now)))
}

async function tryOnce(hook: Webhook, delivery: Delivery, now: () => number): Promise<void> {
  delivery.sending = true
  const answered = await post(hook.url, delivery.body, hook.key)
  delivery.sending = false
  delivery.tries += 1
  if (typeof answered === 'number' && answered >= 200 && answered < 300) {
    hook.waiting = hook.waiting.filter((each) => each !== delivery)
    hook.delivered += 1
    return
  }
  delivery.nextTry = delivery.tries === 1 ? now() : now() + RETRY_EVERY
  if (now() - delivery.firstTry < GIVE_UP) return
  hook.status = 'DISABLED'
  hook.waiting = []
}

/** The signature is the HMAC of the raw body. An unreachable or slow receiver is a failed delivery, named by its error. */
async function post(url: string, body: string, key: string): Promise<number | string> {
  const signature = createHmac('sha256', key).update(body).digest('base64')
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-xero-signature': signature }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    return error instanceof Error ? error.name : 'no answer'
  }
}

const entropy = (): string =>
  randomBytes(15)
    .toString('base64')
    .replaceAll(/[^A-Z]/gi, 'X')
    .toUpperCase()
