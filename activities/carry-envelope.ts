import { fillRefs } from '../domain/rules/fill-refs.ts'
import { SyncError, errors } from '../domain/errors.ts'
import type { Json } from '../domain/plan.ts'
import { type JudgedItem, judgeAnswer, judgeUsed } from '../domain/rules/judge-answer.ts'
import { nextForEnvelope } from '../domain/rules/next-for-envelope.ts'
import { type SettledLookup, settleLookup } from '../domain/rules/settle-lookup.ts'
import { lookFirstLeft } from '../domain/rules/set-back.ts'
import { leaseTime, settleTime } from '../domain/rules/settle-time.ts'
import { setBackAgo } from '../ledger/connections.ts'
import { inCompany } from '../ledger/database.ts'
import { openBody, openItemBody, sealAnswer } from '../ledger/envelope-texts.ts'
import {
  type Envelope,
  type EnvelopeItem,
  type Hold,
  letGo,
  markSent,
  markUnknown,
  putBack,
  hasLinkedCreate,
  readEnvelope,
  renewLease,
  settleTimeLeft,
} from '../ledger/envelopes.ts'
import type { ItemResult } from '../ledger/item-result.ts'
import { linkedElsewhere } from '../ledger/linked-elsewhere.ts'
import { settleEnvelope } from '../ledger/settle-envelope.ts'
import type { ItemAnswer, Manifest, SendAnswer } from '../providers/contract.ts'
import type { Deps } from './deps.ts'
import type { Desk } from './with-desk.ts'

/** What became of an envelope: settled; provably not taken, and when to send it again; or unknown, and when it may be looked up. */
export type Carried = { state: 'settled' } | { state: 'notTaken'; afterMs: number } | { state: 'unknown'; afterMs: number }

const settleMs = ({ settle }: Manifest): number => settleTime(settle)

/** How long an attempt holds an envelope, in milliseconds. */
export const leaseMs = ({ settle }: Manifest): number => leaseTime(settle)

/**
 * Carries an envelope that this attempt holds one step: a written one is sent, an unknown one is looked up once it can no longer be
 * working. An envelope is sent once; nothing here composes anew.
 */
export async function carryEnvelope(deps: Deps, desk: Desk, hold: Hold): Promise<Carried> {
  const envelope = await inCompany(deps.ledger, hold.companyId, (scope) => readEnvelope(scope, hold.envelopeId))
  if (!envelope) return { state: 'settled' }
  try {
    return await carryOn(deps, desk, hold, envelope)
  } catch (error) {
    await letGo(deps.ledger, hold)
    throw error
  }
}

