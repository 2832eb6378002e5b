import { fillRefs } from '../domain/rules/fill-refs.ts'
import { SyncError, errors } from '../domain/errors.ts'
import type { Json } from '../domain/plan.ts'
import { type JudgedItem, judgeAnswer, judgeUsed } from '../domain/rules/judge-answer.ts'
import { nextForEnvelope } from '../domain/rules/next-for-envelope.ts'
import { type SettledLookup, settleLookup } from '../domain/rules/settle-lookup.ts'
import { lookFirstLeft } from '../domain/rules/set-back.ts'
import { leaseTime, settleTime } from '../domain/rules/settle-time.ts'
import { setBackAgo } from '../ledger/connections.ts'
import { inCompany, type Scope } from '../ledger/database.ts'
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
import { type KnownBefore, knownBefore, linkedElsewhere, releasedRecords } from '../ledger/linked-elsewhere.ts'
import { settleEnvelope } from '../ledger/settle-envelope.ts'
import type { ItemAnswer, Manifest, SendAnswer, Sought } from '../providers/contract.ts'
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
  const read = await inCompany(deps.ledger, hold.companyId, (scope) => readToCarry(scope, hold))
  if (!read) return { state: 'settled' }
  try {
    return await carryOn(deps, desk, hold, read)
  } catch (error) {
    await letGo(deps.ledger, hold)
    throw error
  }
}

/** The envelope, and whether something that it would create has been linked since it was written: then it goes back to the plan. */
interface ReadToCarry {
  envelope: Envelope
  linkedMeanwhile: boolean
}

async function readToCarry(scope: Scope, { envelopeId }: Hold): Promise<ReadToCarry | undefined> {
  const envelope = await readEnvelope(scope, envelopeId)
  return envelope && { envelope, linkedMeanwhile: await hasLinkedCreate(scope, envelope) }
}

async function carryOn(deps: Deps, desk: Desk, hold: Hold, { envelope, linkedMeanwhile }: ReadToCarry): Promise<Carried> {
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
      return linkedMeanwhile ? dissolve(deps, hold, envelope) : sendEnvelope(deps, desk, hold, envelope)
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
  if (results?.every((result) => result.result === 'absent')) {
    const linkedMeanwhile = await inCompany(deps.ledger, hold.companyId, (scope) => hasLinkedCreate(scope, envelope))
    return linkedMeanwhile ? dissolve(deps, hold, envelope) : sendEnvelope(deps, desk, hold, envelope)
  }
  if (results) await settleEnvelope(deps.ledger, hold, results)
  return { state: 'settled' }
}

/** Turn and token first, then `sent` committed, then the first byte (exactly-once rule 8). */
async function sendEnvelope(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<Carried> {
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
      await settleEnvelope(deps.ledger, hold, await itemResults(deps, desk, hold, envelope, judged.items), {
        sealedAnswer: kept,
        read: envelope,
      })
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
type Released = Awaited<ReturnType<typeof releasedRecords>>

async function itemResults(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope, judged: JudgedItem<Taken>[]): Promise<ItemResult[]> {
  const answers = envelope.items.map((_, position) => judged[position] ?? { result: 'absent' as const, alone: true })
  const used = envelope.items.filter((_, position) => answers[position]?.result === 'lookUp')
  const seen = await whileRenewing(deps, hold, leaseMs(desk.provider.manifest), () => lookUpUsed(deps, desk, used))
  const released: Released =
    used.length === 0 ? new Map() : await inCompany(deps.ledger, hold.companyId, (scope) => releasedRecords(scope, used))
  return envelope.items.map((item, position) => {
    const answer = answers[position] ?? { result: 'absent' as const, alone: true }
    if (answer.result === 'taken') return { result: 'taken', ...answer.taken }
    if (answer.result !== 'lookUp') return answer
    return judgeUsed(seen.get(item.id) ?? { result: 'absent', alone: false }, item, answer.detail, released.get(item.id))
  })
}

/** What is not seen may have arrived just now: it holds the number already, and shows only after the visibility lag (exactly-once rules 11 and 12). */
async function lookUpUsed(deps: Deps, desk: Desk, used: EnvelopeItem[]): Promise<Map<string, SettledLookup>> {
  const seen = await lookUpById(deps, desk, used)
  const absent = used.filter((item) => seen.get(item.id)?.result === 'absent')
  if (absent.length === 0) return seen
  await new Promise((resolve) => setTimeout(resolve, desk.provider.manifest.settle.visibilityLag))
  return new Map([...seen, ...(await lookUpById(deps, desk, absent))])
}

async function lookUpById(deps: Deps, desk: Desk, items: EnvelopeItem[]): Promise<Map<string, SettledLookup>> {
  const results = await lookUp(deps, desk, items)
  return new Map(items.flatMap((item, index) => (results[index] ? [[item.id, results[index]] as const] : [])))
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

/** Every item looked up, the lease renewed meanwhile; undefined: the envelope was taken over, so another attempt settles it. */
async function lookUpItems(deps: Deps, desk: Desk, hold: Hold, envelope: Envelope): Promise<ItemResult[] | undefined> {
  const lease = leaseMs(desk.provider.manifest)
  if (!(await renewLease(deps.ledger, hold, lease))) return undefined
  return whileRenewing(deps, hold, lease, () => lookUp(deps, desk, envelope.items))
}

/** Calls may wait for turns longer than a lease lasts. A renewal that fails is met by the settling, which only the holder may do. */
async function whileRenewing<T>(deps: Deps, hold: Hold, lease: number, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => void renewLease(deps.ledger, hold, lease).catch(() => false), lease / 3)
  try {
    return await work()
  } finally {
    clearInterval(beat)
  }
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

/** Looks items of one operation up in the books by what was sent, never by today's documents (exactly-once rule 13), in as few calls as the provider allows. */
export async function lookUp(deps: Deps, desk: Desk, items: EnvelopeItem[]): Promise<SettledLookup[]> {
  if (items.length === 0) return []
  const companyId = desk.connection.company_id
  const known = await inCompany(deps.ledger, companyId, (scope) => knownBefore(scope, items))
  const found = await desk.session.findAll(items.map((item) => soughtOf(deps, item, known.get(item.id))))
  const met = found.flat().map(({ bookId }) => bookId)
  const isElsewhere = await inCompany(deps.ledger, companyId, (scope) => linkedElsewhere(scope, items, met))
  return items.map((item, index) =>
    settleLookup({
      operation: item.operation,
      expected: item.expected,
      found: (found[index] ?? []).filter((record) => !isElsewhere(item, record.bookId)),
    }),
  )
}

function soughtOf(deps: Deps, item: EnvelopeItem, known: KnownBefore | undefined): Sought {
  return {
    operation: item.operation,
    body: fillRefs(JSON.parse(openItemBody(deps.vault, item)) as Json, item.ids), // stored by planItems from a Json
    expected: item.expected,
    ids: item.ids,
    ...(item.book_id ? { bookId: item.book_id } : {}),
    ...(known?.before ? { before: known.before } : {}),
    ...(known?.held ? { held: known.held } : {}),
  }
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
