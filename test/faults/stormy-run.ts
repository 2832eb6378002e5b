import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import { connectTemporalClient } from '../../temporal.ts'
import { WATCH_SCHEDULE_ID } from '../../workflows/contract.ts'
import type { Books } from './books.ts'
import { keepDoing } from './keep-doing.ts'
import { type LedgerRows, readLedger } from './ledger-books.ts'
import { type Office, openOffice } from './office.ts'
import { booksOf, openSandbox, writesTo } from './sandbox.ts'
import { setUp } from './set-up.ts'
import type { Stack } from './stack.ts'
import type { StormEvent } from './storm-plan.ts'
import { carryOutStorm, type Weather } from './storm.ts'
import { type TieOut, tieOut } from './tie-out.ts'
import type { Trade } from './trade.ts'

/** What a storm goes over: the documents, what goes wrong, and whether saved documents are sent by themselves. */
export interface StormyOrder {
  trade: Trade
  plan: readonly StormEvent[]
  automatic: boolean
  say: (line: string) => void
}

/** The watch comes every five minutes; here, where minutes are seconds, it comes every ten seconds. */
const WATCH_EVERY_MS = 10_000
const PRESS_AGAIN_MS = 1_500

/** The trade in the storm, and what is there when it has passed and everything has settled. */
export async function stormyRun(
  stack: Stack,
  { trade, plan, automatic, say }: StormyOrder,
): Promise<{ company: DemoCompany; weather: Weather; books: Books; ledger: LedgerRows; sheet: TieOut; writes: number }> {
  const company = await setUp(stack, 'Stormy Gas Ltd', automatic)
  const office = openOffice(stack.host, company)
  const sandbox = openSandbox(stack.sandboxUrl)
  await sandbox.news()
  await office.bringIn(trade.first)
  const endPressing = keepDoing(office.saveAndSync, PRESS_AGAIN_MS)
  const endWatch = keepDoing(() => triggerWatch(stack.temporalAddress), WATCH_EVERY_MS)
  const weather = await carryOutStorm({ stack, sandbox, office, company, trade, say }, plan)
  say('  the storm is over')
  await endPressing()
  await settleDown(stack, office, company.connectionId)
  say('  everything has settled')
  await endWatch()
  return {
    company,
    weather,
    sheet: await tieOut(stack.host, company),
    books: await booksOf(stack.sandboxUrl, company.organisationId),
    ledger: await readLedger(stack.databaseUrl, company.connectionId),
    writes: await writesTo(stack.sandboxUrl, company.organisationId),
  }
}

/** Where the server is away just now, the next time will do. */
async function triggerWatch(address: string): Promise<void> {
  const client = await connectTemporalClient({ address, namespace: 'default', apiKey: undefined })
  try {
    await client.schedule.getHandle(WATCH_SCHEDULE_ID).trigger()
  } catch {
    return
  } finally {
    await client.connection.close()
  }
}

const SETTLE_WITHIN_MS = 240_000

/** Runs until nothing is on its way and nothing is due, as the nightly run would; what is left after that is reported as it is. */
async function settleDown(stack: Stack, office: Office, connectionId: string): Promise<void> {
  const deadline = Date.now() + SETTLE_WITHIN_MS
  while (Date.now() < deadline) {
    await office.saveAndSync()
    const { openEnvelopes, openItems, unfinishedRuns, standings } = await readLedger(stack.databaseUrl, connectionId)
    const moving = standings.some(({ due, status }) => due || status === 'inFlight' || status === 'waiting')
    if (openEnvelopes.length + openItems.length + unfinishedRuns.length === 0 && !moving) return
    await pause(500)
  }
}
