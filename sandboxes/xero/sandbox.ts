import { type FaultSwitches, faultSwitches } from '../kit/faults.ts'
import { type RequestLog, requestLog } from '../kit/request-log.ts'
import { type SandboxClock, sandboxClock } from '../kit/clock.ts'
import { type SavedFile, savedFile } from '../kit/saved-file.ts'
import { type Books, type BooksListener, openBooks, type SavedBooks, savedBooks } from './books.ts'
import type { IdempotencyStore } from './idempotency.ts'
import { type Identity, openIdentity, type SavedIdentity, savedIdentity } from './identity.ts'
import { type LimitBook, limitBook } from './limits.ts'
import type { Organisation } from './rows.ts'
import { defaultQuirks, type Quirks } from './quirks.ts'
import type { Webhook } from './webhook-delivery.ts'
import { type Webhooks, webhooks } from './webhooks.ts'

/** One running pretend Xero. */
export interface Sandbox {
  clock: SandboxClock
  log: RequestLog
  faults: FaultSwitches
  limits: LimitBook
  quirks: Quirks
  identity: Identity
  organisations: Map<string, Books>
  idempotency: IdempotencyStore
  webhooks: Webhooks
  file: SavedFile
  /** Every answer takes at least this long (milliseconds), so that calls can be at once. */
  latency: { ms: number }
  /** Where it listens, once it does. */
  address: { url: string }
}

export interface SandboxOptions {
  data?: string | undefined
  limits?: boolean | undefined
  latencyMs?: number | undefined
}

/** Opens a sandbox, with the saved books if there are any. */
export function openSandbox(options: SandboxOptions): Sandbox {
  const clock = sandboxClock()
  const organisations = new Map<string, Books>()
  const file = savedFile(options.data, () => snapshot(sandbox))
  const saved = file.read() as Saved | undefined // written by `snapshot`
  const identity = openIdentity(saved?.identity)
  const sandbox: Sandbox = {
    clock,
    log: requestLog(clock.now),
    faults: faultSwitches(clock.now),
    limits: limitBook(options.limits ?? true),
    quirks: defaultQuirks(),
    identity,
    organisations,
    idempotency: new Map(),
    webhooks: webhooks(clock, identity, saved?.webhooks),
    file,
    latency: { ms: options.latencyMs ?? 0 },
    address: { url: '' },
  }
  for (const each of saved?.organisations ?? []) addBooks(sandbox, each.organisation, each)
  return sandbox
}

/** Puts the books of an organisation into the sandbox. */
export function addBooks(sandbox: Sandbox, organisation: Organisation, saved?: SavedBooks): Books {
  const listener: BooksListener = (shelf, row, before) => {
    sandbox.file.changed()
    sandbox.webhooks.changed({ tenantId: organisation.id, shelf, row, before }, sandbox.quirks, sandbox.address.url)
  }
  const books = openBooks(organisation, listener, saved)
  sandbox.organisations.set(organisation.id, books)
  sandbox.file.changed()
  return books
}

interface Saved {
  identity: SavedIdentity
  organisations: SavedBooks[]
  webhooks: Webhook[]
}

const snapshot = (sandbox: Sandbox): Saved => ({
  identity: savedIdentity(sandbox.identity),
  organisations: [...sandbox.organisations.values()].map(savedBooks),
  webhooks: sandbox.webhooks.list().map((hook) => ({ ...hook, waiting: hook.waiting.map((each) => ({ ...each, sending: false })) })),
})
