import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { link } from '../../ledger/links.ts'
import type { Engine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { invoice, payment } from './trade.ts'
import { byHand, codesOf, edit, fault, invoicesInBooks, linkOf, startWithTwoCustomers } from './two-customers.ts'
import { untilStruck } from './until-struck.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startWithTwoCustomers()
})
afterAll(() => engine.stop())

/** Does something after the plan and before invoices are sent: while a customer of the same run is being written. */
async function betweenPlanAndPush(customer: string, meanwhile: () => Promise<unknown>) {
  await engine.save('customer', { [customer]: { state: 'active', name: `Customer ${customer}` } })
  await fault(engine, 'PUT', '/Contacts\\?', { kind: 'slow', delayMs: 500 })
  const asked = await engine.ask()
  await untilStruck(engine)
  await meanwhile()
  return engine.finished(asked)
}

describe('between plan and push', () => {
  test('a document that is edited is not sent; the next run sends what it is now, once', async () => {
    await engine.save('invoice', { e1: invoice('E-1', 'a') })
    const run = await betweenPlanAndPush('between-1', () => engine.save('invoice', { e1: invoice('E-1', 'a', 9_000) }))
    expect(await outcomes(engine, run.id)).toContain('invoice e1 main waiting CHANGED_SINCE_PREVIEW')
    expect(await invoicesInBooks(engine, 'E-1')).toEqual([])
    await engine.sync()
    expect(await invoicesInBooks(engine, 'E-1')).toMatchObject([{ Total: 108, Status: 'AUTHORISED' }])
  })

  test('a refusal as "already used" is looked up, and what stands there as sent is linked', async () => {
    const contact = (await linkOf(engine, 'customer', 'a'))?.book_id ?? ''
    await engine.save('invoice', { u1: invoice('U-1', 'a') })
    const run = await betweenPlanAndPush('between-2', () => edit(engine, 'createInvoice', byHand('U-1', contact)))
    expect(await outcomes(engine, run.id)).toContain('invoice u1 main pushed')
    expect(await invoicesInBooks(engine, 'U-1')).toHaveLength(1)
    expect((await linkOf(engine, 'invoice', 'u1'))?.book_number).toBe('U-1')
  })

  test('a stranger with our number is a problem, and another number mends it', async () => {
    const contact = (await linkOf(engine, 'customer', 'b'))?.book_id ?? ''
    await engine.save('invoice', { u2: invoice('U-2', 'a') })
    await betweenPlanAndPush('between-3', () => edit(engine, 'createInvoice', byHand('U-2', contact)))
    expect(await codesOf(engine, 'invoice', 'u2')).toEqual(['NUMBER_TAKEN_BY_STRANGER'])
    expect(await linkOf(engine, 'invoice', 'u2')).toBeUndefined()
    await engine.save('invoice', { u2: invoice('U-2-new', 'a') })
    await engine.sync()
    expect([await invoicesInBooks(engine, 'U-2'), await invoicesInBooks(engine, 'U-2-new')].map((each) => each.length)).toEqual([1, 1])
    expect(await codesOf(engine, 'invoice', 'u2')).toEqual([])
  })
})

describe('a preview that is carried out', () => {
  test('sends what was shown; a document that changed since is left out, and goes with the next run', async () => {
    await engine.save('invoice', { p1: invoice('P-1', 'a'), p2: invoice('P-2', 'a') })
    const preview = await engine.preview()
    await engine.save('invoice', { p2: invoice('P-2', 'a', 7_000), p3: invoice('P-3', 'a') })
    const run = await engine.sync(undefined, { previewId: preview.id })
    expect(await outcomes(engine, run.id)).toEqual([
      'invoice p1 main pushed',
      'invoice p2 main waiting CHANGED_SINCE_PREVIEW',
      'invoice p3 main waiting CHANGED_SINCE_PREVIEW',
    ])
    await engine.sync()
    expect((await Promise.all(['P-1', 'P-2', 'P-3'].map((number) => invoicesInBooks(engine, number)))).map((each) => each.length)).toEqual([
      1, 1, 1,
    ])
  })
})

test('of a request that is refused as a whole only the culprit gets the problem; the others go singly', async () => {
  await engine.save('customer', { gone: { state: 'active', name: 'Gone Ltd' } })
  await engine.asCompany((scope) =>
    link(scope, {
      connectionId: engine.connectionId,
      kind: 'customer',
      externalId: 'gone',
      bookId: '00000000-0000-4000-8000-000000000000',
      how: 'decided',
      version: 1,
    }),
  )
  await engine.save('invoice', { w1: invoice('W-1', 'a', 4_100), w2: invoice('W-2', 'gone', 4_200), w3: invoice('W-3', 'b', 4_300) })
  const run = await engine.sync(['invoices'])
  expect((await outcomes(engine, run.id)).map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
    'w1 main pushed',
    'w2 main failed',
    'w3 main pushed',
  ])
  expect(await codesOf(engine, 'invoice', 'w1')).toEqual([])
  expect(await codesOf(engine, 'invoice', 'w2')).toHaveLength(1)
})

test('express and bulk on the same documents at the same time put them into the books once', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => `both-${index}`)
  await engine.save('invoice', Object.fromEntries(ids.map((id) => [id, invoice(id, 'a')])))
  await engine.save('payment', Object.fromEntries(ids.map((id) => [`pay-${id}`, payment('a', 11_000, [{ invoice: id, amount: 10_200 }])])))
  const documents = ids.flatMap((id) => [
    { kind: 'invoice' as const, externalId: id },
    { kind: 'payment' as const, externalId: `pay-${id}` },
  ])
  const before = (await statement(engine)).filter((line) => line.startsWith('overpayments')).length
  const asked = await Promise.all([engine.ask(), engine.ask(['invoices', 'payments'], { lane: 'express', documents })])
  await Promise.all(asked.map((run) => engine.finished(run)))
  await engine.sync()
  const lines = await statement(engine)
  for (const id of ids) {
    expect(lines.filter((line) => line.startsWith(`invoices ${id} `))).toEqual([`invoices ${id} | PAID | 102 | 0 | A. Smith | - | -`])
    expect(lines.filter((line) => line.startsWith('payments') && line.endsWith(`| ${id} | -`))).toHaveLength(1)
  }
  expect(lines.filter((line) => line.startsWith('overpayments')).length - before).toBe(ids.length)
})

test('a run that links a parent asks for the children that it does not reach itself', async () => {
  await engine.save('customer', { late: { state: 'active', name: 'Late Ltd' } })
  await engine.save('invoice', { late: invoice('LATE-1', 'late') })
  const waits = await engine.sync(['invoices'])
  expect(await outcomes(engine, waits.id)).toContain('invoice late main waiting PARENT_WAITING')
  await engine.sync(['customersOut'])
  while ((await invoicesInBooks(engine, 'LATE-1')).length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await invoicesInBooks(engine, 'LATE-1')).toHaveLength(1)
})
