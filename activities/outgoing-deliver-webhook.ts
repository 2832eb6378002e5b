import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import { SyncError } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { readDelivery, settleDelivery } from '../ledger/events.ts'
import type { Deps } from './deps.ts'
import { guardedAgent } from './outgoing-guarded-agent.ts'

/** A receiver has this long to answer; the work it does should not be done in between. */
const TIMEOUT_MS = 15_000

/**
 * Sends one event to one endpoint of the host, signed after the Standard Webhooks specification. Anything but a 2xx is tried again with
 * growing pauses for three days; redirects are not followed. Throws SyncError.
 */
export const outgoingDeliverWebhook =
  (deps: Deps) =>
  async ({ companyId, deliveryId }: { companyId: string; deliveryId: string }): Promise<void> => {
    const delivery = await inCompany(deps.ledger, companyId, (scope) => readDelivery(scope, deliveryId))
    if (!delivery) return
    const { eventId, type, sequence, occurredAt, url } = delivery
    const body = JSON.stringify({ id: eventId, type, companyId, occurredAt: occurredAt.toISOString(), sequence, data: delivery.body })
    const sentAt = new Date(deps.clock())
    const headers = {
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(deps.vault.open(delivery.secret, { companyId, subject: delivery.endpointId, kind: 'webhook' })).sign(
        eventId,
        sentAt,
        body,
      ),
    }
    const answer = await post(url, body, headers, deps.allowLocalWebhooks)
    await inCompany(deps.ledger, companyId, (scope) =>
      settleDelivery(scope, deliveryId, { state: answer.delivered ? 'delivered' : 'waiting', status: answer.status, error: answer.error }),
    )
    if (!answer.delivered) throw new SyncError('DELIVERY_FAILED', { values: { status: answer.status ?? 0 } })
  }

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  allowLocal: boolean,
): Promise<{ delivered: boolean; status?: number; error?: string }> {
  try {
    const answer = await request(url, {
      method: 'POST',
      body,
      headers,
      dispatcher: guardedAgent(allowLocal),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    })
    await answer.body.dump()
    return { delivered: answer.statusCode >= 200 && answer.statusCode < 300, status: answer.statusCode }
  } catch (error) {
    // What went wrong on the road is data here: it is written down and thrown again as DELIVERY_FAILED.
    return { delivered: false, error: error instanceof Error ? error.message : String(error) }
  }
}
