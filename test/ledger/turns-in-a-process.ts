import { once } from 'node:events'
import { sql } from 'kysely'
import { openLedger } from '../../ledger/database.ts'
import { endTurn, takeTurn } from '../../ledger/turns.ts'

/* One of two processes whose eight callers take every turn they can get within two seconds, and say when each call was under way. */

/** When a call was under way, by the database's clock, in milliseconds. */
export interface CallOfProcess {
  from: number
  to: number
}

const limits = { perMinute: 40, perMinuteSpent: 40, reservedForExpress: 0, perDay: 5000, concurrent: 3 }
const ledger = openLedger(process.argv[2] ?? '')
const calls: CallOfProcess[] = []
// Both are there before either begins: otherwise the first could have made every call before the second had started.
await now()
process.send?.('there')
await once(process, 'message')
const end = Date.now() + 4000

await Promise.all(Array.from({ length: 8 }, caller))
process.send?.(calls)
await ledger.close()
process.disconnect?.()

async function caller(): Promise<void> {
  while (Date.now() < end) {
    const turn = await takeTurn(ledger, { provider: 'xero', organisationId: 'shared', lane: 'bulk', limits, leaseMs: 60_000 })
    if (turn.granted) await makeCall(turn.turnId)
    else await pause(Math.min(turn.retryAfterMs, 20))
  }
}

async function makeCall(turnId: number): Promise<void> {
  const from = await now()
  await pause(40)
  calls.push({ from, to: await now() })
  await endTurn(ledger, turnId)
}

async function now(): Promise<number> {
  const { rows } = await sql<{ at: number }>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`.execute(ledger.app)
  return rows[0]?.at ?? 0
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
