import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invoice } from '../journeys/trade.ts'
import { pressAndMeanwhile } from './press-and-meanwhile.ts'
import { openTradingHouse, type Trader, type TradingHouse } from './trading-house.ts'

/* Two workers serve everything here. The laws: every document stands in the books once (read by HTTP), and the history says what happened. */

let house: TradingHouse
beforeAll(async () => {
  house = await openTradingHouse()
})
afterAll(() => house.stop())

/** Signs in again, for this organisation; answers where the browser ends up. */
async function reconnect(trader: Trader, organisationId: string): Promise<URL> {
  const { body } = await trader.ask('POST', `${trader.connection}/reconnect`, {})
  return trader.consent(String(body['authorizeUrl']), [organisationId])
}

describe('a reconnect during a run', () => {
  test('to the same organisation: the run goes on and everything is entered once', async () => {
    const trader = await house.open('Reconnect Ltd')
    await trader.save('invoices', { i1: invoice('R-1', 'a'), i2: invoice('R-2', 'a', 9_000) })
    const run = await pressAndMeanwhile(house, trader, '/Contacts\\?', () => reconnect(trader, trader.organisationId))
    expect(await trader.finished(run)).toMatchObject({ status: 'Done' })
    expect(await trader.numbers()).toEqual(['R-1', 'R-2'])
    expect(await trader.history('invoices/i1')).toEqual(['received', 'linked', 'pushed'])
    expect(await trader.get(trader.connection)).toMatchObject({ state: 'ready' })
  })

  test('to another organisation, by a person who still opens ours: the run goes on where it was, and the other books stay empty', async () => {
    const trader = await house.open('Also Ltd')
    const elsewhere = await house.newBooks('Elsewhere Ltd')
    await trader.save('invoices', { i1: invoice('A-1', 'a') })
    const run = await pressAndMeanwhile(house, trader, '/Contacts\\?', () => reconnect(trader, elsewhere))
    expect(await trader.finished(run)).toMatchObject({ status: 'Done' })
    expect([await trader.numbers(), await trader.numbers(elsewhere)]).toEqual([['A-1'], []])
    expect(await trader.get(trader.connection)).toMatchObject({ state: 'ready', organisation: { organisationId: trader.organisationId } })
    expect(await trader.history('invoices/i1')).toEqual(['received', 'linked', 'pushed'])
  })

  test('to another organisation, when ours is closed to us: it is refused by name, nothing goes anywhere; signed in to ours, everything goes once', async () => {
    const trader = await house.open('Other Ltd')
    const other = await house.newBooks('Other Books Ltd')
    await trader.save('invoices', { i1: invoice('O-1', 'a') })
    let problem: string | null = null
    const run = await pressAndMeanwhile(house, trader, '/Contacts\\?', async () => {
      await house.control('edit', { organisationId: trader.organisationId, action: 'disconnect' })
      problem = (await reconnect(trader, other)).searchParams.get('problem')
    })
    expect(await trader.finished(run)).toMatchObject({ status: 'Failed', problem: { code: 'ORGANISATION_DISCONNECTED' } })
    expect(problem).toBe('ORGANISATION_CHANGED')
    expect([await trader.numbers(), await trader.numbers(other)]).toEqual([[], []])
    await reconnect(trader, trader.organisationId)
    expect(await trader.finished(await trader.press())).toMatchObject({ status: 'Done' })
    expect([await trader.numbers(), await trader.numbers(other)]).toEqual([['O-1'], []])
    expect(await trader.history('invoices/i1')).toEqual(['received', 'waiting', 'linked', 'pushed'])
  })
})

test('a company with two connections: both books get each document once, each with a link of its own', async () => {
  const trader = await house.open('Two Connections Ltd')
  const organisationId = await house.newBooks('Second Ltd')
  const second = await trader.connect(organisationId)
  await trader.save('invoices', { i1: invoice('B-1', 'a'), i2: invoice('B-2', 'a', 9_000) })
  const runs = await Promise.all([trader.press(), trader.press(second)])
  const ended = await Promise.all(runs.map((run) => trader.finished(run)))
  expect(ended.map((run) => run['status'])).toEqual(['Done', 'Done'])
  expect(await trader.numbers()).toEqual(['B-1', 'B-2'])
  expect(await trader.numbers(organisationId)).toEqual(['B-1', 'B-2'])
  const { links } = await trader.get<{ links: { connectionId: string; bookNumber: string }[] }>(`${trader.company.path}/invoices/i1`)
  expect(new Set(links.map(({ connectionId }) => connectionId)).size).toBe(2)
  expect((await trader.history('invoices/i1')).sort()).toEqual(['linked', 'linked', 'pushed', 'pushed', 'received'])
  expect(links.map(({ bookNumber }) => bookNumber)).toEqual(['B-1', 'B-1'])
})
