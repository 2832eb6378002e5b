import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Includable } from '../../domain/entities.ts'
import type { Scope } from '../../ledger/database.ts'
import { beginRun, readRun } from '../../ledger/sync-runs.ts'
import { requestPreview, requestSync, requestTieOut, type SyncWish, takeRequests } from '../../ledger/sync-requests.ts'
import { waitingMailboxes } from '../../ledger/waiting-mailboxes.ts'
import { freshLedger } from './fresh-ledger.ts'
import { readyConnection } from './samples.ts'
import { someoneWaitsForALock } from './someone-waits-for-a-lock.ts'

const fresh = freshLedger()

async function newMailbox() {
  const companyId = await fresh.newCompany()
  const connectionId = await fresh.as(companyId, (scope) => readyConnection(scope))
  const wish = (fields: Partial<SyncWish> = {}): SyncWish => ({
    connectionId,
    lane: 'bulk',
    include: ['invoices'],
    askedBy: 'test',
    ...fields,
  })
  return {
    connectionId,
    companyId,
    wish,
    sync: (fields?: Partial<SyncWish>) => fresh.as(companyId, (scope) => requestSync(scope, wish(fields))),
    preview: () => fresh.as(companyId, (scope) => requestPreview(scope, wish())),
    tieOut: () => fresh.as(companyId, (scope) => requestTieOut(scope, connectionId, 'test')),
    take: (takenBy: string, lane: SyncWish['lane'] = 'bulk') =>
      fresh.as(companyId, (scope) => takeRequests(scope, connectionId, lane, takenBy)),
    run: (syncRunId: string) => fresh.as(companyId, (scope) => readRun(scope, syncRunId)),
    later: (minutes: number) =>
      fresh.as(companyId, (scope) =>
        sql`update sync_requests set asked_at = asked_at - make_interval(mins => ${minutes}), served_at = served_at - make_interval(mins => ${minutes})`.execute(
          scope.db,
        ),
      ),
  }
}

/** The second begins while the transaction of the first is open, which commits once the second waits for it or is through. */
async function overlapping<First, Second>(companyId: string, work: (scope: Scope) => Promise<First>, meanwhile: () => Promise<Second>) {
  const late: Promise<Second>[] = []
  const first = await fresh.as(companyId, async (scope) => {
    const done = await work(scope)
    late.push(meanwhile())
    await Promise.race([Promise.allSettled(late), someoneWaitsForALock(scope.db)])
    return done
  })
  const [second] = await Promise.allSettled(late)
  return { first, second }
}

describe('a wish that finds a waiting run of its connection and lane', () => {
  test('joins it, and the run does everything that either asked for', async () => {
    const mailbox = await newMailbox()
    const first = await mailbox.sync({ include: ['invoices'], documents: [{ kind: 'invoice', externalId: 'i1' }] })
    const second = await mailbox.sync({ include: ['payments'], documents: [{ kind: 'payment', externalId: 'p1' }] })
    const again = await mailbox.sync({ include: ['payments'], documents: [{ kind: 'payment', externalId: 'p1' }] })
    expect([second, again]).toMatchObject(Array.from({ length: 2 }, () => ({ syncRunId: first.syncRunId, joined: true })))
    expect(await mailbox.take('box/1')).toHaveLength(1)
    expect(await mailbox.run(first.syncRunId)).toMatchObject({
      include: ['invoices', 'payments'],
      documents: [
        { kind: 'invoice', externalId: 'i1' },
        { kind: 'payment', externalId: 'p1' },
      ],
    })
  })

  test('for everything makes it do everything; one that only reads makes it do no more than was asked', async () => {
    const mailbox = await newMailbox()
    const documents = [{ kind: 'invoice' as const, externalId: 'i1' }]
    const reading = await mailbox.sync({ include: ['customersIn', 'paymentsIn'] })
    await mailbox.sync({ documents })
    await mailbox.sync({ include: ['codes'] })
    await mailbox.take('box/1')
    expect(await mailbox.run(reading.syncRunId)).toMatchObject({ include: ['customersIn', 'paymentsIn', 'invoices', 'codes'], documents })
    const some = await mailbox.sync({ documents })
    await mailbox.sync({ include: ['invoices'] })
    await mailbox.take('box/2')
    expect((await mailbox.run(some.syncRunId))?.documents).toBeNull()
  })

  test('in a burst: an express run stays small, each document is in it once, and the rest goes by bulk', async () => {
    const mailbox = await newMailbox()
    const save = (number: number) =>
      mailbox.sync({
        lane: 'express',
        include: ['customersOut', 'invoices'],
        documents: [
          { kind: 'customer', externalId: `c${number % 3}` },
          { kind: 'invoice', externalId: `i${number}` },
        ],
      })
    const asked = await Promise.all(Array.from({ length: 60 }, (_, number) => save(number % 30)))
    const runs = new Map(asked.map(({ syncRunId, lane }) => [syncRunId, lane]))
    expect([...runs.values()].sort()).toEqual(['bulk', 'express'])
    await mailbox.take('box/1', 'express')
    await mailbox.take('box/2', 'bulk')
    const named = new Map<string, string[]>()
    for (const [syncRunId, lane] of runs)
      named.set(lane, (await mailbox.run(syncRunId))?.documents?.map(({ kind, externalId }) => `${kind}/${externalId}`) ?? [])
    const [express, bulk] = [named.get('express') ?? [], named.get('bulk') ?? []]
    expect(express.filter((ref) => ref.startsWith('invoice/'))).toHaveLength(20)
    for (const refs of [express, bulk]) expect(new Set(refs).size).toBe(refs.length)
    expect(new Set([...express, ...bulk]).size).toBe(33)
  })

  test('never joins one of the other lane, a preview, one that carries out a preview, or one that was handed out', async () => {
    const mailbox = await newMailbox()
    const preview = await mailbox.preview()
    const another = await mailbox.preview()
    const carriedOut = await mailbox.sync({ previewId: preview.syncRunId })
    const express = await mailbox.sync({ lane: 'express' })
    const bulk = await mailbox.sync()
    await mailbox.take('box/1')
    const late = await mailbox.sync()
    const runs = [preview, another, carriedOut, express, bulk, late].map(({ syncRunId }) => syncRunId)
    expect(new Set(runs).size).toBe(runs.length)
  })

  test('joins it even while a mailbox takes it: joined or new, a wish is never left behind', async () => {
    const mailbox = await newMailbox()
    const asked: Promise<{ syncRunId: string }>[] = []
    const taken: Promise<{ form: string }[]>[] = []
    for (let turn = 0; turn < 20; turn++) {
      asked.push(mailbox.sync())
      taken.push(mailbox.take(`box/${turn}`))
    }
    const runs = new Set((await Promise.all(asked)).map(({ syncRunId }) => syncRunId))
    const executions = [...(await Promise.all(taken)).flat(), ...(await mailbox.take('box/last'))]
    const handedOut = executions.map((execution) => ('syncRunId' in execution ? execution.syncRunId : ''))
    expect(handedOut).toHaveLength(runs.size)
    expect(new Set(handedOut)).toEqual(runs)
  })
})

