import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { letGo, markSent, markUnknown, putBack, readEnvelope, renewLease, settleTimeLeft, takeOver } from '../../ledger/envelopes.ts'
import { firstNumbers } from '../../ledger/first-numbers.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk } from './planned-writes.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())

describe('an envelope belongs to one attempt (rules 7 and 8)', () => {
  test('while its lease lasts nobody takes it over; afterwards one of two does, by raising the attempt', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    expect(await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 1_000)).toBeUndefined()
    await letGo(fresh.ledger, hold)
    const taken = await Promise.all([1, 2].map(() => takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 1_000)))
    expect(taken.filter((one) => one !== undefined)).toEqual([{ ...hold, attempt: 2 }])
  })

  test('an attempt that was taken over can neither mark it sent, nor renew its lease, nor settle it', async () => {
    const desk = await newDesk()
    const hold = await desk.write(await desk.plan([{ externalId: 'c1' }]))
    await letGo(fresh.ledger, hold)
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    expect(await markSent(fresh.ledger, hold)).toBe(false)
    expect(await renewLease(fresh.ledger, hold, 60_000)).toBe(false)
    expect(await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])).toEqual({ settled: false })
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(true)
  })

  test('an envelope that was sent and taken over is unknown and never sent again', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    await letGo(fresh.ledger, hold)
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    const envelope = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    expect(envelope).toMatchObject({ state: 'unknown', was_unknown: true })
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(false)
    await expect(
      desk.as((scope) => scope.db.updateTable('envelopes').set({ state: 'sent' }).where('id', '=', hold.envelopeId).execute()),
    ).rejects.toThrow('never sent again')
  })

  test('a request that was provably not taken goes again with the same key and bytes', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    const before = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    await putBack(fresh.ledger, hold, 'PROVIDER_RATE_LIMITED')
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(true)
    const after = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    expect([after?.idempotency_key, after?.body, after?.was_unknown]).toEqual([before?.idempotency_key, before?.body, false])
  })

  test('the wait before a look-up is counted from the moment of sending, by the clock of the database', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    await markUnknown(fresh.ledger, hold, 'no answer')
    const left = await desk.as((scope) => settleTimeLeft(scope, hold.envelopeId, 100_000))
    expect(left).toBeGreaterThan(60_000)
    expect(left).toBeLessThanOrEqual(100_000)
    await desk.as((scope) =>
      scope.db
        .updateTable('envelopes')
        .set({ sent_at: sql<Date>`clock_timestamp() - interval '101 seconds'` })
        .where('id', '=', hold.envelopeId)
        .execute(),
    )
    expect(await desk.as((scope) => settleTimeLeft(scope, hold.envelopeId, 100_000))).toBe(0)
  })
})

describe('the number first sent (rule 5)', () => {
  const first = (desk: Desk) => desk.as((scope) => firstNumbers(scope, desk.connectionId, 'invoice', ['i1']))
  const create = { kind: 'invoice', externalId: 'i1', number: 'A-1' } as const

  test('is kept while its request may still arrive', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    expect(await first(desk)).toEqual(new Map([['i1', 'A-1']]))
    await markUnknown(fresh.ledger, hold, 'no answer')
    await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])
    expect(await first(desk)).toEqual(new Map([['i1', 'A-1']]))
  })

  test('is free again when it was plainly refused, so that a clash is mended by another number', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    await settleEnvelope(fresh.ledger, hold, [{ result: 'refused', code: 'NUMBER_ALREADY_USED', values: { number: 'A-1' } }])
    expect(await first(desk)).toEqual(new Map())
  })

  test('is free again when the request provably never left', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    await putBack(fresh.ledger, hold, 'PROVIDER_RATE_LIMITED')
    expect(await first(desk)).toEqual(new Map())
  })
})
