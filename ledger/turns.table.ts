import type { Generated } from 'kysely'
import type { Lane, ProviderName } from '../domain/entities.ts'

export interface TurnBooksTable {
  provider: ProviderName
  organisation_id: string
  /** Nobody calls before this moment (a 429's Retry-After). */
  not_before: Date | null
  per_minute: number | null
  per_day: number | null
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
