/*
 * Filters in Xero's `where` language. How a quotation mark is escaped in it is not documented, so a text that has one is asked for by its longest
 * part without, and compared here: an answer may hold more than was meant, never less.
 */

/** A field that equals a text, or at least holds a part of it. */
export function textFilter(field: string, text: string): string {
  if (!/["\\]/.test(text)) return `${field}=="${text}"`
  const part = text.split(/["\\]/).reduce((longest, one) => (one.length > longest.length ? one : longest), '')
  return part === '' ? `${field}!=null` : `(${field}!=null AND ${field}.Contains("${part}"))`
}

/** A field that is a day. */
export const dayFilter = (field: string, day: string): string => `${field}==DateTime(${day.split('-').join(',')})`

/** A field that is an id. */
export const idFilter = (field: string, id: string): string => `${field}==Guid("${id.replace(/[^0-9a-fA-F-]/g, '')}")`
