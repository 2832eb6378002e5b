import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Customer } from '../../domain/customer.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import { type Engine, startEngine } from './engine.ts'
import { invoice, mapCodes, payment } from './trade.ts'

/** More than one request of each kind, and no round number of them. */
const SIZE = { customers: 60, invoices: 130, payments: 70 }
/** What every run reads: organisation, tax rates, accounts, and five lists of what changed. */
const TO_LOOK = 8

let engine: Engine

beforeAll(async () => {
  engine = await startEngine()
  await mapCodes(engine)
  await engine.save('customer', customers())
  await engine.save('invoice', invoices())
  await engine.save('payment', payments())
})
afterAll(() => engine.stop())

test('a first sync sends fifty records a request and reads next to nothing: its calls are as planned', async () => {
  const run = await engine.sync()
  expect(run.status).toBe('Done')
  const calls = await callsSince(0)
  const writes = calls.filter((call) => call.startsWith('PUT'))
  expect(countOf(writes)).toEqual({ 'PUT /Contacts': 2, 'PUT /Invoices': 3, 'PUT /Payments': 2 })
  // The first time, what the plan allows and the currencies are read too, and the list that people alone write to.
  expect(calls.length - writes.length).toBeLessThanOrEqual(TO_LOOK + 3)
})

test('a run with nothing to do costs eight calls at most, whatever the size of the books, and writes nothing', async () => {
  const before = (await callsSince(0)).length
  await engine.sync()
  const calls = await callsSince(before)
  expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  expect(calls.length).toBeLessThanOrEqual(TO_LOOK)
})

test('a saved invoice of a known customer costs one call while codes and mirror are fresh', async () => {
  const before = (await callsSince(0)).length
  await engine.save('invoice', { new: invoice('INV-NEW', 'c1') })
  await engine.sync(['customersOut', 'invoices'], { lane: 'express', documents: [{ kind: 'invoice', externalId: 'new' }] })
  expect(await callsSince(before)).toEqual(['PUT /Invoices'])
})

test('beside a bulk run that is under way an express run does not read the books again', async () => {
  // The clock of the mirror is put back: it is older than what express takes for fresh by itself.
  await engine.asCompany(({ db }) =>
    db
      .updateTable('mirror_cursors')
      .set({ read_at: new Date(Date.now() - 10 * 60_000) })
      .execute(),
  )
  await engine.asCompany(({ db }) => db.updateTable('sync_runs').set({ finished_at: null }).where('lane', '=', 'bulk').execute())
  const before = (await callsSince(0)).length
  await engine.save('invoice', { newer: invoice('INV-NEWER', 'c1') })
  await engine.sync(['customersOut', 'invoices'], { lane: 'express', documents: [{ kind: 'invoice', externalId: 'newer' }] })
  expect(await callsSince(before)).toEqual(['PUT /Invoices'])
  await engine.asCompany(({ db }) => db.updateTable('sync_runs').set({ finished_at: new Date() }).execute())
  await engine.save('invoice', { newest: invoice('INV-NEWEST', 'c1') })
  await engine.sync(['customersOut', 'invoices'], { lane: 'express', documents: [{ kind: 'invoice', externalId: 'newest' }] })
  expect((await callsSince(before)).length).toBeGreaterThan(2)
})

/** Calls to the provider in order, as `PUT /Invoices`, without the first so many. */
async function callsSince(count: number): Promise<string[]> {
  const { requests } = await engine.control<{ requests: { method: string; path: string }[] }>('requests')
  return requests
    .filter(({ path }) => path.startsWith('/api.xro/2.0/'))
    .slice(count)
    .map(({ method, path }) => `${method} /${path.split('/')[3]}`)
}

function countOf(calls: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1
  return counts
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const byId = <T>(prefix: string, count: number, make: (number: number) => T): Record<string, T> =>
  Object.fromEntries(numbers(count).map((number) => [`${prefix}${number}`, make(number)]))

const customers = (): Record<string, Customer> => byId('c', SIZE.customers, (n) => ({ state: 'active', name: `Customer number ${n} Ltd` }))
const invoices = (): Record<string, Invoice> => byId('i', SIZE.invoices, (n) => invoice(`INV-${n}`, `c${((n - 1) % SIZE.customers) + 1}`))
const payments = (): Record<string, Payment> =>
  byId('p', SIZE.payments, (n) => payment(`c${((n - 1) % SIZE.customers) + 1}`, 10_200, [{ invoice: `i${n}`, amount: 10_200 }]))
