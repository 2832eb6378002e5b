import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reconcileScheduleId } from '../../workflows/contract.ts'
import { invoice } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'
import { openTradingHouse, type TradingHouse } from './trading-house.ts'

/* Two workers serve everything here. The laws: every document stands in the books once (read by HTTP), and the history says what happened. */

let house: TradingHouse
beforeAll(async () => {
  house = await openTradingHouse()
})
afterAll(() => house.stop())

test('two tabs that press Save & Sync at the same moment enter everything once, and each sees its run end', async () => {
  const trader = await house.open('Two Tabs Ltd')
  await trader.save('invoices', { i1: invoice('T-1', 'a'), i2: invoice('T-2', 'a') })
  const runs = await Promise.all([trader.press(), trader.press(), trader.press()])
  const ended = await Promise.all(runs.map((run) => trader.finished(run)))
  expect(ended.map((run) => run['status'])).toEqual(['Done', 'Done', 'Done'])
  expect(await trader.numbers()).toEqual(['T-1', 'T-2'])
  expect(await trader.history('invoices/i1')).toEqual(['received', 'linked', 'pushed'])
  const pushed = (await Promise.all([...new Set(runs)].map((run) => trader.items(run)))).flat().filter((line) => line.endsWith('pushed'))
  expect(pushed.sort()).toEqual(['customer a main pushed', 'invoice i1 main pushed', 'invoice i2 main pushed'])
})

test('two tabs that press Proceed on one preview carry it out once; the other is told so', async () => {
  const trader = await house.open('Two Proceeds Ltd')
  await trader.save('invoices', { i1: invoice('P-1', 'a') })
  const { body } = await trader.ask('POST', `${trader.connection}/previews`, {})
  await trader.finished(`${trader.connection}/previews/${String(body['previewId'])}`)
  const answers = await Promise.all(
    [1, 2].map(() => trader.ask('POST', `${trader.connection}/sync-runs`, { previewId: body['previewId'] })),
  )
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409])
  expect(answers.find(({ status }) => status === 409)?.body['code']).toBe('PREVIEW_USED')
  const run = answers.find(({ status }) => status === 202)?.body['syncRunId']
  await trader.finished(`${trader.connection}/sync-runs/${String(run)}`)
  expect(await trader.numbers()).toEqual(['P-1'])
  expect(await trader.history('invoices/i1')).toEqual(['received', 'linked', 'pushed'])
})

describe('two hosts that save the same document', () => {
  test('with If-Match: one is taken, the others are told, and the books show what was taken', async () => {
    const trader = await house.open('Two Hosts Ltd')
    await trader.save('invoices', { i1: invoice('H-1', 'a') })
    const path = `${trader.company.path}/invoices/i1`
    const bodies = [1_000, 2_000, 3_000, 4_000].map((net) => invoice('H-1', 'a', net))
    const answers = await Promise.all(bodies.map((body) => trader.ask('PUT', path, body, { 'if-match': '"1"' })))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412, 412, 412])
    const taken = bodies[answers.findIndex(({ status }) => status === 200)]
    await trader.finished(await trader.press())
    expect((await trader.books()).invoices).toMatchObject([{ InvoiceNumber: 'H-1', Total: (taken?.totals.gross ?? 0) / 100 }])
    expect(await trader.history('invoices/i1')).toEqual(['received', 'received', 'linked', 'pushed'])
    expect(await trader.get(path)).toMatchObject({ version: 2, status: 'inBooks' })
  })

  test('with counters: whatever the order of arrival, the highest counter wins, here and in the books', async () => {
    const trader = await house.open('Two Counters Ltd')
    const path = `${trader.company.path}/invoices/i1`
    const counters = [3, 1, 5, 2, 4]
    const answers = await Promise.all(
      counters.map((sourceVersion) => trader.ask('PUT', path, { ...invoice('C-1', 'a', sourceVersion * 1_000), sourceVersion })),
    )
    expect(answers[2]?.status).toBeLessThan(202)
    for (const refused of answers.filter(({ status }) => status > 201))
      expect([refused.status, refused.body['code']]).toEqual([409, 'STALE_DOCUMENT'])
    await trader.finished(await trader.press())
    expect((await trader.books()).invoices).toMatchObject([{ InvoiceNumber: 'C-1', Total: 60 }])
    // How many were taken on the way is up to the order of arrival.
    const told = (await trader.history('invoices/i1')).filter((event) => event !== 'received')
    expect(told).toEqual(['linked', 'pushed'])
  })
})

test('a schedule and a person at the same moment: the run enters everything once, and the comparison agrees', async () => {
  const trader = await house.open('Schedule Ltd')
  await trader.finished(await trader.press())
  await trader.save('invoices', { i1: invoice('S-1', 'a'), i2: invoice('S-2', 'a') })
  const connectionId = trader.connection.split('/').at(-1) ?? ''
  const [run] = await Promise.all([trader.press(), house.trigger(reconcileScheduleId(connectionId))])
  expect(await trader.finished(run)).toMatchObject({ status: 'Done' })
  const sheet = await until(
    () => trader.get(`${trader.connection}/tie-out`),
    (read) => read['finishedAt'] != null,
  )
  expect(await trader.numbers()).toEqual(['S-1', 'S-2'])
  expect(sheet['summary']).toMatchObject({ unexplained: 0 })
  expect(await trader.history('invoices/i1')).toEqual(['received', 'linked', 'pushed'])
})
