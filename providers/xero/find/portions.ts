/**
 * A query string of more than 2,048 characters is answered 404, as if nothing were there (XeroAPI/Xero-OpenAPI #534, xero-node #404: 52 ids pass, 53 do not;
 * Xero-NetStandard #471), read 21 November 2026. This much is left for the filter itself, encoded; the rest is for pages and what else is asked.
 */
const LONGEST_FILTER = 1_700

/** What one look-up asks for at once: different texts, in portions that fit into an address each, joined as they will be. */
export function portions(texts: readonly string[], joint: string): string[][] {
  const filled: string[][] = []
  let length = 0
  for (const text of new Set(texts)) {
    const more = encodeURIComponent(text + joint).length
    const last = filled.at(-1)
    if (last === undefined || length + more > LONGEST_FILTER) {
      filled.push([text])
      length = more
    } else {
      last.push(text)
      length += more
    }
  }
  return filled
}

/** Filters of which any one may hold. */
export const anyOf = (filters: readonly string[]): string[] => portions(filters, OR).map((portion) => portion.join(OR))

const OR = ' OR '

/** Records met by several portions, each once. */
export const onceEach = <T>(records: readonly T[], idOf: (record: T) => string): T[] => [
  ...new Map(records.map((record) => [idOf(record), record])).values(),
]
