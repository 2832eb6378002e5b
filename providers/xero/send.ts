import type { Operation } from '../../domain/entities.ts'
import type { ItemAnswer, Said, SendAnswer, WireRequest } from '../contract.ts'
import { deliver, parseJson, type Road } from './client.ts'
import { explainMessages, explainReply, readRefusal } from './errors.ts'
import { SdkDiffers, SentTooLate } from './failure.ts'
import { manifest } from './manifest.ts'
import { readElements } from './elements.ts'
import type { Reply } from './reply.ts'
import { countItems } from './request.ts'

/** Sends one stored request once and says what came of it. Everything that the road or Xero did is an answer, never an exception. */
export async function send(road: Road, operation: Operation, request: WireRequest, key: string, sendBefore?: number): Promise<SendAnswer> {
  const before = sendBefore ?? performance.now() + manifest.settle.sendBy
  try {
    const reply = await deliver(road, request, key, before)
    return { ...judge(reply, operation, request), text: reply.text }
  } catch (failure) {
    if (failure instanceof SentTooLate) return { outcome: 'notTaken', code: 'PROVIDER_DOWN', detail: failure.message }
    if (failure instanceof SdkDiffers) return { outcome: 'refused', code: 'INTERNAL', detail: failure.message }
    return { outcome: 'unknown', detail: failure instanceof Error ? failure.message : 'no answer' }
  }
}

/** What a complete answer says. Only a parsed answer of the expected shape settles (exactly-once rule 10). */
export function judge(reply: Reply, operation: Operation, request: WireRequest): SendAnswer {
  const correlation = reply.header('xero-correlation-id')
  const seen = correlation === undefined ? {} : { correlationId: correlation }
  if (reply.status === 200 || reply.status === 204) return judgeSuccess(reply, operation, request, seen)
  if (reply.status >= 500 || reply.status === 408 || reply.status < 400) return { outcome: 'unknown', detail: explainReply(reply).detail }
  return judgeRefusal(reply, operation, request, seen)
}

function judgeSuccess(reply: Reply, operation: Operation, request: WireRequest, seen: Said): SendAnswer {
  try {
    const elements = readElements(parseJson(reply.text), operation, request)
    const items = elements.map((element) => ('messages' in element ? refused(element.messages, operation) : element))
    return { outcome: 'answered', items, ...seen }
  } catch (failure) {
    return { outcome: 'unknown', detail: failure instanceof Error ? failure.message.slice(0, 500) : 'unreadable answer' }
  }
}

const NOT_TAKEN = new Set([401, 403, 429])

function judgeRefusal(reply: Reply, operation: Operation, request: WireRequest, seen: Said): SendAnswer {
  const { code, detail, retryAfterSeconds } = explainReply(reply)
  if (NOT_TAKEN.has(reply.status)) {
    return { outcome: 'notTaken', code, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
  }
  const count = countItems(request)
  // The key was used for other bytes: something of ours arrived before (reference xero.md 4; exactly-once rule 11).
  if (/is used with a different request/i.test(reply.text)) {
    return { outcome: 'answered', items: Array.from({ length: count }, (): ItemAnswer => ({ kind: 'lookUp', detail })), ...seen }
  }
  const { messages } = readRefusal(reply.text)
  if (count === 1 && messages.length > 0) return { outcome: 'answered', items: [refused(messages, operation)], ...seen }
  return { outcome: 'refused', code, detail, ...seen }
}

function refused(messages: string[], operation: Operation): ItemAnswer {
  const { code, detail, values, lookUp } = explainMessages(messages, operation)
  return lookUp ? { kind: 'lookUp', detail } : { kind: 'refused', code, detail, values: { provider: manifest.label, detail, ...values } }
}
