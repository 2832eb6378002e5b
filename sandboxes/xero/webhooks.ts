import { randomUUID } from 'node:crypto'
import type { SandboxClock } from '../kit/clock.ts'
import type { Identity } from './identity.ts'
import type { Quirks } from './quirks.ts'
import { type Check, deliverDue, enqueue, intentToReceive, type Webhook } from './webhook-delivery.ts'
import { type BooksChange, CATEGORIES, eventOf, type WebhookEvent } from './webhook-events.ts'

/** The registered addresses and what is on its way to them. */
export interface Webhooks {
  register: (given: NewWebhook) => Promise<{ webhook: Webhook; checks: Check[] }>
  list: () => Webhook[]
  clear: () => void
  /** Tells of a change that stands in the books. */
  changed: (change: BooksChange, quirks: Quirks, origin: string) => void
  stop: () => void
}

export interface NewWebhook {
  url: string
  key: string
  clientId: string
  categories?: string[] | undefined
}

/** Changes of the same moment go out together; what failed is looked at every second (milliseconds). */
const GATHER = 50
const LOOK_EVERY = 1_000

export function webhooks(clock: SandboxClock, identity: Identity, saved: Webhook[] = []): Webhooks {
  let hooks = saved
  let gathered: WebhookEvent[] = []
  let timer: NodeJS.Timeout | undefined
  const deliver = () => void Promise.all(hooks.map((hook) => deliverDue(hook, clock.now)))
  const send = () => {
    for (const hook of hooks) enqueue(hook, concerning(hook, gathered, identity), clock.now())
    timer = undefined
    gathered = []
    deliver()
  }
  const ticker = setInterval(deliver, LOOK_EVERY)
  ticker.unref()
  clock.onAdvance(deliver)
  return {
    register: async (given) => {
      const hook = newWebhook(given)
      hooks = [...hooks.filter((each) => each.url !== hook.url), hook]
      const checks = await intentToReceive(hook)
      if (checks.every((check) => check.answered === check.expected)) hook.status = 'OK'
      return { webhook: hook, checks }
    },
    list: () => hooks,
    clear: () => {
      hooks = []
    },
    changed: (change, quirks, origin) => {
      const event = hooks.length > 0 ? eventOf(change, quirks, origin, clock.now()) : undefined
      if (!event) return
      gathered.push(event)
      timer ??= setTimeout(send, GATHER)
    },
    stop: () => {
      clearInterval(ticker)
      clearTimeout(timer)
    },
  }
}

function newWebhook({ url, key, clientId, categories }: NewWebhook): Webhook {
  return {
    id: randomUUID(),
    url,
    key,
    clientId,
    categories: categories ?? CATEGORIES,
    status: 'FAILED',
    sequence: 0,
    waiting: [],
    delivered: 0,
  }
}

/** Events of the organisations that the address's app is connected to, in the categories it wants. */
function concerning(hook: Webhook, events: WebhookEvent[], identity: Identity): WebhookEvent[] {
  const mine = identity.connections.filter((each) => each.live && each.clientId === hook.clientId)
  const connected = new Set(mine.map((each) => each.tenantId))
  return events.filter((event) => connected.has(event.tenantId) && hook.categories.includes(event.eventCategory))
}
