import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { SandboxClock } from '../kit/clock.ts'
import { type Identity } from './identity.ts'
import type { Quirks } from './quirks.ts'
import type { BookDocument } from './rows.ts'

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

export interface Delivery {
  body: string
  tries: number
  firstTry: number
  nextTry: number
  sending: boolean
}

export interface Webhooks {
  register: (given: {
    url: string
    key: string
    clientId: string
    categories?: string[] | undefined
  }) => Promise<{ webhook: Webhook; checks: Check[] }>
  list: () => Webhook[]
  clear: () => void
  changed: (tenantId: string, shelf: string, row: { id: string }, before: { id: string } | undefined, quirks: Quirks) => void
  stop: () => void
}

/** One POST of the intent to receive: what had to be answered and what was. */
export interface Check {
  signed: 'well' | 'badly'
  expected: number
  answered: number | string
}

/** Answer within 5 seconds; retried at once, then every 15 minutes, given up after 24 hours. */
const PATIENCE = 5_000
const RETRY_EVERY = 15 * 60_000
const GIVE_UP = 24 * 3_600_000
/** Changes of the same moment go out together. */
const GATHER = 50

export function webhooks(clock: SandboxClock, identity: Identity): Webhooks {
  let hooks: Webhook[] = []
  let gathered: { tenantId: string; event: Event }[] = []
  let timer: NodeJS.Timeout | undefined
  const deliver = () => void Promise.all(hooks.map((hook) => deliverDue(hook, clock)))
  const send = () => {
    timer = undefined
    for (const hook of hooks) enqueue(hook, gathered, identity, clock.now())
    gathered = []
    deliver()
  }
  const ticker = setInterval(deliver, 1_000)
  ticker.unref()
  clock.onAdvance(deliver)
  return {
    register: async (given) => {
      const hook: Webhook = {
        id: randomUUID(),
        status: 'FAILED',
        sequence: 0,
        waiting: [],
        delivered: 0,
        ...given,
        categories: given.categories ?? CATEGORIES,
      }
      hooks = [...hooks.filter((each) => each.url !== hook.url), hook]
      const checks = await intentToReceive(hook)
      hook.status = checks.every((check) => check.answered === check.expected) ? 'OK' : 'FAILED'
      return { webhook: hook, checks }
    },
    list: () => hooks,
    clear: () => {
      hooks = []
    },
    changed: (tenantId, shelf, row, before, quirks) => {
      const event = hooks.length > 0 ? eventOf(tenantId, shelf, row, before, quirks, clock.now()) : undefined
      if (!event) return
      gathered.push({ tenantId, event })
      timer ??= setTimeout(send, GATHER)
    },
    stop: () => {
      clearInterval(ticker)
      clearTimeout(timer)
    },
  }
}

export const signature = (body: string, key: string): string => createHmac('sha256', key).update(body).digest('base64')

/** Several empty messages, some signed well and some badly: the receiver must answer 200 and 401 accordingly. */
async function intentToReceive(hook: Webhook): Promise<Check[]> {
  const checks: Check[] = []
  for (const signed of ['well', 'badly', 'badly', 'well'] as const) {
    const body = JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: entropy() })
    const answered = await post(hook.url, body, signature(body, signed === 'well' ? hook.key : `${hook.key} of somebody else`))
    checks.push({ signed, expected: signed === 'well' ? 200 : 401, answered })
  }
  return checks
}

async function post(url: string, body: string, signed: string): Promise<number | string> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-xero-signature': signed }
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    return error instanceof Error ? error.name : 'no answer' // an unreachable receiver is a failed delivery, to be retried
  }
}

interface Event {
  resourceUrl: string
  resourceId: string
  tenantId: string
  tenantType: 'ORGANISATION'
  eventCategory: string
  eventType: 'CREATE' | 'UPDATE'
  eventDateUtc: string
  data?: { Type: string; Status: string }
}

