/** One field that differs between two JSON values; absent on one side: undefined there. */
export interface Difference {
  /** Keys joined by dots, as `nominalCodes.byCode.parts`. */
  path: string
  from: unknown
  to: unknown
}

/** The fields in which two JSON values differ; lists are compared whole. */
export function differences(from: unknown, to: unknown, path = ''): Difference[] {
  if (isRecord(from) && isRecord(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
    return keys.flatMap((key) => differences(from[key], to[key], path === '' ? key : `${path}.${key}`))
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
