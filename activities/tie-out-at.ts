import type { Codes } from '../domain/books.ts'
import type { Settings } from '../domain/settings.ts'

/** What a tie-out is made for. `today`: the last day compared, in the company's zone. */
export interface TieOutAt {
  connectionId: string
  today: string
  settings: Settings
  codes: Codes
  baseCurrency: string
}
