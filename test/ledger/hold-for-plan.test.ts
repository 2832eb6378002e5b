import { expect, test } from 'vitest'
import type { Scope } from '../../ledger/database.ts'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { holdForPlan } from '../../ledger/hold-for-plan.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import { planItems } from '../../ledger/sync-run-items.ts'
import { requestSync } from '../../ledger/sync-requests.ts'
import { freshLedger } from './fresh-ledger.ts'
import { invoice, readyConnection } from './samples.ts'

const fresh = freshLedger()

async function dueInvoice(): Promise<{ company: string; connectionId: string }> {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, async (scope) => {
    const id = await readyConnection(scope)
    await saveDocument(scope, 'invoice', 'i1', invoice({ number: 'A-1' }))
    return id
  })
  return { company, connectionId }
}

const save = (company: string) => fresh.as(company, (scope) => saveDocument(scope, 'invoice', 'i1', invoice({ number: 'A-2' })))
const done = (scope: Scope, connectionId: string) =>
  setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i1', status: 'inBooks', due: false })
const versionsDue = async (company: string, connectionId: string) =>
  (await fresh.as(company, (scope) => dueDocuments(scope, connectionId, 'invoice'))).map(({ version }) => version)

test('a document that is saved after a plan has read it is not called done by that plan', async () => {
  const { company, connectionId } = await dueInvoice()
  await fresh.as(company, async (scope) => {
    const found = await dueDocuments(scope, connectionId, 'invoice')
    await save(company)
    const held = await holdForPlan(scope, connectionId, 'invoice', found)
    expect(held).toEqual([])
    for (const _ of held) await done(scope, connectionId)
  })
  expect(await versionsDue(company, connectionId)).toEqual([2])
})

test('a document that is saved while a plan holds it is due again when the plan is over', async () => {
  const { company, connectionId } = await dueInvoice()
  let saving: Promise<unknown> | undefined
  await fresh.as(company, async (scope) => {
    const found = await dueDocuments(scope, connectionId, 'invoice')
    expect(await holdForPlan(scope, connectionId, 'invoice', found)).toHaveLength(1)
    saving = save(company)
    await done(scope, connectionId)
  })
  await saving
  expect(await versionsDue(company, connectionId)).toEqual([2])
})

test('a credit with nothing to do itself is still looked at for what it settles, in the same run', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await saveDocument(scope, 'credit', 'k1', { ...invoice({ number: 'CR-1' }), allocations: [{ invoice: 'i1', amount: 100 }] })
    const { syncRunId } = await requestSync(scope, { connectionId, lane: 'bulk', include: ['credits'], askedBy: 'test' })
    const skip = { kind: 'credit', externalId: 'k1', version: 1, decision: { decision: 'skip', part: 'main' } } as const
    await planItems(scope, { id: syncRunId, connection_id: connectionId, mode: 'sync' }, [skip])
    await setStanding(scope, connectionId, { kind: 'credit', externalId: 'k1', status: 'inBooks', due: false })
    expect(await dueDocuments(scope, connectionId, 'credit')).toEqual([])
    expect(await dueDocuments(scope, connectionId, 'credit', { decidedBy: syncRunId })).toMatchObject([{ externalId: 'k1' }])
  })
})
