import { beforeAll, describe, expect, test } from 'vitest'
import { startEngine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { customers, invoice, mapCodes, payment, saveTrade } from './trade.ts'
import { untilStruck } from './until-struck.ts'
import { startWorkerProcess } from './worker-process.ts'

/** In the middle of which call the worker is killed, and whether the provider carried it out. */
const moments = {
  'customers arrived, and their answer reached nobody': ['/Contacts\\?', 'hang-after-commit'],
  'invoices never arrived': ['/Invoices\\?', 'hang'],
  'a payment arrived, and its answer reached nobody': ['/Payments\\?', 'hang-after-commit'],
  'an allocation arrived, and its answer reached nobody': ['/Allocations', 'hang-after-commit'],
} as const

let expected: { books: string[]; outcomes: string[] }

beforeAll(async () => {
  const engine = await startEngine()
  await mapCodes(engine)
  await saveTrade(engine)
  const run = await engine.sync()
  expected = { books: await statement(engine), outcomes: await outcomes(engine, run.id) }
  await engine.stop()
})

describe.concurrent('a worker killed in the middle of a call is followed by another that finishes the run, once each:', () => {
  for (const [title, [path, kind]] of Object.entries(moments)) {
    test(title, { timeout: 120_000 }, async ({ expect }) => {
      const engine = await startEngine({ workers: 0 })
      const first = await startWorkerProcess('quick', engine.environment)
      await mapCodes(engine)
      await saveTrade(engine)
      await engine.control('faults', { match: { path, method: 'PUT' }, times: 1, kind })
      const syncRunId = await engine.ask()
      await untilStruck(engine)
      await first.kill()
      const second = await startWorkerProcess('quick', engine.environment)
      try {
        const run = await engine.finished(syncRunId)
        expect(await statement(engine)).toEqual(expected.books)
        expect(await outcomes(engine, run.id)).toEqual(expected.outcomes)
        expect(run.status).toBe('Done')
      } finally {
        await second.kill()
        await engine.stop()
      }
    })
  }
})

test('so is one killed when a write-off had arrived and its answer reached nobody', { timeout: 120_000 }, async () => {
  const engine = await startEngine({ workers: 0 })
  const first = await startWorkerProcess('quick', engine.environment)
  await mapCodes(engine, { writeOff: { limit: 1, nominalCode: '429' } })
  await engine.save('customer', customers)
  await engine.save('invoice', { i1: invoice('INV-1', 'c1') })
  await engine.save('payment', { p1: payment('c1', 10_199, [{ invoice: 'i1', amount: 10_199 }]) })
  await engine.control('faults', { match: { path: '/CreditNotes\\?', method: 'PUT' }, times: 1, kind: 'hang-after-commit' })
  const syncRunId = await engine.ask()
  await untilStruck(engine)
  await first.kill()
  const second = await startWorkerProcess('quick', engine.environment)
  try {
    await engine.finished(syncRunId)
    expect((await statement(engine)).filter((record) => /^(invoices|creditNotes|allocations)/.test(record))).toEqual([
      'allocations 0.01 | false | - | INV-1 | CF-*-WO',
      'creditNotes CF-*-WO | PAID | 0.01 | 0 | A. Smith | - | -',
      'invoices INV-1 | PAID | 102 | 0 | A. Smith | - | -',
    ])
  } finally {
    await second.kill()
    await engine.stop()
  }
})
