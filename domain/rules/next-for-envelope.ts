import type { EnvelopeState } from '../entities.ts'

/** What an attempt that holds an envelope does with it. */
export type NextForEnvelope =
  /** It is settled, by somebody else. */
  | 'nothing'
  /** It was written for another organisation: neither sent nor looked up (exactly-once rule 18). */
  | 'otherOrganisation'
  /** It may have arrived: waited for, looked up, never sent again. */
  | 'lookUp'
  /** The database was set back in time: looked up before it is sent (exactly-once rule 19). */
  | 'lookUpFirst'
  | 'send'

/** The next step of an envelope, from what is written of it. */
export function nextForEnvelope(
  envelope: { state: EnvelopeState; organisationId: string; lookUpFirst: boolean } | undefined,
  organisationId: string,
): NextForEnvelope {
  if (envelope === undefined || envelope.state === 'settled') return 'nothing'
  if (envelope.organisationId !== organisationId) return 'otherOrganisation'
  if (envelope.state !== 'written') return 'lookUp'
  return envelope.lookUpFirst ? 'lookUpFirst' : 'send'
}

/** What the next run does with an envelope that an earlier one left (exactly-once rule 17): what was never sent is given up, because days may lie between. */
export function nextForLeftover(envelope: { state: EnvelopeState; leaseLeftMs: number }): 'leave' | 'giveUp' | 'lookUp' {
  if (envelope.leaseLeftMs > 0 || envelope.state === 'settled') return 'leave'
  return envelope.state === 'written' ? 'giveUp' : 'lookUp'
}