async function carryOn(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<Carried> {
  const { state, organisation_id: organisationId, look_up_first: first } = envelope
  const next = nextForEnvelope({ state, organisationId, lookUpFirst: first }, desk.organisationId)
  switch (next) {
    case 'nothing':
      return { state: 'settled' }
    case 'otherOrganisation':
      return elsewhere(deps, hold, envelope)
    case 'lookUp':
      return lookUpEnvelope(deps, desk, hold, envelope)
    case 'lookUpFirst':
      return lookUpFirst(deps, desk, hold, envelope)
    case 'send':
      return sendEnvelope(deps, desk, hold, envelope)
    default:
      return next satisfies never
  }
}

/**
 * The database was set back in time, so a create may stand in the books although the ledger does not know it, or be on its way still (exactly-once rule 19). Something
 * found settles the envelope unsent; what was not found comes back as due and goes in a request of its own.
 */
async function lookUpFirst(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<Carried> {
  const ago = await inCompany(deps.ledger, hold.companyId, (scope) => setBackAgo(scope, desk.connection.id))
  const left = lookFirstLeft(ago, settleMs(desk.provider.manifest))
  if (left > 0) {
    await letGo(deps.ledger, hold)
    return { state: 'notTaken', afterMs: left }
  }
  const results = await lookUpItems(deps, desk, hold, envelope)
  if (results?.every((result) => result.result === 'absent')) return sendEnvelope(deps, desk, hold, envelope)
  if (results) await settleEnvelope(deps.ledger, hold, results)
  return { state: 'settled' }
}

/** Turn and token first, then `sent` committed, then the first byte (exactly-once rule 8). What was linked while it waited goes back to the plan. */
async function sendEnvelope(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<Carried> {
  if (await inCompany(deps.ledger, hold.companyId, (scope) => hasLinkedCreate(scope, envelope))) return dissolve(deps, hold, envelope)
  const body = openBody(deps.vault, envelope)
  await desk.accessToken()
  await desk.turn()
  const sendBefore = performance.now() + desk.provider.manifest.settle.sendBy
  if (!(await markSent(deps.ledger, hold))) return { state: 'settled' }
  const method = envelope.method as 'PUT' | 'POST' | 'DELETE' // written from a WireRequest, which has no other methods
  const answer = await desk.session.send(envelope.operation, { method, path: envelope.path, body }, envelope.idempotency_key, sendBefore)
  return settleAnswer(deps, desk, hold, envelope, answer)
}

async function settleAnswer(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope, answer: SendAnswer): Promise<Carried> {
  const kept = sealAnswer(deps.vault, hold, answer)
  const judged = judgeAnswer(answer, envelope.items.length)
  switch (judged.becomes) {
    case 'settled':
      await settleEnvelope(deps.ledger, hold, await itemResults(deps, desk, hold, envelope, judged.items), kept)
      return { state: 'settled' }
    case 'written':
      return takeBack(deps, desk, hold, answer)
    case 'unknown':
      await markUnknown(deps.ledger, hold, 'detail' in answer ? answer.detail : '', kept)
      return { state: 'unknown', afterMs: settleMs(desk.provider.manifest) }
    default:
      return judged satisfies never
  }
}

type Taken = Extract<ItemAnswer, { kind: 'taken' }>

async function itemResults(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope, judged: JudgedItem<Taken>[]): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  for (const [position, item] of envelope.items.entries()) {
    const answer = judged[position] ?? { result: 'absent', alone: true }
    if (answer.result === 'taken') results.push({ result: 'taken', ...answer.taken })
    else if (answer.result !== 'lookUp') results.push(answer)
    else {
      await renewLease(deps.ledger, hold, leaseMs(desk.provider.manifest))
      results.push(await lookUpUsed(deps, desk, hold, item, answer.detail))
    }
  }
  return results
}

async function lookUpUsed(deps: Deps, desk: Desk, hold: Hold, item: EnvelopeItem, detail: string): Promise<ItemResult> {
  const seen = await lookUp(deps, desk, item)
  if (seen.result !== 'absent') return judgeUsed(seen, item, detail)
  // What holds the number may have arrived just now, and not be seen yet (exactly-once rules 11 and 12).
  await new Promise((resolve) => setTimeout(resolve, desk.provider.manifest.settle.visibilityLag))
  await renewLease(deps.ledger, hold, leaseMs(desk.provider.manifest))
  return judgeUsed(await lookUp(deps, desk, item), item, detail)
}

async function takeBack(deps: Deps, desk: Desk, hold: Hold, answer: SendAnswer): Promise<Carried> {
  if (answer.outcome !== 'notTaken') throw new Error('Only what was not taken goes again')
  await putBack(deps.ledger, hold, answer.code)
  return notTaken(desk, answer)
}

/** A limit is waited for; an access that has ended is the desk's to renew, or the end of the connection. */
function notTaken(desk: Desk, answer: Extract<SendAnswer, { outcome: 'notTaken' }>): Carried {
  if (answer.code === 'TOKEN_EXPIRED' || errors[answer.code].remedy === 'reconnect')
    throw new SyncError(answer.code, { detail: answer.detail, values: { provider: desk.provider.manifest.label } })
  return { state: 'notTaken', afterMs: (answer.retryAfterSeconds ?? 1) * 1000 }
}

/** After an unknown outcome: wait until the request can no longer be working, look every item up by what was sent, settle. */
async function lookUpEnvelope(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<Carried> {
  const left = await inCompany(deps.ledger, hold.companyId, (scope) =>
    settleTimeLeft(scope, hold.envelopeId, settleMs(desk.provider.manifest)),
  )
  if (left > 0) {
    await letGo(deps.ledger, hold)
    return { state: 'unknown', afterMs: left }
  }
  const results = await lookUpItems(deps, desk, hold, envelope)
  if (results) await settleEnvelope(deps.ledger, hold, results)
  return { state: 'settled' }
}

/** Every item looked up, the lease renewed before each; undefined: the envelope was taken over meanwhile, so another attempt settles it. */
async function lookUpItems(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<ItemResult[] | undefined> {
  const results: ItemResult[] = []
  for (const item of envelope.items) {
    if (!(await renewLease(deps.ledger, hold, leaseMs(desk.provider.manifest)))) return undefined
    results.push(await lookUp(deps, desk, item))
  }
  return results
}

/** A request that was never sent is given up: its items are due again, and the next plan decides anew. */
export async function dissolve(deps: Deps, hold: Hold, envelope: Envelope): Promise<Carried> {
  await settleEnvelope(
    deps.ledger,
    hold,
    envelope.items.map(() => ({ result: 'absent', alone: false })),
  )
  return { state: 'settled' }
}

/** Looks one item up in the books by the envelope's own body, never by today's document (exactly-once rule 13). */
export async function lookUp(deps: Deps, desk: Desk, item: EnvelopeItem): Promise<SettledLookup> {
  const body = fillRefs(JSON.parse(openItemBody(deps.vault, item)) as Json, item.ids) // stored by planItems from a Json
  const { before, held, elsewhere } = await inCompany(deps.ledger, desk.connection.company_id, (scope) => linkedElsewhere(scope, item))
  const found = await desk.session.find({
    operation: item.operation,
    body,
    expected: item.expected,
    ids: item.ids,
    ...(item.book_id ? { bookId: item.book_id } : {}),
    ...(before ? { before } : {}),
    ...(held ? { held } : {}),
  })
  return settleLookup({
    operation: item.operation,
    expected: item.expected,
    found: found.filter((record) => !elsewhere.has(record.bookId)),
  })
}

/** The connection points at another organisation now: neither sent nor looked up (exactly-once rule 18). */
async function elsewhere(deps: Deps, hold: Hold, envelope: Envelope): Promise<Carried> {
  await settleEnvelope(
    deps.ledger,
    hold,
    envelope.items.map(() => ({ result: 'problem', code: 'ORGANISATION_CHANGED', values: {}, link: false })),
  )
  return { state: 'settled' }
}
