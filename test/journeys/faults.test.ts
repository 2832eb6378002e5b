import { beforeAll, describe, expect, test } from 'vitest'
import { type Engine, startEngine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { mapCodes, saveTrade } from './trade.ts'

/** Every kind of request that a run of the trade sends. */
const writes = [
  '/Contacts\\?',
  '/Invoices\\?',
  '/CreditNotes\\?',
  '/Payments\\?',
  '/BatchPayments\\?',
  '/BankTransactions\\?',
  '/Allocations',
]

/** What strikes the first request of each kind. */
const faults = {
  'the connection breaks before it arrives': { kind: 'drop-before' },
  'it is carried out and the answer is lost': { kind: 'drop-after-commit' },
  'the answer breaks off half-way': { kind: 'cut' },
  'the network delivers it twice': { kind: 'twice' },
  'nothing comes back': { kind: 'hang' },
  'it is carried out and nothing comes back': { kind: 'hang-after-commit' },
  'the provider answers 500': { kind: 'status', status: 500 },
  'the provider is down for maintenance': { named: 'maintenance' },
  'the limit is reached': { kind: 'throttle', retryAfter: 1 },
  'the limit is reached and says nothing more': { kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
} as const satisfies Record<string, Record<string, unknown>>

let withoutFaults: { books: string[]; outcomes: string[] }

async function startTrade(): Promise<Engine> {
  const engine = await startEngine()
  await mapCodes(engine)
  await saveTrade(engine)
  return engine
}

beforeAll(async () => {
  const engine = await startTrade()
  const run = await engine.sync()
  withoutFaults = { books: await statement(engine), outcomes: await outcomes(engine, run.id) }
  await engine.stop()
})

test('without faults every document of the trade is in the books once', () => {
  expect(withoutFaults.outcomes.filter((line) => !line.includes(' pushed'))).toEqual([])
  expect(withoutFaults.books).toMatchInlineSnapshot(`
    [
      "allocations 60 | false | - | INV-3 | CR-1",
      "bankTransactions AUTHORISED | RECEIVE-OVERPAYMENT | 10 | A. Smith | - | -",
      "bankTransactions AUTHORISED | RECEIVE-OVERPAYMENT | 50 | B. Jones Ltd | - | -",
      "batchPayments AUTHORISED | 342 | BGC CF-* | - | - | -",
      "contacts A. Smith | ACTIVE | - | - | -",
      "contacts B. Jones Ltd | ACTIVE | - | - | -",
      "creditNotes CR-1 | PAID | 60 | 0 | B. Jones Ltd | - | -",
      "invoices INV-1 | PAID | 102 | 0 | A. Smith | - | -",
      "invoices INV-2 | PAID | 102 | 0 | B. Jones Ltd | - | -",
      "invoices INV-3 | AUTHORISED | 120 | 60 | B. Jones Ltd | - | -",
      "invoices INV-4 | PAID | 240 | 0 | B. Jones Ltd | - | -",
      "overpayments AUTHORISED | 10 | 10 | A. Smith | - | -",
      "overpayments AUTHORISED | 50 | 50 | B. Jones Ltd | - | -",
      "payments AUTHORISED | 102 | BGC CF-* | ACCRECPAYMENT | - | INV-1 | -",
      "payments AUTHORISED | 102 | BGC CF-* | ACCRECPAYMENT | - | INV-2 | -",
      "payments AUTHORISED | 240 | BGC CF-* | ACCRECPAYMENT | - | INV-4 | -",
    ]
  `)
})

describe.concurrent('the books are those of a run without faults, although', () => {
  for (const [title, fault] of Object.entries(faults)) {
    test(title, async ({ expect }) => {
      const engine = await startTrade()
      try {
        for (const path of writes) await engine.control('faults', { match: { path, method: 'PUT' }, times: 1, ...fault })
        const run = await engine.sync()
        const struck = await engine.control<{ struck: number }[]>('faults')
        expect(struck.map((each) => each.struck)).toEqual(writes.map(() => 1))
        expect(await statement(engine)).toEqual(withoutFaults.books)
        expect(await outcomes(engine, run.id)).toEqual(withoutFaults.outcomes)
        expect(run.status).toBe('Done')
        await engine.sync()
        expect(await statement(engine)).toEqual(withoutFaults.books)
      } finally {
        await engine.stop()
      }
    })
  }
})

test('the books are those of a run without faults, although the answer of a token refresh gets lost', async () => {
  const engine = await startTrade()
  try {
    // Half an hour later for the provider alone: our access token has ended, and we do not know it yet.
    await engine.control('clock', { advanceSeconds: 1_900 })
    await engine.control('faults', { kind: 'lose-token' })
    const run = await engine.sync()
    expect(await statement(engine)).toEqual(withoutFaults.books)
    expect(run.status).toBe('Done')
    expect((await engine.control<{ struck: number }[]>('faults')).map((each) => each.struck)).toEqual([1])
  } finally {
    await engine.stop()
  }
})
