import type { Composed } from '../../../providers/contract.ts'

/** What was composed; a refusal fails the test with its words. */
export function done(composed: Composed): Extract<Composed, { ok: true }> {
  if (!composed.ok) throw new Error(`${composed.code} ${composed.detail ?? ''}`)
  return composed
}
