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

describe('books that have been quiet for long', () => {
  const changed = Date.parse('2026-01-01T12:00:00.000Z')
  const asked: (string | undefined)[] = []
  let toldAt: string | undefined
  let server: Awaited<ReturnType<typeof startRawServer>>
  beforeAll(async () => {
    server = await startRawServer((request, response) => {
      asked.push(request.headers['if-modified-since'])
      const since = Date.parse(request.headers['if-modified-since'] ?? '') || 0
      const Contacts = changed > since ? [{ ContactID: 'c', Name: 'c', UpdatedDateUTC: `/Date(${changed}+0000)/` }] : []
      response.end(JSON.stringify({ DateTimeUTC: toldAt, Contacts, pagination: { page: 1, pageSize: 1000, pageCount: 1, itemCount: 1 } }))
    })
  })
  afterAll(() => server.close())

  const readTwice = async (told: string | undefined) => {
    toldAt = told
    const session = xero.open('o', testTools(server.url))
    const first = await session.changes('contacts', undefined)
    return (await session.changes('contacts', first.cursor)).records.length
  }

  test('are not read again: a reading reaches to the moment at which its first page was answered', async () => {
    expect(await readTwice(`/Date(${Date.now()})/`)).toBe(0)
    const begun = Date.now() - Date.parse(asked.at(-1) ?? '')
    expect(begun).toBeGreaterThanOrEqual(xero.manifest.settle.longestRequest + xero.manifest.settle.visibilityLag - 1_000)
  })

  test('are read from their latest change where the provider tells no time, or one that cannot be', async () => {
    expect(await readTwice(undefined)).toBe(1)
    expect(await readTwice(`/Date(${Date.now() + 3_600_000})/`)).toBe(1)
  })
})
