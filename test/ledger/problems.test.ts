import { expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { listEvents } from '../../ledger/events.ts'
import {
  closeProblem,
  listProblems,
  openProblem,
  problemImpacts,
  problemsOfDocument,
  readProblem,
  resolveProblems,
  retryProblem,
} from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { invoice, payment, readyConnection } from './samples.ts'

const fresh = freshLedger()

test('the same problem met by every run is one problem, told once, with the newest words', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, (scope) => readyConnection(scope))
  const problem = { connectionId, kind: 'invoice', externalId: 'i1', version: 1, code: 'LOCKED_PERIOD' } as const
  const first = await fresh.as(company, (scope) => openProblem(scope, problem))
  expect(first.state).toBe('new')
  await fresh.as(company, async (scope) => {
    expect(await openProblem(scope, { ...problem, detail: 'The period is locked' })).toEqual({ ...first, state: 'known' })
    expect(await problemsOfDocument(scope, problem)).toMatchObject([{ detail: 'The period is locked' }])
    expect((await listEvents(scope)).filter(({ type }) => type === 'document.problem')).toMatchObject([
      { body: { connectionId, kind: 'invoice', externalId: 'i1', code: 'LOCKED_PERIOD' } },
    ])
  })
})

test('a document that came into the books has no problem left, and the host is told', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const ref = { kind: 'invoice', externalId: 'i1' } as const
    for (const code of ['LOCKED_PERIOD', 'ROUNDING_DIFFERENCE', 'CHANGED_IN_BOOKS'] as const)
      await openProblem(scope, { connectionId, ...ref, code })
    await openProblem(scope, { connectionId, kind: 'invoice', externalId: 'i2', code: 'LOCKED_PERIOD' })
    expect(await resolveProblems(scope, connectionId, ref, { except: ['CHANGED_IN_BOOKS'] })).toBe(2)
    expect((await problemsOfDocument(scope, ref)).map(({ code }) => code)).toEqual(['CHANGED_IN_BOOKS'])
    expect(await resolveProblems(scope, connectionId, ref, { codes: ['CHANGED_IN_BOOKS'] })).toBe(1)
    expect((await listProblems(scope)).problems.map(({ external_id: id }) => id)).toEqual(['i2'])
  })
})

test('what a person dismissed is not told again for the same version, and is for the next', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const problem = { connectionId, kind: 'invoice', externalId: 'i1', version: 3, code: 'CHANGED_IN_BOOKS' } as const
    const { problemId } = await openProblem(scope, problem)
    expect(await closeProblem(scope, problemId, { by: 'session:1', choice: 'mendedInBooks' })).toMatchObject({
      state: 'dismissed',
      choice: 'mendedInBooks',
    })
    expect(await closeProblem(scope, problemId, { by: 'session:2' })).toBeUndefined()
    expect(await openProblem(scope, problem)).toEqual({ problemId, state: 'dismissed' })
    expect(await openProblem(scope, { ...problem, version: 4 })).toMatchObject({ state: 'new' })
  })
})

test('a problem of the connection itself is kept apart from those of documents', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await openProblem(scope, { connectionId, kind: 'invoice', externalId: 'i1', code: 'PLAN_INVOICE_LIMIT' })
    const own = await openProblem(scope, { connectionId, code: 'PLAN_INVOICE_LIMIT' })
    expect(await openProblem(scope, { connectionId, code: 'PLAN_INVOICE_LIMIT' })).toEqual({ ...own, state: 'known' })
    expect(await resolveProblems(scope, connectionId, 'connection')).toBe(1)
    expect((await listProblems(scope, { connectionId })).problems).toMatchObject([{ external_id: 'i1' }])
  })
})

test('Retry makes the document due and leaves the problem until a run says otherwise', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await saveDocument(scope, 'invoice', 'i1', invoice())
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i1', status: 'problem', due: false })
    const { problemId } = await openProblem(scope, { connectionId, kind: 'invoice', externalId: 'i1', code: 'LOCKED_PERIOD' })
    await retryProblem(scope, problemId)
    expect(await dueDocuments(scope, connectionId, 'invoice')).toHaveLength(1)
    expect((await readProblem(scope, problemId))?.state).toBe('open')
  })
})

test('each code is told with the money it stops and what waits behind it', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    for (const externalId of ['i1', 'i2']) {
      await saveDocument(scope, 'invoice', externalId, invoice())
      await openProblem(scope, { connectionId, kind: 'invoice', externalId, code: 'LOCKED_PERIOD' })
    }
    await saveDocument(scope, 'payment', 'p1', payment())
    await setStanding(scope, connectionId, { kind: 'payment', externalId: 'p1', status: 'waiting', due: false, waitsFor: 'invoice/i1' })
    await openProblem(scope, { connectionId, code: 'MAPPING_BROKEN' })
    expect(await problemImpacts(scope, connectionId)).toEqual([
      { code: 'LOCKED_PERIOD', count: 2, amounts: { GBP: 24000 }, waiting: 1 },
      { code: 'MAPPING_BROKEN', count: 1, amounts: {}, waiting: 0 },
    ])
  })
})

test('pages of problems follow each other without a gap or a repeat', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    for (let index = 0; index < 7; index++)
      await openProblem(scope, { connectionId, kind: 'invoice', externalId: `i${index}`, code: 'LOCKED_PERIOD' })
    const seen: (string | null)[] = []
    let cursor: string | undefined
    do {
      const page = await listProblems(scope, { connectionId, limit: 3, cursor })
      seen.push(...page.problems.map(({ external_id: id }) => id))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(['i6', 'i5', 'i4', 'i3', 'i2', 'i1', 'i0'])
  })
})

test('a company neither sees nor closes the problems of another', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  const [connectionId, problemId] = await fresh.as(theirs, async (scope) => {
    const id = await readyConnection(scope)
    return [id, (await openProblem(scope, { connectionId: id, code: 'MAPPING_BROKEN' })).problemId]
  })
  await fresh.as(mine, async (scope) => {
    expect((await listProblems(scope)).problems).toEqual([])
    expect(await readProblem(scope, problemId)).toBeUndefined()
    expect(await closeProblem(scope, problemId, { by: 'session:1' })).toBeUndefined()
    expect(await problemImpacts(scope, connectionId)).toEqual([])
  })
})
