import { expect, test } from 'vitest'
import type { Codes } from '../../domain/books.ts'
import { defaultSettings, type Settings } from '../../domain/settings.ts'
import { readCodes, replaceCodes } from '../../ledger/codes.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { readSettings, readSettingsVersion, saveSettings, settingsHistory } from '../../ledger/settings.ts'
import { countsByStatus, setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { invoice, readyConnection } from './samples.ts'

const fresh = freshLedger()
const by = (changedBy: string, ifMatch?: number) => ({ changedBy, ifMatch })

const codes: Codes = {
  taxCodes: [{ bookId: 'OUTPUT2', name: '20% (VAT on Income)', percent: '20', treatment: 'standard', active: true, forSales: true }],
  nominalCodes: [
    { bookId: 'n-1', code: '200', name: 'Sales', type: 'REVENUE', active: true, forSales: true },
    { bookId: 'n-2', code: '201', name: 'Parts', type: 'REVENUE', active: true, forSales: true },
  ],
  bankAccounts: [{ bookId: 'bank-1', name: 'Current', active: true, form: 'bank' }],
}
const mapped: Settings = { ...defaultSettings, nominalCodes: { default: null, byCode: { sales: '200', parts: '201' } } }

test('nothing saved: the defaults, as version 0', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    expect(await readSettings(scope, connectionId)).toEqual({ version: 0, body: defaultSettings, changedBy: null, changedAt: null })
  })
})

test('two people who change settings at once: the second is told instead of overwriting', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, (scope) => readyConnection(scope))
  const saved = await Promise.all(
    ['2026-01-01', '2026-02-01'].map((startFrom) =>
      fresh.as(company, (scope) => saveSettings(scope, connectionId, { ...defaultSettings, startFrom }, by('session:1', 0))),
    ),
  )
  expect(saved.filter((result) => result.saved)).toHaveLength(1)
  expect(saved.find((result) => !result.saved)).toEqual({ saved: false, code: 'PRECONDITION_FAILED', version: 1 })
})

test('who changed what is told field by field, and an earlier version can be read', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await saveSettings(scope, connectionId, mapped, by('session:1'))
    expect(await saveSettings(scope, connectionId, mapped, by('session:2'))).toEqual({ saved: true, version: 1 })
    await saveSettings(scope, connectionId, { ...mapped, startFrom: '2026-01-01' }, by('session:2'))
    const [newest, first] = await settingsHistory(scope, connectionId)
    expect(newest).toMatchObject({ version: 2, changedBy: 'session:2', differences: [{ path: 'startFrom', from: null, to: '2026-01-01' }] })
    expect(first?.differences.map(({ path }) => path)).toEqual(['nominalCodes.byCode.parts', 'nominalCodes.byCode.sales'])
    expect((await readSettingsVersion(scope, connectionId, 1))?.startFrom).toBeNull()
  })
})

test('new settings make what has a problem due again, and leave what is in the books alone', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    for (const externalId of ['i1', 'i2']) await saveDocument(scope, 'invoice', externalId, invoice())
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i1', status: 'problem', due: false })
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i2', status: 'inBooks', due: false })
    await saveSettings(scope, connectionId, mapped, by('session:1'))
    expect(await countsByStatus(scope, connectionId)).toEqual([
      { kind: 'invoice', status: 'inBooks', count: 1, due: 0 },
      { kind: 'invoice', status: 'problem', count: 1, due: 1 },
    ])
  })
})

test('a code that vanished from the books stays, not active, and what it breaks is told with its impact', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await saveSettings(scope, connectionId, mapped, by('session:1'))
    await saveDocument(scope, 'invoice', 'i1', invoice())
    await saveDocument(scope, 'invoice', 'i2', invoice())
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i2', status: 'inBooks', due: false })
    expect(await replaceCodes(scope, connectionId, codes)).toEqual({ added: 4, changed: 0, deactivated: 0, broken: [] })
    expect(await replaceCodes(scope, connectionId, codes)).toEqual({ added: 0, changed: 0, deactivated: 0, broken: [] })
    const without200 = { ...codes, nominalCodes: codes.nominalCodes.slice(1) }
    expect(await replaceCodes(scope, connectionId, without200)).toEqual({
      added: 0,
      changed: 0,
      deactivated: 1,
      broken: [{ kind: 'nominal', bookCode: '200', name: 'Sales', mappedFrom: ['sales'], documents: 1 }],
    })
    expect((await readCodes(scope, connectionId)).nominalCodes.map(({ code, active }) => [code, active])).toEqual([
      ['200', false],
      ['201', true],
    ])
  })
})

test('a company sees neither settings nor codes of another, and cannot save them', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  const connectionId = await fresh.as(theirs, async (scope) => {
    const id = await readyConnection(scope)
    await saveSettings(scope, id, mapped, by('session:1'))
    await replaceCodes(scope, id, codes)
    return id
  })
  await fresh.as(mine, async (scope) => {
    expect((await readSettings(scope, connectionId)).version).toBe(0)
    expect(await settingsHistory(scope, connectionId)).toEqual([])
    expect((await readCodes(scope, connectionId)).taxCodes).toEqual([])
  })
  await expect(fresh.as(mine, (scope) => saveSettings(scope, connectionId, defaultSettings, by('session:9')))).rejects.toThrow()
  await expect(fresh.as(mine, (scope) => replaceCodes(scope, connectionId, codes))).rejects.toThrow('row-level security')
})
