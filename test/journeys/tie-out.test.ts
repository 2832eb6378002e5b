import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TieOutSummary } from '../../domain/rules/compare-books.ts'
import { listEvents } from '../../ledger/events.ts'
import { linksOfDocument } from '../../ledger/links.ts'
import { readCursor } from '../../ledger/mirror-cursors.ts'
import { listNotifications } from '../../ledger/notifications.ts'
import { listTieOutLines, type TieOut } from '../../ledger/tie-outs.ts'
import { type Engine, startEngine } from './engine.ts'
import { invoice, mapCodes, saveTrade } from './trade.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await mapCodes(engine)
  await saveTrade(engine)
  await engine.sync()
})
afterAll(() => engine.stop())

/** Only ledgerCompareBooks writes it. */
const summaryOf = (sheet: TieOut) => sheet.summary as TieOutSummary

const linesOf = async (sheet: TieOut) =>
  (await engine.asCompany((scope) => listTieOutLines(scope, sheet.id))).map((line) =>
    [line.list, line.kind, line.external_id ?? '-', line.cause ?? '-'].join(' '),
  )
const bookIdOf = async (kind: 'customer' | 'invoice' | 'payment', externalId: string) =>
  (await engine.asCompany((scope) => linksOfDocument(scope, { kind, externalId })))[0]?.book_id ?? ''
const edit = (action: string, fields: Record<string, unknown>) =>
  engine.control('edit', { organisationId: engine.organisationId, action, ...fields })

test('after a sync both sides agree to the penny, with nothing unexplained', async () => {
  const sheet = await engine.tieOut()
  expect(await linesOf(sheet)).toEqual([])
  expect(sheet).toMatchObject({ state: 'done', agrees: true, code: null })
  const summary = summaryOf(sheet)
  expect(summary.unexplained).toBe(0)
  for (const { ours, theirs } of [...summary.totals, ...summary.byMonth]) expect(ours).toEqual(theirs)
  expect(summary.totals.map(({ kind, ours }) => [kind, ours.count, ours.gross])).toEqual([
    ['credit', 1, 6_000],
    ['invoice', 4, 56_400],
    ['receipt', 3, 50_400],
  ])
  expect(summary.byMonth.map(({ treatment }) => treatment)).not.toContain('unknown')
  const [notification] = await engine.asCompany((scope) => listNotifications(scope))
  expect(notification?.code).toBe('TIE_OUT_AGREES')
})

test('what a bookkeeper changes in the books stands on the next sheet, each with its cause', async () => {
  const contact = await bookIdOf('customer', 'c1')
  await edit('deletePayment', { paymentId: await bookIdOf('payment', 'p1') })
  await edit('voidInvoice', { invoiceId: await bookIdOf('invoice', 'i1') })
  await edit('createInvoice', {
    record: {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      InvoiceNumber: 'BY-HAND',
      Contact: { ContactID: contact },
      Date: '2026-10-02',
      DueDate: '2026-10-31',
      LineAmountTypes: 'Exclusive',
      LineItems: [{ Description: 'Boiler service', Quantity: '1', UnitAmount: '85.00', AccountCode: '200', TaxType: 'OUTPUT2' }],
    },
  })
  const sheet = await engine.tieOut()
  expect(sheet).toMatchObject({ state: 'done', agrees: false })
  expect((await linesOf(sheet)).filter((line) => !line.startsWith('balances'))).toEqual([
    'differences invoice i1 voidedInBooks',
    'differences invoice - onlyInBooks',
    'differences payment p1 changedInBooks',
  ])
  expect(summaryOf(sheet).unexplained).toBe(0)
})

test('an invoice that is moved to another contact or day has changed; it is not missing', async () => {
  await engine.save('invoice', { i5: invoice('INV-5', 'c2') })
  await engine.sync()
  const other = await bookIdOf('customer', 'c1')
  await edit('editInvoice', { invoiceId: await bookIdOf('invoice', 'i5'), record: { Contact: { ContactID: other }, Date: '2026-10-03' } })
  expect(await linesOf(await engine.tieOut())).toContain('differences invoice i5 changedInBooks')
})

test('the host is told how a tie-out ended', async () => {
  const events = await engine.asCompany((scope) => listEvents(scope))
  const told = events.filter(({ type }) => type === 'tie-out.finished').map(({ body }) => body)
  expect(told).toMatchObject([{ agrees: true, differences: 0 }, { agrees: false, differences: 3 }, { agrees: false }])
})

test('a tie-out reads the whole of the books once a week, and only what changed in between', async () => {
  const read = () => engine.asCompany((scope) => readCursor(scope, engine.connectionId, 'invoices'))
  const before = await read()
  await engine.tieOut()
  expect(before).toMatchObject({ done: true, fullRead: false, fullReadAt: expect.any(Date) })
  expect((await read())?.fullReadAt).toEqual(before?.fullReadAt)
})
