/** A part of a document as a person would say it. */
export function partWords(part: string): string {
  if (part === 'onAccount') return 'the money on account'
  if (part === 'writeOff') return 'credit note that writes off the rest'
  if (part === 'allocation:writeOff') return 'the write-off set against the invoice'
  return part.startsWith('allocation:') ? `allocation to ${part.slice('allocation:'.length)}` : part
}
