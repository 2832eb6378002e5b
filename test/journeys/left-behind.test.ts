import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { raiseEpoch } from '../../ledger/connections.ts'
import { makeDue } from '../../ledger/standings.ts'
import type { Engine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { terminate } from './terminate.ts'
import { invoice, payment } from './trade.ts'
import { codesOf, fault, invoicesInBooks, linkOf, startWithTwoCustomers } from './two-customers.ts'
import { untilStruck } from './until-struck.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startWithTwoCustomers()
})
afterAll(() => engine.stop())

describe('what a terminated run left behind', () => {
  test.each(['express', 'bulk'] as const)('is settled by the next run of lane %s, and the document is in the books once', async (lane) => {
    const id = `left-${lane}`
    await engine.save('invoice', { [id]: invoice(id, 'a') })
    await fault(engine, 'PUT', '/Invoices\\?', { kind: 'drop-after-commit' })
    const asked = await engine.ask()
    await untilStruck(engine)
    await terminate(engine, asked)
    const documents = lane === 'express' ? { documents: [{ kind: 'invoice' as const, externalId: id }] } : {}
    await engine.sync(['invoices'], { lane, ...documents })
    expect(await invoicesInBooks(engine, id)).toHaveLength(1)
    expect((await linkOf(engine, 'invoice', id))?.book_number).toBe(id)
  })

  test('keeps the number first sent until it is linked, and the new number follows as an update', async () => {
    await engine.save('invoice', { n1: invoice('N-old', 'a') })
    await fault(engine, 'PUT', '/Invoices\\?', { kind: 'drop-before' })
    const asked = await engine.ask()
    await untilStruck(engine)
    await terminate(engine, asked)
    await engine.save('invoice', { n1: invoice('N-new', 'a') })
    await engine.sync()
    expect((await invoicesInBooks(engine, 'N-old')).length + (await invoicesInBooks(engine, 'N-new')).length).toBe(1)
    await engine.sync()
    expect(await invoicesInBooks(engine, 'N-old')).toEqual([])
    expect(await invoicesInBooks(engine, 'N-new')).toHaveLength(1)
  })
})

test('after the database was set back in time a create is looked up before it is sent', async () => {
  await engine.save('invoice', { z1: invoice('Z-1', 'a') })
  await engine.save('payment', { z1: payment('a', 2_000, [{ invoice: 'z1', amount: 2_000 }]) })
  await engine.sync()
  const before = await linkOf(engine, 'payment', 'z1')
  const books = await statement(engine)
  const document = { kind: 'payment' as const, externalId: 'z1' }
  // As in a copy of an hour ago: neither link nor mirror know the payment.
  await engine.asCompany(async (scope) => {
    await scope.db
      .updateTable('links')
      .set({ detached_at: new Date() })
      .where('kind', '=', 'payment')
      .where('external_id', '=', 'z1')
      .execute()
    await scope.db
      .deleteFrom('book_payments')
      .where('book_id', '=', before?.book_id ?? '')
      .execute()
    await makeDue(scope, engine.connectionId, [document])
    await raiseEpoch(scope, engine.connectionId)
    // A mirror that express would go by, and that was never read to its end since: only the look-up finds the payment.
    await scope.db.updateTable('mirror_cursors').set({ read_at: new Date() }).where('connection_id', '=', engine.connectionId).execute()
  })
  const run = await engine.sync(['payments'], { lane: 'express', documents: [document] })
  expect(await outcomes(engine, run.id)).toEqual(['payment z1 main pushed'])
  expect(await statement(engine)).toEqual(books)
  expect((await linkOf(engine, 'payment', 'z1'))?.book_id).toBe(before?.book_id)
})

test('after the database was set back in time a receipt is adopted by its own token, and an allocation is not made twice', async () => {
  await engine.save('invoice', { y1: invoice('Y-1', 'a'), y2: invoice('Y-2', 'b') })
  await engine.save('credit', { y1: { ...invoice('Y-CR', 'b', 5_000), allocations: [{ invoice: 'y2', amount: 2_000 }] } })
  await engine.save('payment', {
    'y-1': payment('a', 2_000, [{ invoice: 'y1', amount: 2_000 }]),
    'y-2': payment('a', 2_000, [{ invoice: 'y1', amount: 2_000 }]),
  })
  await engine.sync()
  const [before, books] = [await linkOf(engine, 'payment', 'y-2'), await statement(engine)]
  // As in a copy of an hour ago: nothing of it is known, and the second receipt had not been saved here.
  await engine.asCompany(async (scope) => {
    await sql`update links set detached_at = clock_timestamp() where kind = 'payment' and external_id in ('y-1', 'y-2') or part = 'allocation:y2'`.execute(
      scope.db,
    )
    await makeDue(scope, engine.connectionId, [
      { kind: 'payment', externalId: 'y-1' },
      { kind: 'payment', externalId: 'y-2' },
      { kind: 'credit', externalId: 'y1' },
    ])
    await raiseEpoch(scope, engine.connectionId)
  })
  await engine.sync()
  expect(await statement(engine)).toEqual(books)
  expect((await linkOf(engine, 'payment', 'y-2'))?.book_id).toBe(before?.book_id)
})

// The last one: it leaves the mapping broken.
test('an envelope of another organisation is neither sent nor looked up; its documents become a problem', async () => {
  await engine.save('invoice', { o1: invoice('O-1', 'a') })
  await fault(engine, 'PUT', '/Invoices\\?', { kind: 'drop-before' })
  const asked = await engine.ask()
  await untilStruck(engine)
  await terminate(engine, asked)
  const move = (organisationId: string) =>
    engine.asCompany((scope) =>
      scope.db.updateTable('connections').set({ organisation_id: organisationId }).where('id', '=', engine.connectionId).execute(),
    )
  const { organisationId } = await engine.control<{ organisationId: string }>('organisations', {
    name: 'Other Ltd',
    country: 'GB',
    seed: 'empty',
  })
  await engine.control('tokens', { organisationId })
  await move(organisationId)
  await engine.sync(['codes'])
  await move(engine.organisationId)
  expect(await codesOf(engine, 'invoice', 'o1')).toEqual(['ORGANISATION_CHANGED'])
  expect(await invoicesInBooks(engine, 'O-1')).toEqual([])
})
