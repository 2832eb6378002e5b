import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../setup/database.ts'
import { freshTemporal } from '../setup/temporal.ts'
import { runPenny } from './run-penny.ts'

test('a slice of the example company, sent in portions with everything in between, is in the books to the penny or says why not', async () => {
  const servers = { databaseUrl: await freshDatabase(), temporal: await freshTemporal() }
  const data = join(import.meta.dirname, '../../examples/gas-and-heating')
  const { faults, check, sheet, told } = await runPenny(servers, { data, days: 3, seed: 'test', invoices: 50, say: () => undefined })
  expect(faults).toEqual([])
  expect(sheet.unexplained).toBe(0)
  expect(check.invoices.count).toBeGreaterThan(25)
  expect([...told.keys()]).toEqual(
    expect.arrayContaining(['paid by hand', 'open invoice edited', 'contacts merged in the books', 'lock date set']),
  )
}, 180_000)
