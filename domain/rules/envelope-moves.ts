import type { EnvelopeState } from '../entities.ts'

/** An envelope as far as moving it goes. Moments are milliseconds of the one clock that all attempts read (exactly-once rule 9). */
export interface MovingEnvelope {
  state: EnvelopeState
  attempt: number
  leaseUntil: number
}

const unsettled = ['written', 'sent', 'unknown'] as const satisfies EnvelopeState[]

/** From which states each move goes; the attempt that moves must be the one that holds the envelope (exactly-once rules 7, 8 and 10). */
export const envelopeMoves = {
  markSent: ['written'],
  putBack: ['sent'],
  markUnknown: ['sent', 'unknown'],
  letGo: unsettled,
  renewLease: unsettled,
  settle: unsettled,
} as const satisfies Record<string, readonly EnvelopeState[]>
export type EnvelopeMove = keyof typeof envelopeMoves

/** Whether an attempt may move an envelope: nobody has taken it over, and it stands where the move begins. The ledger asks the same in one statement. */
export function mayMove(envelope: MovingEnvelope, attempt: number, move: EnvelopeMove): boolean {
  const from: readonly EnvelopeState[] = envelopeMoves[move]
  return envelope.attempt === attempt && from.includes(envelope.state)
}

/** Whether an envelope may be taken over: unsettled, and its lease is over. */
export function mayTakeOver(envelope: MovingEnvelope, now: number): boolean {
  return envelope.state !== 'settled' && envelope.leaseUntil <= now
}

/** What taking over makes of it: what was sent is unknown from then on, never sent again, and the attempt before is fenced off. */
export function takenOver<E extends MovingEnvelope>(envelope: E, leaseUntil: number): E {
  return { ...envelope, state: envelope.state === 'sent' ? 'unknown' : envelope.state, attempt: envelope.attempt + 1, leaseUntil }
}
