import type { Generated } from 'kysely'
import type { Lane, ProviderName } from '../domain/entities.ts'

export interface TurnBooksTable {
  provider: ProviderName
  organisation_id: string
  /** Nobody calls before this moment (a 429's Retry-After). */
  not_before: Date | null
  /** An express call was refused and comes again: until then bulk leaves a place free. */
  express_wanted_until: Date | null
  /** What the provider last said is left, for people to see. */
  minute_left: number | null
  day_left: number | null
  heard_at: Date | null
}

export interface TurnsTable {
  id: Generated<number>
  provider: ProviderName
  organisation_id: string
  lane: Lane
  taken_at: Date
  lease_until: Date
  ended_at: Date | null
}
