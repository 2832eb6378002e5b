import { afterAll, beforeAll, expect, test } from 'vitest'
import { listItems } from '../../ledger/sync-run-items.ts'
import { type Engine, startEngine } from './engine.ts'
import { invoice, mapCodes, payment } from './trade.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({
    seed: {
      contacts: [{ Name: 'A. Smith', EmailAddress: 'a.smith@example.com', ContactStatus: 'ACTIVE' }],
      invoices: [theirs('INV-1'), theirs('INV-2')],
      creditNotes: [{ ...theirs('CR-1'), Type: 'ACCRECCREDIT', InvoiceNumber: undefined, CreditNoteNumber: 'CR-1' }],
      payments: [{ Invoice: { InvoiceNumber: 'INV-2' }, Account: { Code: '090' }, Date: '2026-10-02', Amount: 102, Reference: 'CASH' }],
    },
  })
})
afterAll(() => engine.stop())

test('a preview decides what the run will decide, although it links nothing: what it adopts is settled as far as the books say', async () => {
  await mapCodes(engine)
  await engine.save('customer', { c1: { state: 'active', name: 'A. Smith', email: 'a.smith@example.com' } })
  await engine.save('invoice', { i1: invoice('INV-1', 'c1'), i2: invoice('INV-2', 'c1'), i3: invoice('INV-3', 'c1') })
  await engine.save('credit', { k1: { ...invoice('CR-1', 'c1'), corrects: [{ invoice: 'i3' }] } })
  await engine.save('payment', {
    fits: payment('c1', 5_000, [{ invoice: 'i1', amount: 5_000 }]),
    settled: payment('c1', 5_100, [{ invoice: 'i2', amount: 5_100 }]),
  })
  const decided = [
    'credit k1 main adopt',
    'customer c1 main adopt',
    'invoice i1 main adopt',
    'invoice i2 main adopt',
    'invoice i3 main write',
    'payment fits main write',
    'payment settled main ask INVOICE_ALREADY_SETTLED',
  ]
  expect(await decisionsOf((await engine.preview()).id)).toEqual(decided)
  expect(await decisionsOf((await engine.sync()).id)).toEqual(decided)
})

test('what a credit in the books is to settle now is allocated, in the preview as in the run, once', async () => {
  await engine.save('credit', { k2: invoice('CR-2', 'c1', 2_000) })
  await engine.sync()
  await engine.save('credit', { k2: { ...invoice('CR-2', 'c1', 2_000), allocations: [{ invoice: 'i3', amount: 2_400 }] } })
  const allocated = ['credit k2 allocation:i3 write', 'credit k2 main skip']
  expect((await decisionsOf((await engine.preview()).id)).filter((line) => line.startsWith('credit k2'))).toEqual(allocated)
  expect((await decisionsOf((await engine.sync()).id)).filter((line) => line.startsWith('credit k2'))).toEqual(allocated)
  expect((await decisionsOf((await engine.sync()).id)).filter((line) => line.startsWith('credit k2'))).toEqual([])
})

const decisionsOf = async (runId: string): Promise<string[]> =>
  (await engine.asCompany((scope) => listItems(scope, runId)))
    .map(({ kind, external_id: id, part, decision, code }) => [kind, id, part, decision, ...(code === null ? [] : [code])].join(' '))
    .toSorted()

/** An invoice of £102.00 that somebody has entered in the books. */
function theirs(number: string) {
  return {
    Type: 'ACCREC',
    Status: 'AUTHORISED',
    InvoiceNumber: number,
    Contact: { Name: 'A. Smith' },
    Date: '2026-10-01',
    DueDate: '2026-10-31',
    LineAmountTypes: 'Exclusive',
    LineItems: [{ Description: 'Boiler service', Quantity: '1', UnitAmount: '85.00', AccountCode: '200', TaxType: 'OUTPUT2' }],
  }
}
