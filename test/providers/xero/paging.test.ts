import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { xero } from '../../../providers/xero/index.ts'
import { startRawServer, testTools } from './raw-server.ts'

/** Contacts of a pretend list that is paged by two, sorted by change, and in which one record changes while it is read. */
describe('a record that changes while the list is read', () => {
  const records = Array.from({ length: 5 }, (_, index) => ({ id: `c${index}`, changed: 1_000_000_000_000 + index * 60_000 }))
  let server: Awaited<ReturnType<typeof startRawServer>>
  let calls = 0
  beforeAll(async () => {
    server = await startRawServer((request, response) => {
      calls += 1
      // After the first page the first record changes and moves to the end, so that what was third is now second.
      const first = records[0]
      if (calls === 2 && first !== undefined) first.changed += 24 * 60 * 60_000
      const since = Date.parse(request.headers['if-modified-since'] ?? '') || 0
      const page = Number(new URL(request.url, 'http://x').searchParams.get('page'))
      const newer = records.filter((one) => one.changed > since).sort((a, b) => a.changed - b.changed)
      const Contacts = newer
        .slice((page - 1) * 2, page * 2)
        .map((one) => ({ ContactID: one.id, Name: one.id, UpdatedDateUTC: `/Date(${one.changed}+0000)/` }))
      response.end(
        JSON.stringify({ Contacts, pagination: { page, pageSize: 2, pageCount: Math.ceil(newer.length / 2), itemCount: newer.length } }),
      )
    })
  })
  afterAll(() => server.close())

  test('hides no other record, and is read again', async () => {
    const session = xero.open('o', testTools(server.url))
    const met: string[] = []
    let cursor: string | undefined
    for (let done = false; !done; ) {
      const page = await session.changes('contacts', cursor)
      met.push(...page.records.map((one) => one.bookId))
      ;({ cursor, done } = page)
    }
    expect(new Set(met)).toEqual(new Set(records.map((one) => one.id)))
    expect(met.filter((id) => id === 'c0').length).toBeGreaterThan(1)
    expect(calls).toBeLessThanOrEqual(6)
  })
})
