import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentRef } from '../../domain/document.ts'
import { ledgerWatch } from '../../activities/ledger-watch.ts'
import { decideMatch, listMatches } from '../../ledger/matches.ts'
import { listProblems, retryProblem } from '../../ledger/problems.ts'
import { listRunRows } from '../../ledger/run-rows.ts'
import { listRuns } from '../../ledger/sync-runs.ts'
import { whereDocumentsStand } from '../../ledger/where-documents-stand.ts'
import { type Engine, startEngine } from './engine.ts'
import { outcomes } from './statement.ts'
import { invoice, mapCodes, payment } from './trade.ts'

/* What stands on something that is asked about, refused or archived: one cause is one problem, however much stands on it. */

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({
    seed: {
      contacts: [
        { Name: 'Jones Plumbing Limited', ContactStatus: 'ACTIVE' },
        { Name: 'Old Mill', EmailAddress: 'office@oldmill.example', ContactStatus: 'ARCHIVED' },
      ],
    },
  })
  await mapCodes(engine)
  await engine.save('customer', {
    asked: { state: 'active', name: 'Jones Plumbing' },
    fine: { state: 'active', name: 'A. Smith' },
    archived: { state: 'active', name: 'Old Mill', email: 'office@oldmill.example' },
  })
  await engine.save('invoice', {
    i1: invoice('INV-1', 'asked'),
    i2: invoice('INV-2', 'asked'),
    wrong: { ...invoice('INV-3', 'fine'), currency: 'USD' },
    i4: invoice('INV-4', 'archived'),
  })
  await engine.save('credit', { k1: { ...invoice('CR-1', 'asked', 5_000), corrects: [{ invoice: 'i1' }] } })
  await engine.save('payment', {
    p1: payment('asked', 10_200, [{ invoice: 'i1', amount: 10_200 }]),
    p3: payment('fine', 10_200, [{ invoice: 'wrong', amount: 10_200 }]),
    p4: payment('archived', 10_200, [{ invoice: 'i4', amount: 10_200 }]),
    r1: { ...payment('asked', 6_000), direction: 'refunded', refunds: { credit: 'k1' } },
  })
})
afterAll(() => engine.stop())

test('documents on a customer who is asked about, or on a refused invoice, wait and say for whom; none of them is a problem of its own', async () => {
  const run = await engine.sync()
  expect(await outcomes(engine, run.id)).toEqual([
    'credit k1 main waiting PARENT_ASKED',
    'customer archived main failed CONTACT_ARCHIVED',
    'customer asked main asked CUSTOMER_QUESTION',
    'customer fine main pushed',
    'invoice i1 main waiting PARENT_ASKED',
    'invoice i2 main waiting PARENT_ASKED',
    'invoice i4 main waiting PARENT_FAILED',
    'invoice wrong main failed CURRENCY_NOT_SUBSCRIBED',
    'payment p1 main waiting PARENT_ASKED',
    'payment p3 main waiting PARENT_FAILED',
    'payment p4 main waiting PARENT_FAILED',
    'payment r1 main waiting PARENT_ASKED',
  ])
  expect(await problems()).toEqual(['customer archived CONTACT_ARCHIVED', 'invoice wrong CURRENCY_NOT_SUBSCRIBED'])
  expect(await stand('invoice i1', 'payment p1', 'payment p3', 'invoice i4')).toEqual([
    'invoice i1 waiting customer/asked',
    'payment p1 waiting customer/asked',
    'payment p3 waiting invoice/wrong',
    'invoice i4 waiting customer/archived',
  ])
})

test('each item of the history leads to the problem that it met, and the run counts all that it planned', async () => {
  const [run] = await engine.asCompany((scope) => listRuns(scope, engine.connectionId))
  const rows = await engine.asCompany((scope) => listRunRows(scope, run?.id ?? '', { limit: 100 }))
  const open = (await engine.asCompany((scope) => listProblems(scope, { limit: 100 }))).problems
  expect(open).toHaveLength(2)
  for (const row of rows) {
    const met = open.find((problem) => problem.kind === row.kind && problem.external_id === row.external_id)
    expect([row.kind, row.external_id, row.problem_id]).toEqual([row.kind, row.external_id, met?.id ?? null])
  }
  expect(run?.counts).toMatchObject({ planned: 12, toGo: 0 })
})

