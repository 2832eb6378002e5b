import { manifest } from './manifest.ts'

/*
 * How far the mirror has read one kind, as text that only this folder understands. A kind may be read from two lists, each with a time of its own.
 * Within a list, pages are followed by time rather than by number: a record that changes while we read moves to the end, and every later page
 * then begins one record too late. Numbers are used only where a whole page bears one time, or came out of order.
 */

export interface Cursor {
  /** By list: from when its next read begins; none: everything. */
  since: Record<string, string>
  /** The list that is being read, and where in it; absent between two reads. */
  list?: string
  from?: string
  page?: number
  /** The latest change met in this list so far, or when its first page was answered. */
  seen?: string
  /** Something read shows that the next list has news too. */
  due?: boolean
  /** What showed it the last time, so that reading the same again (each read begins a little earlier than the last ended) shows nothing. */
  mark?: string
  /** When the list that is read more seldom was last read, milliseconds UTC. */
  readAt?: number
}

/** Reads what `printCursor` wrote; undefined is the beginning. */
export function parseCursor(text: string | undefined): Cursor {
  const parts = new URLSearchParams(text ?? '')
  const said = (name: string): string | undefined => parts.get(name) ?? undefined
  const [list, from, page, seen, mark, readAt] = ['list', 'from', 'page', 'seen', 'mark', 'readAt'].map(said)
  return {
    since: Object.fromEntries(
      [...parts].filter(([name]) => name.startsWith(SINCE)).map(([name, time]) => [name.slice(SINCE.length), time]),
    ),
    ...(list !== undefined && { list }),
    ...(from !== undefined && { from }),
    ...(page !== undefined && { page: Number(page) }),
    ...(seen !== undefined && { seen }),
    ...(parts.has('due') && { due: true }),
    ...(mark !== undefined && { mark }),
    ...(readAt !== undefined && { readAt: Number(readAt) }),
  }
}

export function printCursor({ since, due, ...rest }: Cursor): string {
  const times = Object.entries(since).map(([list, time]) => [`${SINCE}${list}`, time])
  const others = Object.entries(rest).map(([name, value]) => [name, String(value)])
  return new URLSearchParams([...times, ...others, ...(due === true ? [['due', 'yes']] : [])]).toString()
}

const SINCE = 'since.'

/** Where a page begins. */
export interface Place {
  from: string | undefined
  page: number
}

/** Where to read on within the list, or undefined when it has been read to its end. `times`: when each record of the page last changed. */
export function nextPlace(at: Place, times: string[], pageCount: number): Place | undefined {
  if (at.page >= pageCount || times.length === 0) return undefined
  const from = justBefore(times.at(-1) ?? '')
  const ordered = times.every((time, index) => index === 0 || (times[index - 1] ?? '') <= time)
  const byNumber = !ordered || (at.from !== undefined && from <= at.from)
  return byNumber ? { ...at, page: at.page + 1 } : { from, page: 1 }
}

/** The latest of the change times met. */
export const latest = (seen: string | undefined, times: string[]): string | undefined =>
  [seen ?? '', ...times].reduce((a, b) => (a > b ? a : b)) || undefined

/** Where the next read begins: the latest change the provider told, or its time when it began to tell, less what may still be under way or not visible yet (exactly-once rule 23). */
export function settledSince(seen: string | undefined, before: string | undefined): string | undefined {
  if (seen === undefined) return before
  const { longestRequest, visibilityLag } = manifest.settle
  const since = new Date(Date.parse(seen) - longestRequest - visibilityLag).toISOString()
  return before !== undefined && before > since ? before : since
}

/**
 * Whether If-Modified-Since includes its own moment is not documented (reference xero.md 5), so it names the one before. Should Xero go by whole
 * seconds, the page comes once more and is then followed by number.
 */
const justBefore = (time: string): string => new Date(Date.parse(time) - 1).toISOString()
