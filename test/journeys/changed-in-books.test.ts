import { afterAll, beforeAll, expect, test } from 'vitest'
import { carryOutChoice } from '../../api/fix-problem.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { TieOutSummary } from '../../domain/rules/compare-books.ts'
import { readConnection } from '../../ledger/connections.ts'
import { linksOfDocument } from '../../ledger/links.ts'
import { problemsOfDocument } from '../../ledger/problems.ts'
import { listTieOutLines } from '../../ledger/tie-outs.ts'
import { type Engine, startEngine } from './engine.ts'
import { outcomes } from './statement.ts'
import { invoice, mapCodes, payment } from './trade.ts'

/* What a bookkeeper changes in the books concerns documents that nobody touched here: the next run says so by itself. */

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await mapCodes(engine)
  await engine.save('customer', {
    a: { state: 'active', name: 'A. Smith' },
    b: { state: 'active', name: 'B. Jones Ltd' },
    c: { state: 'active', name: 'C. Miller' },
  })
  await engine.save('invoice', {
    changed: invoice('CH-1', 'a'),
    voided: invoice('VO-1', 'a'),
    paid: invoice('PD-1', 'a'),
    ofB: invoice('OB-1', 'b'),
    ofC: invoice('OC-1', 'c'),
  })
  await engine.save('payment', {
    gone: payment('a', 10_200, [{ invoice: 'paid', amount: 10_200 }]),
    ofC: payment('c', 10_200, [{ invoice: 'ofC', amount: 10_200 }]),
  })
  await engine.sync()
})
afterAll(() => engine.stop())

const edit = (action: string, fields: Record<string, unknown>) =>
  engine.control('edit', { organisationId: engine.organisationId, action, ...fields })
const bookIdOf = async (kind: DocumentKind, externalId: string) =>
  (await engine.asCompany((scope) => linksOfDocument(scope, { kind, externalId })))[0]?.book_id
const problemsOf = (kind: DocumentKind, externalId: string) => engine.asCompany((scope) => problemsOfDocument(scope, { kind, externalId }))
const codesOf = async (kind: DocumentKind, externalId: string) => (await problemsOf(kind, externalId)).map(({ code }) => code)

/** A person takes a choice of the one open problem, and the next run carries it out. */
async function choose(kind: DocumentKind, externalId: string, choice: string): Promise<void> {
  const [problem] = await problemsOf(kind, externalId)
  if (problem === undefined) throw new Error(`${kind} ${externalId} has no problem`)
  await engine.asCompany(async (scope) => {
    const connection = await readConnection(scope, engine.connectionId)
    if (connection) await carryOutChoice(scope, connection, problem, { choice, values: {}, askedBy: 'the office' })
  })
  await engine.sync()
}

interface BookInvoice {
  InvoiceNumber: string
  Status: string
  Total: number
}
const inBooks = async (number: string) => {
  const { invoices } = await engine.control<{ invoices: BookInvoice[] }>(`books?organisationId=${engine.organisationId}`)
  return invoices.filter(({ InvoiceNumber }) => InvoiceNumber === number).map(({ Status, Total }) => `${Status} ${Total}`)
}
const otherLines = { LineItems: [{ Description: 'Changed by hand', Quantity: 1, UnitAmount: 1, AccountCode: '200', TaxType: 'OUTPUT2' }] }

test('an amount that was changed in the books is asked about by the next run, and ours goes again with a yes although its lines are gone there', async () => {
  await edit('editInvoice', { invoiceNumber: 'CH-1', record: otherLines })
  await engine.sync()
  expect(await codesOf('invoice', 'changed')).toEqual(['CHANGED_IN_BOOKS'])
  await choose('invoice', 'changed', 'sendOurs')
  expect(await inBooks('CH-1')).toEqual(['AUTHORISED 102'])
  expect(await codesOf('invoice', 'changed')).toEqual([])
})

test('a yes that was carried out does not overrule what somebody changes later', async () => {
  await edit('editInvoice', { invoiceNumber: 'CH-1', record: otherLines })
  await engine.sync()
  expect(await inBooks('CH-1')).toEqual(['AUTHORISED 1.2'])
  expect(await codesOf('invoice', 'changed')).toEqual(['CHANGED_IN_BOOKS'])
  await choose('invoice', 'changed', 'leave')
  expect(await outcomes(engine, (await engine.sync()).id)).not.toContain('invoice changed')
  expect(await codesOf('invoice', 'changed')).toEqual([])
})

