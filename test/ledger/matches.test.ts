import { expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { detachLink, link, linkedBookIds, linksOfBookIds } from '../../ledger/links.ts'
import { decidedMatches, decideMatch, listMatches, readMatch, recordMatches } from '../../ledger/matches.ts'
import { openProblem, problemsOfDocument } from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import type { Scope } from '../../ledger/database.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, invoice, readyConnection } from './samples.ts'

const fresh = freshLedger()
const question = (id: string) => ({
  customer: id,
  code: 'CUSTOMER_QUESTION' as const,
  candidates: [{ bookId: 'k1', name: 'Smith', reasons: ['Same e-mail'] }],
})

/** A connection at which one customer is asked about; answers the question's id. */
async function asked(scope: Scope): Promise<{ connectionId: string; matchId: string }> {
  const connectionId = await readyConnection(scope)
  await saveDocument(scope, 'customer', 'c1', customer({ name: 'A. Smith' }))
  await setStanding(scope, connectionId, { kind: 'customer', externalId: 'c1', status: 'problem', due: false })
  await recordMatches(scope, connectionId, [question('c1')])
  const { matches } = await listMatches(scope, connectionId)
  return { connectionId, matchId: matches[0]?.id ?? '' }
}

test('a question asked by every run is one question with the newest candidates', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, async (scope) => (await asked(scope)).connectionId)
  await fresh.as(company, async (scope) => {
    const newer = { ...question('c1'), candidates: [{ bookId: 'k2', name: 'Smyth', reasons: ['Similar name'] }] }
    expect(await recordMatches(scope, connectionId, [newer, question('c2')])).toBe(1)
    const { matches } = await listMatches(scope, connectionId)
    expect(matches.map(({ customer: id, candidates, body }) => [id, candidates[0]?.bookId, body?.name])).toEqual([
      ['c1', 'k2', 'A. Smith'],
      ['c2', 'k1', undefined],
    ])
  })
})

test('“it is the same” links by a person’s decision, wakes what waits and closes the question and its problem', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const { connectionId, matchId } = await asked(scope)
    await openProblem(scope, { connectionId, kind: 'customer', externalId: 'c1', code: 'CUSTOMER_QUESTION' })
    await saveDocument(scope, 'invoice', 'i1', invoice())
    await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i1', status: 'waiting', due: false, waitsFor: 'customer/c1' })
    expect(await decideMatch(scope, matchId, { link: 'k1' }, 'session:1')).toMatchObject({
      decided: true,
      match: { state: 'decided', decided_by: 'session:1' },
    })
    expect(await linkedBookIds(scope, connectionId, ['customer/c1'])).toEqual(new Map([['customer/c1', 'k1']]))
    expect(await dueDocuments(scope, connectionId, 'invoice')).toHaveLength(1)
    expect(await problemsOfDocument(scope, { kind: 'customer', externalId: 'c1' })).toEqual([])
    expect((await listMatches(scope, connectionId)).matches).toEqual([])
  })
})

test('the same contact as another customer’s is linked as an alias', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const { connectionId, matchId } = await asked(scope)
    await link(scope, { connectionId, kind: 'customer', externalId: 'c0', bookId: 'k1', how: 'adopted', version: 1 })
    await decideMatch(scope, matchId, { link: 'k1' }, 'session:1')
    expect((await linksOfBookIds(scope, connectionId, 'customer', ['k1'])).map(({ external_id: id, alias }) => [id, alias])).toEqual([
      ['c0', false],
      ['c1', true],
    ])
  })
})

test('“it is another” is remembered until the customer is linked, and not beyond a link that was wrong', async () => {
  const company = await fresh.newCompany()
  const { connectionId, matchId } = await fresh.as(company, asked)
  await fresh.as(company, async (scope) => {
    await decideMatch(scope, matchId, { create: true }, 'session:1')
    expect(await dueDocuments(scope, connectionId, 'customer')).toHaveLength(1)
    expect(await decidedMatches(scope, connectionId)).toEqual(new Map([['c1', 'create']]))
  })
  await fresh.as(company, async (scope) => {
    const linked = await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'k7', how: 'pushed', version: 1 })
    expect(await decidedMatches(scope, connectionId)).toEqual(new Map())
    if (linked.linked) await detachLink(scope, linked.linkId, 'session:1')
    expect(await decidedMatches(scope, connectionId)).toEqual(new Map())
  })
})

test('“later” keeps the question, and two people who answer at once: the second is told', async () => {
  const company = await fresh.newCompany()
  const { matchId } = await fresh.as(company, asked)
  await fresh.as(company, (scope) => decideMatch(scope, matchId, { later: true }, 'session:1'))
  const both = await Promise.all(
    ['session:1', 'session:2'].map((by) => fresh.as(company, (scope) => decideMatch(scope, matchId, { create: true }, by))),
  )
  expect(both.filter((answer) => answer?.decided)).toHaveLength(1)
  expect(both.find((answer) => !answer?.decided)).toMatchObject({ code: 'ALREADY_DECIDED' })
})

test('a question whose customer was linked meanwhile is withdrawn', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const { connectionId, matchId } = await asked(scope)
    await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'k5', how: 'adopted', version: 1 })
    await recordMatches(scope, connectionId, [])
    expect((await readMatch(scope, matchId))?.state).toBe('withdrawn')
  })
})

test('a company neither sees nor answers the questions of another', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  const { connectionId, matchId } = await fresh.as(theirs, asked)
  await fresh.as(mine, async (scope) => {
    expect((await listMatches(scope, connectionId)).matches).toEqual([])
    expect(await decideMatch(scope, matchId, { create: true }, 'session:1')).toBeUndefined()
  })
})
