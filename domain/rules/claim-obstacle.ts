import type { Operation } from '../entities.ts'
import { makesRecord } from './operation-effects.ts'

/** A write as it was planned. */
export interface PlannedClaim {
  operation: Operation
  version: number
  /** The record that an update is for, where the plan named it. */
  bookId: string | undefined
  /** Refs of what must be linked first. */
  needs: readonly string[]
}

/** What stands at the moment of the claim, on locked rows. */
export interface ClaimFacts {
  /** Newest version of the document. */
  version: number | undefined
  /** Another envelope with this document is not settled. */
  open: boolean
  /** Live link of the part that is to be written. */
  linkedTo: string | undefined
  isLinked: (ref: string) => boolean
}

/** Why a planned write is not sent; the document is left to the next plan. */
export type ClaimObstacle =
  | { outcome: 'waiting'; code: 'CHANGED_SINCE_PREVIEW' | 'OPEN_ITEM' }
  | { outcome: 'waiting'; code: 'PARENT_WAITING'; waitsFor: string }
  /** It is in the books already. */
  | { outcome: 'skipped'; bookId: string }

/**
 * The claim decides again (exactly-once rule 3): the planned version, no open item, for a create no live link, for an update the same link, every parent linked.
 * Undefined: it may go.
 */
export function claimObstacle(planned: PlannedClaim, facts: ClaimFacts): ClaimObstacle | undefined {
  if (facts.version !== planned.version) return { outcome: 'waiting', code: 'CHANGED_SINCE_PREVIEW' }
  if (facts.open) return { outcome: 'waiting', code: 'OPEN_ITEM' }
  if (makesRecord(planned.operation)) {
    if (facts.linkedTo !== undefined) return { outcome: 'skipped', bookId: facts.linkedTo }
  } else if (facts.linkedTo === undefined || (planned.bookId !== undefined && facts.linkedTo !== planned.bookId))
    return { outcome: 'waiting', code: 'CHANGED_SINCE_PREVIEW' }
  const missing = planned.needs.find((ref) => !facts.isLinked(ref))
  return missing === undefined ? undefined : { outcome: 'waiting', code: 'PARENT_WAITING', waitsFor: missing }
}