test('an invoice voided in the books is asked about; where the books keep its number it goes under another, and nothing is asked for ever', async () => {
  await edit('voidInvoice', { invoiceNumber: 'VO-1' })
  await engine.sync()
  expect(await codesOf('invoice', 'voided')).toEqual(['VOIDED_IN_BOOKS'])
  await choose('invoice', 'voided', 'sendAgain')
  expect(await codesOf('invoice', 'voided')).toEqual(['NUMBER_KEPT_BY_VOIDED'])
  await engine.save('invoice', { voided: invoice('VO-1A', 'a') })
  await engine.sync()
  expect(await inBooks('VO-1A')).toEqual(['AUTHORISED 102'])
  expect(await codesOf('invoice', 'voided')).toEqual([])
})

test('a payment removed in the books is asked about by the next run', async () => {
  await edit('deletePayment', { paymentId: await bookIdOf('payment', 'gone') })
  await engine.sync()
  expect(await codesOf('payment', 'gone')).toEqual(['VOIDED_IN_BOOKS'])
  await choose('payment', 'gone', 'sendAgain')
  expect(await codesOf('payment', 'gone')).toEqual([])
  expect(await engine.asCompany((scope) => linksOfDocument(scope, { kind: 'payment', externalId: 'gone' }))).toHaveLength(1)
})

test('a contact merged in the books takes its customer along, and what comes next goes to the contact that stands', async () => {
  const [loser, winner] = await Promise.all([bookIdOf('customer', 'c'), bookIdOf('customer', 'b')])
  await edit('mergeContacts', { from: loser, into: winner })
  await engine.save('invoice', { next: invoice('OC-2', 'c') })
  await engine.sync()
  expect(await bookIdOf('customer', 'c')).toBe(winner)
  expect(await inBooks('OC-2')).toEqual(['AUTHORISED 102'])
  const sheet = await engine.tieOut()
  const lines = await engine.asCompany((scope) => listTieOutLines(scope, sheet.id))
  expect(lines.filter((line) => line.external_id === 'ofC' || line.list === 'balances')).toEqual([])
  expect([await codesOf('invoice', 'ofC'), await codesOf('customer', 'c'), await codesOf('customer', 'b')]).toEqual([[], [], []])
})

test('an archived contact is told of as soon as something is to go to it, and not before', async () => {
  const contactId = await bookIdOf('customer', 'a')
  await edit('archiveContact', { contactId })
  await engine.sync()
  expect(await codesOf('customer', 'a')).toEqual([])
  await engine.save('invoice', { blocked: invoice('AR-1', 'a') })
  await engine.sync()
  expect(await codesOf('customer', 'a')).toEqual(['CONTACT_ARCHIVED'])
  await edit('restoreContact', { contactId })
  await engine.sync()
  expect(await codesOf('customer', 'a')).toEqual([])
  expect(await inBooks('AR-1')).toEqual(['AUTHORISED 102'])
})

test('an invoice that was cancelled here and is taken back by a credit note is explained, and both sides agree on the balance', async () => {
  await engine.save('customer', { d: { state: 'active', name: 'D. Cooper' } })
  await engine.save('invoice', { back: invoice('BK-1', 'd') })
  await engine.sync()
  await engine.save('invoice', { back: { ...invoice('BK-1', 'd'), state: 'cancelled' } })
  await engine.sync()
  await choose('invoice', 'back', 'creditNote')
  const before = await engine.tieOut()
  expect(before.summary as TieOutSummary).toMatchObject({
    differences: expect.arrayContaining([expect.objectContaining({ cause: 'cancelledHere' })]),
  })
  await engine.save('credit', { note: { ...invoice('BK-1-CN', 'd'), corrects: [{ invoice: 'back' }] } })
  await engine.sync()
  // Only ledgerCompareBooks writes it.
  const summary = (await engine.tieOut()).summary as TieOutSummary
  expect(summary.explained.map(({ cause }) => cause)).toContain('creditedInstead')
  expect(summary.differences.map(({ cause }) => cause)).not.toContain('cancelledHere')
})