const SHELF_CATEGORY: Record<string, [category: string, resource: string]> = {
  contacts: ['CONTACT', 'Contacts'],
  invoices: ['INVOICE', 'Invoices'],
  creditNotes: ['CREDITNOTE', 'CreditNotes'],
  overpayments: ['OVERPAYMENT', 'Overpayments'],
  prepayments: ['PREPAYMENT', 'Prepayments'],
}

const CATEGORIES = Object.values(SHELF_CATEGORY).map(([category]) => category)

/** Whether a payment or allocation counts as a change of its invoice is UNCONFIRMED: a quirk decides. */
function eventOf(
  tenantId: string,
  shelf: string,
  row: { id: string },
  before: { id: string } | undefined,
  quirks: Quirks,
  now: number,
): Event | undefined {
  const [category, resource] = SHELF_CATEGORY[shelf] ?? []
  if (category === undefined || resource === undefined) return undefined
  if (before && (shelf === 'contacts' || quirks.paymentEvents === 'silent') && onlyByTheWay(row, before)) return undefined
  const document = row as BookDocument // only read for credit notes
  return {
    resourceUrl: `https://api.xero.com/api.xro/2.0/${resource}/${row.id}`,
    resourceId: row.id,
    tenantId,
    tenantType: 'ORGANISATION',
    eventCategory: category,
    eventType: before ? 'UPDATE' : 'CREATE',
    eventDateUtc: new Date(now).toISOString().slice(0, 23),
    ...(category === 'CREDITNOTE' ? { data: { Type: document.type, Status: document.status } } : {}),
  }
}

/** Nothing but what payments and allocations move on a document, or documents on a contact. */
function onlyByTheWay(row: { id: string }, before: { id: string }): boolean {
  const rest = (each: { id: string }) => {
    const { status, ...others } = each as Record<string, unknown> // a contact or a document
    for (const name of ['fullyPaidOn', 'updatedAt', 'isCustomer', 'isSupplier']) delete others[name]
    return JSON.stringify({ ...others, status: status === 'PAID' ? 'AUTHORISED' : status })
  }
  return rest(row) === rest(before)
}

/** Events of the organisations that the app is connected to, numbered per address. */
function enqueue(hook: Webhook, gathered: { tenantId: string; event: Event }[], identity: Identity, now: number): void {
  const connected = new Set(
    identity.connections.filter((each) => each.live && each.clientId === hook.clientId).map((each) => each.tenantId),
  )
  const mine = gathered.filter(({ tenantId, event }) => connected.has(tenantId) && hook.categories.includes(event.eventCategory))
  if (hook.status !== 'OK' || mine.length === 0) return
  const first = hook.sequence + 1
  hook.sequence += mine.length
  const body = JSON.stringify({
    events: mine.map(({ event }) => event),
    firstEventSequence: first,
    lastEventSequence: hook.sequence,
    entropy: entropy(),
  })
  hook.waiting.push({ body, tries: 0, firstTry: now, nextTry: now, sending: false })
}

async function deliverDue(hook: Webhook, clock: SandboxClock): Promise<void> {
  const due = hook.waiting.filter((each) => !each.sending && each.nextTry <= clock.now())
  await Promise.all(due.map((delivery) => tryOnce(hook, delivery, clock)))
}

async function tryOnce(hook: Webhook, delivery: Delivery, clock: SandboxClock): Promise<void> {
  delivery.sending = true
  const answered = await post(hook.url, delivery.body, signature(delivery.body, hook.key))
  delivery.sending = false
  delivery.tries += 1
  if (typeof answered === 'number' && answered >= 200 && answered < 300) {
    hook.waiting = hook.waiting.filter((each) => each !== delivery)
    hook.delivered += 1
    return
  }
  delivery.nextTry = delivery.tries === 1 ? clock.now() : clock.now() + RETRY_EVERY
  if (clock.now() - delivery.firstTry < GIVE_UP) return
  hook.status = 'DISABLED'
  hook.waiting = []
}

const entropy = (): string =>
  randomBytes(15)
    .toString('base64')
    .replace(/[^A-Z]/gi, 'X')
    .toUpperCase()
