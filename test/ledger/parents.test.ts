import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { parentFacts } from '../../ledger/parents.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { invoice, readyConnection } from './samples.ts'

const fresh = freshLedger()

test('a document that is not to be sent says why: a draft, cancelled, too early, held, or left out by a person', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await saveDocument(scope, 'invoice', 'draft', invoice({ state: 'draft' }))
    await saveDocument(scope, 'invoice', 'cancelled', invoice({ state: 'cancelled' }))
    await saveDocument(scope, 'invoice', 'early', invoice({ issueDate: '2025-12-31' }))
    await saveDocument(scope, 'invoice', 'held', invoice({ hold: true }))
    await saveDocument(scope, 'invoice', 'leftOut', invoice())
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'leftOut', status: 'notDue', due: false })
    const names = ['draft', 'cancelled', 'early', 'held', 'leftOut']
    const at = { connectionId, syncRunId: randomUUID(), startFrom: '2026-01-01' }
    const facts = await parentFacts(
      scope,
      at,
      names.map((name) => `invoice/${name}`),
    )
    expect(names.map((name) => facts.get(`invoice/${name}`))).toEqual([
      { state: 'notDue', because: 'draft' },
      { state: 'notDue', because: 'cancelled' },
      { state: 'notDue', because: 'early' },
      { state: 'held' },
      { state: 'notDue', because: 'leftOut' },
    ])
  })
})
