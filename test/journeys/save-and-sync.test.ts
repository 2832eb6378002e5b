import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAnswer, openBody } from '../../ledger/envelope-texts.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import { readRun } from '../../ledger/sync-runs.ts'
import { type Engine, startEngine } from './engine.ts'
import { invoice, mapCodes } from './trade.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())

test('one Save & Sync puts customers, invoices, a credit and receipts into the books, once each', async () => {
  await mapCodes(engine)
  await engine.save('customer', { c1: { state: 'active', name: 'A. Smith' }, c2: { state: 'active', name: 'B. Jones Ltd' } })
  await engine.save('invoice', { i1: invoice('INV-1', 'c1'), i2: invoice('INV-2', 'c2'), i3: invoice('INV-3', 'c2') })
  await engine.save('credit', { k1: { ...invoice('CR-1', 'c2'), corrects: [{ invoice: 'i3' }] } })
  await engine.save('payment', {
    p1: {
      state: 'recorded',
      customer: 'c1',
      date: '2026-10-10',
      amount: 11200,
      currency: 'GBP',
      method: 'BACS',
      reference: 'SMITH',
      allocations: [{ invoice: 'i1', amount: 10200 }],
    },
  })
  const run = await engine.sync()
  const items = await engine.asCompany((scope) => listItems(scope, run.id))
  expect(items.map((item) => `${item.kind} ${item.external_id} ${item.part} ${item.outcome}`)).toEqual([
    'customer c1 main pushed',
    'customer c2 main pushed',
    'invoice i1 main pushed',
    'invoice i2 main pushed',
    'invoice i3 main pushed',
    'credit k1 main pushed',
    'payment p1 main pushed',
    'payment p1 onAccount pushed',
    'credit k1 allocation:i3 pushed',
  ])
  expect(run.status).toBe('Done')
})

test('a second Save & Sync changes nothing in the books and costs at most 8 calls', async () => {
  const before = await booksText()
  const { requests: asked } = await engine.control<{ requests: unknown[] }>('requests')
  const run = await engine.sync()
  const { requests } = await engine.control<{ requests: unknown[] }>('requests')
  expect(run.status).toBe('Done')
  expect(await booksText()).toBe(before)
  expect(requests.length - asked.length).toBeLessThanOrEqual(8)
})

const booksText = async () => JSON.stringify(await engine.control(`books?organisationId=${engine.organisationId}`))

test('of all that went out and came back nothing stands in the envelopes in clear, and support can read it', async () => {
  const { texts, readable } = await engine.asCompany(async (scope) => {
    const envelopes = await scope.db.selectFrom('envelopes').selectAll().execute()
    const items = await scope.db.selectFrom('envelope_items').select('body').execute()
    return {
      texts: [...envelopes.flatMap(({ body, answer }) => [body, answer]), ...items.map(({ body }) => body)],
      readable: envelopes.map((envelope) => [openBody(engine.vault, envelope), openAnswer(engine.vault, envelope)?.text ?? ''].join(' ')),
    }
  })
  expect(texts.length).toBeGreaterThan(10)
  expect(texts.filter((text) => !text?.startsWith('v1.'))).toEqual([])
  expect(readable.filter((text) => text.includes('Boiler service') && text.includes('"InvoiceID"')).length).toBeGreaterThan(0)
})

test('while documents are on their way the run says that it pushes', async () => {
  const slow = { match: { path: '/Invoices\\?', method: 'PUT' }, times: 1, kind: 'slow', delayMs: 600 }
  await engine.control('faults', slow)
  await engine.save('invoice', { i9: invoice('INV-9', 'c1') })
  const syncRunId = await engine.ask()
  const stages = new Set<string | null>()
  for (let over = false; !over; ) {
    const run = await engine.asCompany((scope) => readRun(scope, syncRunId))
    stages.add(run?.stage ?? null)
    over = run?.finished_at != null
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect([...stages]).toContain('push')
})
