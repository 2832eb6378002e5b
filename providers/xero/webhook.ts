import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { MirrorKind } from '../../domain/entities.ts'
import { SyncError } from '../../domain/errors.ts'
import type { InboundEvent, InboundWebhook } from '../contract.ts'
import { prepaymentId } from './book-id.ts'
import { moment } from './wire.ts'

/**
 * Xero's messages to us: thin events, at least once, signed over the raw body (reference xero.md 11). The check that Xero makes when a webhook is
 * set up is a body without events, some signed wrongly on purpose; answering by `isGenuine` passes it.
 */
export const webhook: InboundWebhook = {
  signatureHeader: 'x-xero-signature',

  isGenuine(rawBody, signature, key) {
    if (signature === undefined || key === '') return false
    const expected = createHmac('sha256', key).update(rawBody).digest()
    const given = Buffer.from(signature, 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  },

  events(rawBody) {
    const parsed = bodyReply.safeParse(jsonOf(rawBody))
    if (!parsed.success) throw new SyncError('PROVIDER_ANSWER_UNREADABLE', { detail: 'a webhook', cause: parsed.error })
    return parsed.data.events.map(toEvent)
  },
}

const bodyReply = z.object({
  events: z.array(z.object({ resourceId: z.string(), eventDateUtc: moment, eventCategory: z.string(), tenantId: z.string() })),
})

/** There is no category for payments: those are met by the next read (reference xero.md 11). */
const mirrorKinds: Record<string, MirrorKind> = {
  CONTACT: 'contacts',
  INVOICE: 'invoices',
  CREDITNOTE: 'credits',
  OVERPAYMENT: 'onAccount',
  PREPAYMENT: 'onAccount',
}

function toEvent(event: z.infer<typeof bodyReply>['events'][number]): InboundEvent {
  const mirrorKind = mirrorKinds[event.eventCategory]
  return {
    organisationId: event.tenantId,
    ...(mirrorKind !== undefined && { mirrorKind }),
    bookId: event.eventCategory === 'PREPAYMENT' ? prepaymentId(event.resourceId) : event.resourceId,
    occurredAt: event.eventDateUtc,
  }
}

function jsonOf(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'))
  } catch (cause) {
    throw new SyncError('PROVIDER_ANSWER_UNREADABLE', { detail: 'a webhook', cause })
  }
}
