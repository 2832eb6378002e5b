import { z } from 'zod'
import { eventTypes } from '../../domain/entities.ts'
import { text } from '../../domain/scalars.ts'
import { moment, page, pageQuery, uuid } from './wire.ts'

/** An event as the webhook carries it: ids and states only. */
export const event = z
  .object({ id: uuid, type: z.string(), companyId: uuid, sequence: z.number().int(), occurredAt: moment, data: z.unknown() })
  .meta({ id: 'Event' })
export const eventsQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0), limit: pageQuery.limit })
/** Oldest first; pass the last `sequence` as `after`. */
export const events = z.object({ items: z.array(event), nextAfter: z.number().int() })

export const newWebhookEndpoint = z
  .strictObject({
    companyId: text(140).optional().meta({ description: 'Ours or ext:{hostId}; absent with a company key: its own.' }),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    types: z.array(z.enum(eventTypes)).min(1).optional().meta({ description: 'Absent: all.' }),
  })
  .meta({ id: 'NewWebhookEndpoint' })
export const webhookEndpoint = z
  .object({
    id: uuid,
    companyId: uuid,
    url: z.string(),
    types: z.array(z.string()).nullable(),
    createdAt: moment,
    disabledAt: moment.nullable(),
  })
  .meta({ id: 'WebhookEndpoint' })
/** `secret` (standard webhooks, `whsec_…`) is shown this once. */
export const createdWebhookEndpoint = webhookEndpoint.extend({ secret: z.string() }).meta({ id: 'CreatedWebhookEndpoint' })
export const webhookEndpoints = page(webhookEndpoint)
export const webhookEndpointsQuery = z.strictObject({ ...pageQuery, companyId: text(140).optional() })
