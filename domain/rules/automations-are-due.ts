import type { Automations } from '../books.ts'
import type { Includable } from '../entities.ts'
import { forCodesAlone } from './for-codes-alone.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * Whether a run reads again what the provider does by itself (docs/decisions/0044). One that a person asked for to read codes always does; a preview where it was never
 * read, where it warned when it was read last (somebody may have switched it off since), or after a day; a run that sends never: its calls are counted, and nobody looks.
 * `now`: milliseconds UTC.
 */
export function automationsAreDue(
  kept: Automations | undefined,
  run: { mode: 'sync' | 'preview'; include: readonly Includable[] },
  now: number,
): boolean {
  if (run.mode === 'sync') return forCodesAlone(run.include)
  return kept === undefined || kept.invoiceReminders.state !== 'off' || now - Date.parse(kept.readAt) > DAY_MS
}
