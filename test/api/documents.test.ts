import { afterAll, beforeAll, expect, test } from 'vitest'
import { link } from '../../ledger/links.ts'
import { createConnection } from '../../ledger/connections.ts'
import { sales } from './fill-company.ts'
import { type Answer, type RunningApi, startApi, type TestCompany } from './start-api.ts'

let api: RunningApi
let company: TestCompany
beforeAll(async () => {
  api = await startApi()
  company = await api.newCompany()
})
afterAll(() => api.close())

const put = (path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  api.ask(company.key, 'PUT', `${company.path}/${path}`, body, headers)
const get = (path: string): Promise<Answer> => api.ask(company.key, 'GET', `${company.path}/${path}`)
const fieldsOf = (answer: Answer) => answer.body['errors'] as { pointer: string; code: string }[]

test('the first PUT makes a document, the same again changes nothing, new content is a new version', async () => {
  const first = await put('invoices/A1', sales('A-1'))
  const { lines, totals, ...rest } = sales('A-1')
  const reordered = await put('invoices/A1', { totals, lines, ...rest })
  const changed = await put('invoices/A1', { ...sales('A-1'), reference: 'PO 7' })
  expect([first, reordered, changed].map(({ status, body }) => [status, body['version'], body['result']])).toEqual([
    [201, 1, 'created'],
    [200, 1, 'unchanged'],
    [200, 2, 'changed'],
  ])
  expect(changed.headers.get('etag')).toBe('"2"')
})

test('PUT replaces the whole: what is left out is gone', async () => {
  await put('customers/B1', { state: 'active', name: 'B', email: 'b@example.com' })
  await put('customers/B1', { state: 'active', name: 'B' })
  expect((await get('customers/B1')).body).not.toHaveProperty('email')
})

test('a version that is not the newest is refused with 412 and changes nothing', async () => {
  await put('customers/D1', { state: 'active', name: 'D' })
  const refused = await put('customers/D1', { state: 'active', name: 'E' }, { 'if-match': '"7"' })
  expect([refused.status, refused.body['code']]).toEqual([412, 'PRECONDITION_FAILED'])
  expect((await put('customers/D1', { state: 'active', name: 'E' }, { 'if-match': '"1"' })).status).toBe(200)
  expect((await put('customers/new', { state: 'active', name: 'N' }, { 'if-match': '"1"' })).status).toBe(412)
})

test('an older message of the host never takes the place of a newer one', async () => {
  await put('customers/F1', { state: 'active', name: 'New', sourceVersion: 5 })
  const stale = await put('customers/F1', { state: 'active', name: 'Old', sourceVersion: 4 })
  expect([stale.status, stale.body['code']]).toEqual([409, 'STALE_DOCUMENT'])
  expect((await get('customers/F1')).body['name']).toBe('New')
})

test('who pays, currency and kind of a document in the books cannot change, and the answer says what to do', async () => {
  await put('invoices/G1', sales('G-1'))
  await company.inside(async (scope) => {
    const connectionId = await createConnection(scope, 'xero')
    await link(scope, { connectionId, kind: 'invoice', externalId: 'G1', bookId: 'b', how: 'pushed', version: 1 })
  })
  for (const change of [{ customer: 'other' }, { currency: 'EUR' }, { kind: 'deposit' }]) {
    const refused = await put('invoices/G1', { ...sales('G-1'), ...change })
    expect([refused.status, refused.body['code']]).toEqual([409, 'IN_BOOKS'])
    expect(refused.body['whatToDo']).toContain('Cancel or reverse')
  }
  expect((await put('invoices/G1', { ...sales('G-1'), reference: 'fine' })).status).toBe(200)
})

test('a number stands on one issued invoice only', async () => {
  await put('invoices/H1', sales('H-1'))
  const refused = await put('invoices/H2', sales('H-1'))
  expect([refused.status, refused.body['code']]).toEqual([409, 'NUMBER_TAKEN'])
})

test('every field that is wrong is named by its pointer, with a code', async () => {
  const { customer: _customer, ...rest } = sales('I-1')
  const wrong = { ...rest, issueDate: '2026-02-30', colour: 'red', lines: [{ ...sales().lines[0], quantity: '1e3', net: 1.5 }] }
  const answer = await put('invoices/I1', wrong)
  expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([
    422,
    'VALIDATION',
    'application/problem+json; charset=utf-8',
  ])
  expect(fieldsOf(answer).map(({ pointer, code }) => [pointer, code])).toEqual(
    expect.arrayContaining([
      ['/customer', 'REQUIRED'],
      ['/issueDate', 'WRONG_FORMAT'],
      ['/lines/0/quantity', 'WRONG_FORMAT'],
      ['/colour', 'UNKNOWN_FIELD'],
    ]),
  )
  expect((await get('invoices/I1')).status).toBe(404)
})

test('documents come in any order: an invoice for an unknown customer is taken and waits', async () => {
  expect((await put('invoices/J1', { ...sales('J-1'), customer: 'not yet' })).status).toBe(201)
  expect((await get('invoices/J1')).body).toMatchObject({ status: 'waiting', links: [], problems: [] })
})

test('a document on hold is held, a draft is not due, and there is no DELETE', async () => {
  await put('invoices/K1', { ...sales('K-1'), hold: true })
  await put('invoices/K2', { ...sales('K-2'), state: 'draft' })
  const statuses = await get('statuses?ids=K1,invoice/K2,customer/nobody')
  expect((statuses.body['items'] as { status: string }[]).map(({ status }) => status)).toEqual(['held', 'notDue'])
  const refused = await api.ask(company.key, 'DELETE', `${company.path}/invoices/K1`)
  expect([refused.status, refused.body['code'], refused.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'PUT, GET'])
})

test('ids keep their letters and signs, also a slash, a comma and an emoji', async () => {
  for (const id of ['a/b', 'x,y', 'É 🔥', '%2F']) {
    const path = `customers/${encodeURIComponent(id)}`
    expect((await put(path, { state: 'active', name: id })).body['externalId']).toBe(id)
    expect((await get(path)).body).toMatchObject({ externalId: id, name: id })
  }
  expect((await put(`customers/${'x'.repeat(129)}`, { state: 'active', name: 'x' })).status).toBe(422)
})

test('a list is paged to its end without repeating or losing a document', async () => {
  const other = await api.newCompany()
  for (let index = 0; index < 7; index++)
    await api.ask(other.key, 'PUT', `${other.path}/customers/${index}`, { state: 'active', name: `Same name ${index % 2}` })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Answer = await api.ask(other.key, 'GET', `${other.path}/customers?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...(page.body['items'] as { externalId: string }[]).map(({ externalId }) => externalId))
    cursor = page.body['nextCursor'] as string | null
  }
  expect(seen.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('a company can be named by the host’s own id', async () => {
  const path = `/v1/companies/${encodeURIComponent(`ext:${company.externalId}`)}`
  expect((await api.ask(company.hostKey, 'GET', path)).body['companyId']).toBe(company.companyId)
  const made = await api.ask(company.hostKey, 'PUT', '/v1/companies/ext%3Anew-one', { name: 'New One', timeZone: 'Europe/Dublin' })
  expect([made.status, made.body['externalId'], made.body['timeZone']]).toEqual([201, 'new-one', 'Europe/Dublin'])
  expect((await api.ask(company.hostKey, 'PUT', '/v1/companies/ext%3Anew-one', { name: 'Renamed' })).body['companyId']).toBe(
    made.body['companyId'],
  )
  expect((await api.ask(company.hostKey, 'PUT', '/v1/companies/ext%3Anew-one', { name: 'x', timeZone: 'Mars/Base' })).status).toBe(422)
})