describe('a preview that is carried out twice', () => {
  test('has one run: the second transaction waits for the first, and is then told that the preview is used', async () => {
    const mailbox = await newMailbox()
    const { syncRunId: previewId } = await mailbox.preview()
    const { first, second } = await overlapping(
      mailbox.companyId,
      (scope) => requestSync(scope, mailbox.wish({ previewId })),
      // By the other lane, so that the lock of the lane is not what keeps them apart.
      () => mailbox.sync({ previewId, lane: 'express' }),
    )
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'PREVIEW_USED' } })
    expect([...(await mailbox.take('box/1')), ...(await mailbox.take('box/2', 'express'))]).toMatchObject([
      { form: 'run', syncRunId: previewId, mode: 'preview' },
      { form: 'run', syncRunId: first.syncRunId, mode: 'sync' },
    ])
  })

  test('is carried out by the second when the first was rolled back', async () => {
    const mailbox = await newMailbox()
    const { syncRunId: previewId } = await mailbox.preview()
    const lost = fresh.as(mailbox.companyId, async (scope) => {
      await requestSync(scope, mailbox.wish({ previewId }))
      throw new Error('the connection was lost')
    })
    await expect(lost).rejects.toThrow('the connection was lost')
    expect(await mailbox.sync({ previewId })).toMatchObject({ joined: false })
  })
})

describe('a mailbox that takes what waits', () => {
  test('gets it in the order asked, and the same again under the same name', async () => {
    const mailbox = await newMailbox()
    const { syncRunId: preview } = await mailbox.preview()
    const { tieOutId } = await mailbox.tieOut()
    const { syncRunId } = await mailbox.sync()
    const include: Includable[] = ['invoices']
    const expected = [
      { form: 'run', syncRunId: preview, mode: 'preview', include },
      { form: 'reconcile', tieOutId },
      { form: 'run', syncRunId, mode: 'sync', include },
    ]
    expect(await mailbox.take('box/1')).toEqual(expected)
    expect(await mailbox.take('box/2')).toEqual([])
    expect(await mailbox.take('box/1')).toEqual(expected)
  })

  test('gets what an ended mailbox took and never began, and not what has begun', async () => {
    const mailbox = await newMailbox()
    const { syncRunId } = await mailbox.sync()
    await mailbox.take('ended/1')
    expect(await mailbox.take('box/1')).toEqual([])
    await mailbox.later(11)
    expect(await mailbox.take('box/2')).toMatchObject([{ syncRunId }])
    await mailbox.later(11)
    await fresh.as(mailbox.companyId, (scope) => beginRun(scope, syncRunId, 1))
    expect(await mailbox.take('box/3')).toEqual([])
  })

  test('is rung again by the watch when nobody took a wish within a minute', async () => {
    const mailbox = await newMailbox()
    const waiting = async () => (await waitingMailboxes(fresh.ledger)).filter(({ connectionId }) => connectionId === mailbox.connectionId)
    await mailbox.sync({ lane: 'express' })
    expect(await waiting()).toEqual([])
    await mailbox.later(2)
    expect(await waiting()).toEqual([{ companyId: mailbox.companyId, connectionId: mailbox.connectionId, lane: 'express' }])
    await mailbox.take('ended/1', 'express')
    expect(await waiting()).toEqual([])
    await mailbox.later(11)
    expect(await waiting()).toHaveLength(1)
  })
})
