import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../ledger/migrate.ts'
import { freePort } from '../../scripts/start/free-port.ts'
import { type Guardian, startGuardian } from '../../scripts/start/guardian.ts'
import { startPostgres } from '../../scripts/start/postgres.ts'
import { until } from '../setup/until.ts'
import { type Engine, startEngine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { mapCodes, saveTrade } from './trade.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-restart-'))
let guardian: Guardian
let start: () => ReturnType<typeof startPostgres>
beforeAll(async () => {
  guardian = startGuardian()
  guardian.removeFolder(folder)
  const port = await freePort()
  start = () => startPostgres({ folder: join(folder, 'postgres'), port, durability: 'kept', logFile: join(folder, 'log'), guardian })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await guardian.dismiss()
})

const tradeOf = async (engine: Engine): Promise<Engine> => {
  await mapCodes(engine)
  await saveTrade(engine)
  return engine
}

test('a database that is away in the middle of a run stops nothing for good and doubles nothing', { timeout: 150_000 }, async () => {
  const undisturbed = await tradeOf(await startEngine())
  const calm = await undisturbed.sync()
  const expected = { books: await statement(undisturbed), outcomes: await outcomes(undisturbed, calm.id) }
  await undisturbed.stop()

  const { child, databaseUrl } = await start()
  await migrate(databaseUrl)
  const engine = await tradeOf(await startEngine({ databaseUrl }))
  // While these answers are on their way the database goes down: what was learnt cannot be written.
  for (const path of ['/Contacts\\?', '/Invoices\\?'])
    await engine.control('faults', { match: { path, method: 'PUT' }, times: 1, kind: 'slow', delayMs: 500 })
  const asked = await engine.ask()
  await untilAsked(engine, 'PUT')
  await child.stop()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const again = await start()
  const run = await engine.finished(asked)
  expect(await statement(engine)).toEqual(expected.books)
  expect(await outcomes(engine, run.id)).toEqual(expected.outcomes)
  expect(run.status).toBe('Done')
  await engine.stop()
  await again.child.stop()
})

async function untilAsked(engine: Engine, method: string): Promise<void> {
  await until(
    () => engine.control<{ requests: { method: string; path: string }[] }>('requests'),
    ({ requests }) => requests.some((each) => each.method === method && each.path.startsWith('/api.xro/')),
  )
}
