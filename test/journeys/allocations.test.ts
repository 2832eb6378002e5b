import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, startEngine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { terminate } from './terminate.ts'
import { invoice, mapCodes } from './trade.ts'
import { untilStruck } from './until-struck.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await mapCodes(engine)
  await engine.save('customer', { a: { state: 'active', name: 'A. Smith' } })
  await engine.save('invoice', { i1: invoice('I-1', 'a'), i2: invoice('I-2', 'a') })
})
afterAll(() => engine.stop())

const allocations = async () => (await statement(engine)).filter((line) => line.startsWith('allocations'))

test('an allocation that did not get through before its run was terminated goes with the next run, once', async () => {
  await engine.save('credit', { k1: { ...invoice('CR-1', 'a', 5_000), allocations: [{ invoice: 'i1', amount: 2_000 }] } })
  await engine.control('faults', { match: { path: '/Allocations', method: 'PUT' }, times: 1, kind: 'drop-before' })
  const asked = await engine.ask()
  await untilStruck(engine)
  await terminate(engine, asked)
  await engine.sync()
  await engine.sync()
  expect(await allocations()).toEqual(['allocations 20 | false | - | I-1 | CR-1'])
})

test('what the host states later of a credit in the books is allocated', async () => {
  await engine.save('credit', { k2: { ...invoice('CR-2', 'a', 5_000), allocations: [] } })
  await engine.sync()
  await engine.save('credit', { k2: { ...invoice('CR-2', 'a', 5_000), allocations: [{ invoice: 'i2', amount: 1_500 }] } })
  const run = await engine.sync()
  expect(await outcomes(engine, run.id)).toEqual(['credit k2 allocation:i2 pushed', 'credit k2 main skipped'])
  expect(await allocations()).toContain('allocations 15 | false | - | I-2 | CR-2')
})
