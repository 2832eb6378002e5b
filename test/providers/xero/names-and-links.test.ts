import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import { providers } from '../../../providers/registry.ts'
import { aCredit, aCustomer, anInvoice, aPayment, intent } from '../documents.ts'
import { openXeroBooks, type XeroTestBooks } from './sandbox-books.ts'

const { xero } = providers
const awkward = [`The "Red" Lion`, 'Back\\slash & Co', "O'Brien, Sons (North) Ltd", 'Żółć 100% ? # /', '"""']

describe('awkward names and numbers', () => {
  let books: XeroTestBooks
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    books = await openXeroBooks()
    await push(intent('createCustomer', { kind: 'customer', externalId: 'c', body: aCustomer('C') }), refOf('customer', 'c'))
  })
  afterAll(() => books.stop())

  async function push(write: WriteIntent, ref: string) {
    const composed = xero.compose(write, books.context)
    if (!composed.ok) throw new Error(composed.code)
    const body = fillRefs(composed.body, ids)
    const answer = await books.session.send(write.operation, xero.request(write.operation, [body]), randomUUID())
    if (answer.outcome !== 'answered' || answer.items[0]?.kind !== 'taken') throw new Error(JSON.stringify(answer))
    ids[ref] = answer.items[0].bookId
    return books.session.find({ operation: write.operation, body, expected: composed.expected, ids })
  }

  test.each(awkward)('a customer called and numbered %s is found again', async (name) => {
    const ref = refOf('customer', name)
    expect(await push(intent('createCustomer', { kind: 'customer', externalId: name, body: aCustomer(name) }), ref)).toMatchObject([
      { bookId: ids[ref], likeness: 'same' },
    ])
  })

  test.each(awkward)('an invoice and a credit numbered %s are found again', async (number) => {
    const invoice = refOf('invoice', number)
    const credit = refOf('credit', number)
    expect(
      await push(intent('createInvoice', { kind: 'invoice', externalId: number, body: anInvoice(number, 'c') }), invoice),
    ).toMatchObject([{ bookId: ids[invoice], likeness: 'same' }])
    expect(await push(intent('createCredit', { kind: 'credit', externalId: number, body: aCredit(number, 'c') }), credit)).toMatchObject([
      { bookId: ids[credit], likeness: 'same' },
    ])
  })

  test('where Xero gives the number, the invoice is found by the reference that holds ours', async () => {
    const { number: _number, ...write } = intent('createInvoice', { kind: 'invoice', externalId: 'theirs', body: anInvoice('OURS-1', 'c') })
    expect(await push(write, refOf('invoice', 'theirs'))).toMatchObject([
      { bookId: ids[refOf('invoice', 'theirs')], likeness: 'same', bookNumber: expect.stringMatching(/^INV-/) },
    ])
  })

  test('links lead to the record’s page', async () => {
    await push(intent('createInvoice', { kind: 'invoice', externalId: 'i1', body: anInvoice('L-1', 'c') }), refOf('invoice', 'i1'))
    await push(intent('createInvoice', { kind: 'invoice', externalId: 'i2', body: anInvoice('L-2', 'c') }), refOf('invoice', 'i2'))
    await push(intent('createCredit', { kind: 'credit', externalId: 'cr', body: aCredit('LC-1', 'c') }), refOf('credit', 'cr'))
    const allocations = (to: string[]) => ({ allocations: to.map((id) => ({ document: refOf('invoice', id), amount: 100 })) })
    await push(intent('receipt', { kind: 'payment', externalId: 'p1', body: aPayment('c') }, allocations(['i1'])), refOf('payment', 'p1'))
    await push(
      intent('receipt', { kind: 'payment', externalId: 'p2', body: aPayment('c') }, allocations(['i1', 'i2'])),
      refOf('payment', 'p2'),
    )
    const linked = [
      ['customer', refOf('customer', 'c'), 'C'],
      ['invoice', refOf('invoice', 'i1'), 'L-1'],
      ['credit', refOf('credit', 'cr'), 'LC-1'],
      ['payment', refOf('payment', 'p1'), '1.00'],
      ['payment', refOf('payment', 'p2'), '1.00'],
    ] as const
    for (const [kind, ref, text] of linked) {
      const page = await fetch(xero.manifest.deepLink(kind, ids[ref] ?? '', books.context.organisation, books.url))
      expect(page.status, ref).toBe(200)
      expect(await page.text(), ref).toContain(text)
    }
  })

  test('links of a real organisation are Xero’s own', () => {
    const link = xero.manifest.deepLink('invoice', 'id-1', { ...books.context.organisation, shortCode: '!Qj35V' }, 'https://go.xero.com')
    expect(link).toBe('https://go.xero.com/app/!Qj35V/invoicing/view/id-1')
  })
})
