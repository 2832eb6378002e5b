import type { Request } from 'express'

/** The version that a caller believes to be the newest: `"3"` or `3`; anything else is no version of ours and matches none. */
export function ifMatchOf(request: Request): number | undefined {
  const header = request.get('if-match')
  if (header === undefined || header === '*') return undefined
  const match = /^(?:W\/)?"?(\d+)"?$/.exec(header)
  return match ? Number(match[1]) : -1
}
