import { describe, expect, test } from 'vitest'
import { latest, nextPlace, parseCursor, printCursor, settledSince } from '../../../providers/xero/cursor.ts'
import { manifest } from '../../../providers/xero/manifest.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()

describe('where the mirror reads on', () => {
  test('what is printed is read back', () => {
    const cursor = {
      since: { payments: at(1), batches: at(2) },
      list: 'payments',
      from: at(3),
      page: 2,
      seen: at(4),
      due: true,
      mark: 'm',
      readAt: 5,
    }
    expect(parseCursor(printCursor(cursor))).toEqual(cursor)
    expect(parseCursor(undefined)).toEqual({ since: {} })
  })

  test('the next page begins just before the last record changed, by time and not by number', () => {
    expect(nextPlace({ from: undefined, page: 1 }, [at(1), at(2), at(9)], 3)).toEqual({ from: '2026-01-01T00:00:08.999Z', page: 1 })
  })

  test('a page that bears one time is followed by number, and so is one out of order', () => {
    expect(nextPlace({ from: '2026-01-01T00:00:08.999Z', page: 1 }, [at(9), at(9)], 3)).toEqual({
      from: '2026-01-01T00:00:08.999Z',
      page: 2,
    })
    expect(nextPlace({ from: at(1), page: 1 }, [at(9), at(5), at(20)], 3)).toEqual({ from: at(1), page: 2 })
  })

  test('the last page and an empty one end the list', () => {
    expect(nextPlace({ from: undefined, page: 3 }, [at(1)], 3)).toBeUndefined()
    expect(nextPlace({ from: undefined, page: 1 }, [], 3)).toBeUndefined()
  })

  test('the next read begins before the latest change by what may still be under way, and never goes back', () => {
    const { longestRequest, visibilityLag } = manifest.settle
    const seen = '2026-01-01T12:00:00.000Z'
    expect(Date.parse(seen) - Date.parse(settledSince(seen, undefined) ?? '')).toBe(longestRequest + visibilityLag)
    expect(settledSince(seen, '2026-01-01T11:59:59.000Z')).toBe('2026-01-01T11:59:59.000Z')
    expect(settledSince(undefined, at(1))).toBe(at(1))
    expect(latest(at(3), [at(1), at(2)])).toBe(at(3))
  })
})
