import type { z } from 'zod'
import { openAnswer, openBody } from '../ledger/envelope-texts.ts'
import type { Envelope } from '../ledger/envelopes.ts'
import type { Vault } from '../ledger/vault.ts'
import type { envelope as contract } from './contract/sync-runs.ts'
import { asMoment } from './page.ts'

/** A request as support reads it, opened. Throws VaultError when its key is not configured. */
export function envelopeReply(vault: Vault, envelope: Envelope): z.input<typeof contract> {
  const answer = openAnswer(vault, envelope)
  return {
    envelopeId: envelope.id,
    operation: envelope.operation,
    method: envelope.method,
    path: envelope.path,
    idempotencyKey: envelope.idempotency_key,
    state: envelope.state,
    attempt: envelope.attempt,
    wasUnknown: envelope.was_unknown,
    writtenAt: envelope.written_at.toISOString(),
    sentAt: asMoment(envelope.sent_at),
    settledAt: asMoment(envelope.settled_at),
    detail: envelope.detail,
    correlationId: answer?.correlationId ?? null,
    body: envelope.body === null ? null : openBody(vault, envelope),
    answer: answer?.text ?? null,
    items: envelope.items.map((item) => ({
      kind: item.kind,
      externalId: item.external_id,
      part: item.part,
      version: item.version,
      result: item.result,
      bookId: item.result_book_id,
    })),
  }
}
