import { afterAll, beforeAll, expect, test } from 'vitest'
import { listItems } from '../../ledger/sync-run-items.ts'
import { type Engine, startEngine } from './engine.ts'

const LINE = { Description: 'Boiler service', Quantity: '1', UnitAmount: '85.00', AccountCode: '200', TaxType: 'OUTPUT2' }

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({
    seed: {
      contacts: [{ Name: 'A. Smith', EmailAddress: 'a.smith@example.com', ContactStatus: 'ACTIVE' }],
      invoices: [
        {
          Type: 'ACCREC',
          Status: 'AUTHORISED',
          InvoiceNumber: 'INV-1',
          Contact: { Name: 'A. Smith' },
          Date: '2026-10-01',
          DueDate: '2026-10-31',
          LineAmountTypes: 'Exclusive',
          LineItems: [LINE],
        },
      ],
    },
  })
})
afterAll(() => engine.stop())

test('a preview adopts what the run will adopt, although it links no customer', async () => {
  await engine.settings({
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    nominalCodes: { default: '200', byCode: {} },
  })
  await engine.save('customer', { c1: { state: 'active', name: 'A. Smith', email: 'a.smith@example.com' } })
  await engine.save('invoice', {
    i1: {
      state: 'issued',
      number: 'INV-1',
      customer: 'c1',
      issueDate: '2026-10-01',
      dueDate: '2026-10-31',
      currency: 'GBP',
      pricesIncludeTax: false,
      lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: '85.00', net: 8500, taxCode: 'S' }],
      totals: { net: 8500, tax: 1700, gross: 10200 },
    },
  })
  const decided = ['customer c1 adopt', 'invoice i1 adopt']
  expect(await decisionsOf((await engine.preview()).id)).toEqual(decided)
  expect(await decisionsOf((await engine.sync()).id)).toEqual(decided)
})

const decisionsOf = async (runId: string): Promise<string[]> =>
  (await engine.asCompany((scope) => listItems(scope, runId))).map((item) => `${item.kind} ${item.external_id} ${item.decision}`)
