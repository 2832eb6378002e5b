import type { Generated } from 'kysely'
import type { DocumentKind, EnvelopeState, Lane, LinkPart, Operation } from '../domain/entities.ts'
import type { Expected } from '../domain/plan.ts'
import type { DefaultedJson, Json, NullableJson } from './json-column.ts'
import type { BookedAmounts } from './shapes.ts'

export interface EnvelopesTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  organisation_id: string
  epoch: number
  sync_run_id: string | null
  lane: Lane
  operation: Operation
  method: string
  path: string
  /** Sealed; opened where it is sent. Null: removed, long after it was settled. */
  body: string | null
  idempotency_key: string
  state: Generated<EnvelopeState>
  attempt: Generated<number>
  lease_until: Date
  look_up_first: Generated<boolean>
  written_at: Generated<Date>
  sent_at: Date | null
  settled_at: Date | null
  /** Sealed; what the provider answered, for support. */
  answer: string | null
  detail: string | null
  /** The outcome was unknown once: how it was settled is asked for. */
  was_unknown: Generated<boolean>
}

export interface EnvelopeItemsTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  envelope_id: string
  item_id: string | null
  position: number
  kind: DocumentKind
  external_id: string
  part: LinkPart
  version: number
  operation: Operation
  /** Sealed; opened where it is looked up. */
  body: string | null
  expected: Json<Expected>
  ids: DefaultedJson<Record<string, string>>
  book_id: string | null
  open: Generated<boolean>
  result: 'taken' | 'refused' | 'absent' | 'linked' | 'problem' | null
  result_book_id: string | null
  /** What the provider said it booked, for the confirm stage. */
  result_amounts: NullableJson<BookedAmounts>
  /** Concluded absent: looked up once more at the next mirror refresh (exactly-once rule 20). */
  check_again: Generated<boolean>
}