test('what waits longer than a question may be open is a problem with choices, and only then', async () => {
  await age('payment', 'p3', '8 days')
  await age('invoice', 'i4', '6 days')
  const watch = ledgerWatch({ ledger: engine.ledger } as Parameters<typeof ledgerWatch>[0]) // the watch looks at the ledger alone
  expect((await watch({})).aged).toBe(1)
  expect((await watch({})).aged).toBe(0)
  expect(await problems()).toEqual([
    'customer archived CONTACT_ARCHIVED',
    'invoice wrong CURRENCY_NOT_SUBSCRIBED',
    'payment p3 PARENT_OPEN_TOO_LONG',
  ])
  const [late] = (await engine.asCompany((scope) => listProblems(scope, { kind: 'payment' }))).problems
  expect(late?.values).toEqual({ document: 'payment p3', waitsFor: 'invoice INV-3' })
})

test('when the parent is settled its children go in the same run as the parent, down to those that wait for a child', async () => {
  const [asked] = (await engine.asCompany((scope) => listMatches(scope, engine.connectionId))).matches
  await engine.asCompany((scope) => decideMatch(scope, asked?.id ?? '', { create: true }, 'test'))
  const preview = await engine.preview()
  const answered = await engine.sync()
  expect(await gone(answered.id)).toEqual([
    'credit k1 main pushed',
    'customer asked main pushed',
    'invoice i1 main pushed',
    'invoice i2 main pushed',
    'payment p1 main pushed',
    'payment r1 main pushed',
  ])
  expect(await decisions(preview.id)).toEqual(await decisions(answered.id))
  await engine.save('invoice', { wrong: invoice('INV-3', 'fine') })
  const saved = await engine.sync()
  expect(await gone(saved.id)).toEqual(['invoice wrong main pushed', 'payment p3 main pushed'])
  expect(await problems()).toEqual(['customer archived CONTACT_ARCHIVED'])
})

test('pressing Retry on the parent takes along what waits for it', async () => {
  const contact = await contactNamed('Old Mill')
  await engine.control('edit', { organisationId: engine.organisationId, action: 'restoreContact', contactId: contact })
  const [archived] = (await engine.asCompany((scope) => listProblems(scope, { kind: 'customer' }))).problems
  await engine.asCompany((scope) => retryProblem(scope, archived?.id ?? ''))
  const run = await engine.sync()
  expect(await gone(run.id)).toEqual(['invoice i4 main pushed', 'payment p4 main pushed'])
  expect(await problems()).toEqual([])
})

/** What a run sent. */
const gone = async (runId: string): Promise<string[]> => (await outcomes(engine, runId)).filter((line) => line.endsWith(' pushed'))

const decisions = async (runId: string): Promise<string[]> =>
  (await engine.asCompany((scope) => listRunRows(scope, runId, { limit: 100 })))
    .map(({ kind, external_id: id, part, decision }) => `${kind} ${id} ${part} ${decision}`)
    .toSorted()

const problems = async (): Promise<string[]> =>
  (await engine.asCompany((scope) => listProblems(scope, { limit: 100 }))).problems
    .map(({ kind, external_id: id, code }) => `${kind} ${id} ${code}`)
    .toSorted()

async function stand(...documents: string[]): Promise<string[]> {
  const refs = documents.map((text): DocumentRef => {
    const [kind, externalId = ''] = text.split(' ')
    return { kind: kind === 'payment' ? 'payment' : 'invoice', externalId }
  })
  const standings = await engine.asCompany((scope) => whereDocumentsStand(scope, refs))
  return [...standings.values()]
    .map(({ kind, externalId, status, waitsFor }) => `${kind} ${externalId} ${status} ${waitsFor}`)
    .toSorted((a, b) => documents.findIndex((text) => a.startsWith(text)) - documents.findIndex((text) => b.startsWith(text)))
}

const age = (kind: DocumentRef['kind'], externalId: string, by: string) =>
  engine.asCompany((scope) =>
    scope.db
      .updateTable('standings')
      .set({ since: sql`clock_timestamp() - ${by}::interval` })
      .where('kind', '=', kind)
      .where('external_id', '=', externalId)
      .execute(),
  )

async function contactNamed(name: string): Promise<string> {
  const { contacts } = await engine.control<{ contacts: { ContactID: string; Name: string }[] }>(
    `books?organisationId=${engine.organisationId}`,
  )
  return contacts.find((contact) => contact.Name === name)?.ContactID ?? ''
}
