/**
 * Where a JSON value holds text that PostgreSQL cannot keep (a NUL character, half of a surrogate pair), as a JSON pointer; undefined: nowhere.
 */
export function unstorableText(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : pointer
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const found = isStorable(key) ? unstorableText(inner, below) : pointer
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether PostgreSQL can keep a text as it is. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
