import type { Generated } from 'kysely'
import type { MirrorKind } from '../domain/entities.ts'
import type { Json } from './json-column.ts'

export interface WebhookEndpointsTable {
  id: Generated<string>
  host_id: string
  company_id: string
  url: string
  secret: string
  types: string[] | null
  created_at: Generated<Date>
  disabled_at: Date | null
}

export interface EventSequencesTable {
  company_id: string
  last: Generated<number>
}

export interface EventsTable {
  id: Generated<string>
  company_id: string
  sequence: number
  type: string
  occurred_at: Generated<Date>
  body: Json<unknown>
}

export interface DeliveriesTable {
  id: Generated<string>
  company_id: string
  endpoint_id: string
  event_id: string
  state: Generated<'waiting' | 'delivered' | 'failed'>
  attempts: Generated<number>
  last_status: number | null
  last_error: string | null
  delivered_at: Date | null
  created_at: Generated<Date>
}

export interface InboundWebhooksTable {
  id: Generated<number>
  company_id: string
  connection_id: string
  kind: MirrorKind
  book_id: string
  /** By the provider's clock. */
  occurred_at: Date
  noted_at: Generated<Date>
  handled_at: Date | null
}
