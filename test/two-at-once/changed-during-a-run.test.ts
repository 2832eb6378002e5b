import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoice } from '../journeys/trade.ts'
import { pressAndMeanwhile } from './press-and-meanwhile.ts'
import { mapCodes, openTradingHouse, type TradingHouse } from './trading-house.ts'

/* Two workers serve everything here. The laws: every document stands in the books once (read by HTTP), and the history says what happened. */

let house: TradingHouse
beforeAll(async () => {
  house = await openTradingHouse()
})
afterAll(() => house.stop())

test('settings changed during a run: what was planned goes as it was planned, what comes after goes by the new ones', async () => {
  const trader = await house.open('Settings Ltd')
  await trader.save('invoices', { i1: invoice('N-1', 'a') })
  const run = await pressAndMeanwhile(house, trader, '/Contacts\\?', () =>
    mapCodes(trader, { nominalCodes: { default: '260', byCode: {} } }),
  )
  await trader.finished(run)
  await trader.save('invoices', { i2: invoice('N-2', 'a', 9_000) })
  const next = await trader.press()
  await trader.finished(next)
  const accounts = (await trader.books()).invoices.map(({ InvoiceNumber, LineItems }) => `${InvoiceNumber} ${LineItems[0]?.AccountCode}`)
  expect(accounts.sort()).toEqual(['N-1 200', 'N-2 260'])
  const versions = async (path: string) =>
    (await trader.get<{ items: { facts: { settingsVersion?: number } }[] }>(`${path}/log`)).items.flatMap(
      ({ facts }) => facts.settingsVersion ?? [],
    )
  expect([await versions(run), await versions(next)]).toEqual([[1], [2]])
})

test('a document edited while it is on its way: the version that was sent is linked, the newer one follows as an update', async () => {
  const trader = await house.open('In Flight Ltd')
  await trader.save('invoices', { i1: { ...invoice('F-1', 'a'), reference: 'PO 1' } })
  const run = await pressAndMeanwhile(house, trader, '/Invoices\\?', () =>
    trader.save('invoices', { i1: { ...invoice('F-1', 'a'), reference: 'PO 2' } }),
  )
  await trader.finished(run)
  expect(await trader.items(run)).toContain('invoice i1 main pushed')
  expect((await trader.books()).invoices).toMatchObject([{ InvoiceNumber: 'F-1', Reference: 'PO 1' }])
  const next = await trader.press()
  await trader.finished(next)
  expect(await trader.items(next)).toEqual(['invoice i1 main updated'])
  expect((await trader.books()).invoices).toMatchObject([{ InvoiceNumber: 'F-1', Reference: 'PO 2' }])
  expect(await trader.history('invoices/i1')).toEqual(['received', 'received', 'linked', 'pushed', 'updated'])
})

test('a code archived in the books during a run: what needs it is a problem that names the code, the rest goes on; mended, it goes once', async () => {
  const trader = await house.open('Codes Ltd')
  await mapCodes(trader, { nominalCodes: { default: '200', byCode: { PARTS: '260' } } })
  const other = invoice('D-2', 'a', 9_000)
  await trader.save('invoices', {
    i1: invoice('D-1', 'a'),
    i2: { ...other, lines: other.lines.map((line) => ({ ...line, nominalCode: 'PARTS' })) },
  })
  const account = (action: string) => house.control('edit', { organisationId: trader.organisationId, action, code: '200' })
  const run = await pressAndMeanwhile(house, trader, '/Contacts\\?', () => account('archiveAccount'))
  expect(await trader.finished(run)).toMatchObject({ status: 'NeedsAttention' })
  expect(await trader.items(run)).toEqual(['customer a main pushed', 'invoice i1 main failed ACCOUNT_ARCHIVED', 'invoice i2 main pushed'])
  expect(await trader.numbers()).toEqual(['D-2'])
  const { items } = await trader.get<{ items: Problem[] }>(`${trader.connection}/problems`)
  expect(items).toMatchObject([{ code: 'ACCOUNT_ARCHIVED', title: 'Nominal code 200 is archived or deleted in the books' }])
  await account('restoreAccount')
  for (const { problemId } of items)
    expect((await trader.ask('POST', `${trader.connection}/problems/${problemId}/retry`, {})).status).toBe(200)
  await trader.finished(await trader.press())
  expect(await trader.numbers()).toEqual(['D-1', 'D-2'])
  expect(await trader.history('invoices/i1')).toEqual(['received', 'failed', 'problem', 'linked', 'pushed', 'problemClosed'])
})

interface Problem {
  problemId: string
}
