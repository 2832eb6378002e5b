/** Text as Xero takes a name: trimmed, single blanks, without the angle brackets it refuses (reference xero.md 6; accounting rule 32). */
export const nameForXero = (text: string): string => text.replace(/[<>]/g, '').replace(/\s+/g, ' ').trim()

/** Text cut to a length, without a blank at the end. */
export const cut = (text: string, limit: number): string => text.slice(0, limit).trimEnd()

/** The bank's own text with our token after it; the text gives way where both do not fit. */
export function withToken(text: string, token: string | undefined, limit: number): string {
  if (token === undefined) return cut(text.trim(), limit)
  const own = cut(text.trim(), limit - token.length - 1)
  return own === '' ? token : `${own} ${token}`
}

/** The parts that are there, each once, joined for a reference. */
export const joined = (parts: (string | undefined)[], separator: string): string =>
  [...new Set(parts.map((part) => part?.trim() ?? '').filter((part) => part !== ''))].join(separator)
