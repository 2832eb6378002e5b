/** The parts of a provider's settle time, in milliseconds; the manifest states each with its source. */
export interface SettleParts {
  sendBy: number
  network: number
  requestTimeout: number
  longestRequest: number
  visibilityLag: number
}

/** The longest that a request may still be working at the provider or not yet be seen there, counted from when it was marked sent (exactly-once rule 12). */
export const settleTime = ({ sendBy, network, requestTimeout, longestRequest, visibilityLag }: SettleParts): number =>
  sendBy + network + Math.max(requestTimeout, longestRequest) + visibilityLag

/**
 * As long as the settle time, which is longer than a send and its answer. A killed attempt's envelope could not be looked up earlier anyway,
 * and an attempt that works for longer renews its lease before each look-up (exactly-once rule 7).
 */
export const leaseTime = (parts: SettleParts): number => settleTime(parts)

/** Milliseconds until an envelope may be looked up. One that was never marked sent counts from when it was written. The ledger asks the same in one statement. */
export function settleTimeLeft(envelope: { sentAt: number | null; writtenAt: number }, now: number, settle: number): number {
  return Math.max(0, (envelope.sentAt ?? envelope.writtenAt) + settle - now)
}
