import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Expected, Json } from '../../../domain/plan.ts'
import { automationStates } from '../../../domain/entities.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import { aCustomer, anInvoice, intent } from '../documents.ts'
import type { SendAnswer } from '../../../providers/contract.ts'
import type { Clerk } from './clerk.ts'

/** What is composed and taken: the same bytes once, each record by itself. */
export function taking(clerk: Clerk): void {
  const { compose, push, taken, newCustomer, newCredit, ids } = clerk
  test('what is composed names everything it refers to in `needs`', () => {
    const { body, needs } = compose(intent('createInvoice', { kind: 'invoice', externalId: 'x', body: anInvoice('X', 'somebody') }))
    expect(needs).toEqual(refsIn(body))
  })

  test('the same write is composed to the same bytes', () => {
    const write = intent('createInvoice', { kind: 'invoice', externalId: 'x', body: anInvoice('X', 'somebody') })
    expect(clerk.provider.request('createInvoice', [compose(write).body])).toEqual(
      clerk.provider.request('createInvoice', [compose(write).body]),
    )
  })

  test('the organisation and its codes can be read, each call with a turn', async () => {
    const before = clerk.books.turns()
    const seen = (await clerk.books.requests()).length
    const organisation = await clerk.books.session.readOrganisation()
    const codes = await clerk.books.session.readCodes()
    const automations = await clerk.books.session.readAutomations()
    expect(automationStates).toContain(automations.invoiceReminders.state)
    expect(organisation).toMatchObject({ baseCurrency: 'GBP', country: 'GB', vatScheme: 'standard' })
    expect(codes.taxCodes.some((code) => code.treatment === 'standard' && code.percent === '20' && code.forSales)).toBe(true)
    expect(codes.nominalCodes.some((code) => code.forSales && code.active)).toBe(true)
    expect(codes.bankAccounts.some((account) => account.form === 'bank')).toBe(true)
    expect(clerk.books.turns() - before).toBe((await clerk.books.requests()).length - seen)
  })

  test('a customer, an invoice and a credit are taken, and show what was predicted', async () => {
    await newCustomer('a')
    const write = intent('createInvoice', { kind: 'invoice', externalId: 'a1', body: anInvoice('N-a1', 'a') })
    const invoice = await taken(write, refOf('invoice', 'a1'))
    expect(invoice.amounts).toMatchObject(amountsOf(compose(write).expected))
    expect(invoice.bookNumber).toBe('N-a1')
    const credit = await newCredit('ac', 'a')
    expect(credit.amounts).toMatchObject({ net: 4_550, tax: 910, gross: 5_460 })
  })

  test('the same bytes with the same key are taken once', async () => {
    const write = intent('createCustomer', { kind: 'customer', externalId: 'twice', body: aCustomer('Twice') })
    const first = await push(write, 'key-twice')
    const second = await push(write, 'key-twice')
    expect(bookIdsOf(second.answer)).toEqual(bookIdsOf(first.answer))
    expect(await clerk.books.session.find(first.sought)).toHaveLength(1)
  })

  test('a key used for other bytes is looked up', async () => {
    await push(intent('createCustomer', { kind: 'customer', externalId: 'k1', body: aCustomer('Key one') }), 'key-used')
    const { answer } = await push(intent('createCustomer', { kind: 'customer', externalId: 'k2', body: aCustomer('Key two') }), 'key-used')
    expect(answer).toMatchObject({ outcome: 'answered', items: [{ kind: 'lookUp' }] })
  })

  test('our own number met again with another key is looked up, and found the same', async () => {
    await newCustomer('again')
    const write = intent('createInvoice', { kind: 'invoice', externalId: 'again1', body: anInvoice('N-again1', 'again') })
    await taken(write, refOf('invoice', 'again1'))
    const { answer, sought } = await push(write)
    expect(answer).toMatchObject({ outcome: 'answered', items: [{ kind: 'lookUp' }] })
    expect(await clerk.books.session.find(sought)).toMatchObject([{ bookId: ids[refOf('invoice', 'again1')], likeness: 'same' }])
  })

  test('one bad record of a batch is refused by itself', async () => {
    const bad = { ...aCustomer('Bad mail'), email: 'not an address' }
    const writes = [
      intent('createCustomer', { kind: 'customer', externalId: 'good1', body: aCustomer('Good one') }),
      intent('createCustomer', { kind: 'customer', externalId: 'bad', body: bad }),
      intent('createCustomer', { kind: 'customer', externalId: 'good2', body: aCustomer('Good two') }),
    ]
    const request = clerk.provider.request(
      'createCustomer',
      writes.map((write) => compose(write).body),
    )
    expect(await clerk.books.session.send('createCustomer', request, randomUUID())).toMatchObject({
      outcome: 'answered',
      items: [{ kind: 'taken' }, { kind: 'refused', code: 'EMAIL_INVALID' }, { kind: 'taken' }],
    })
  })

  test('an unknown contact refuses the request, and takes nothing', async () => {
    const { answer } = await push(
      intent('createInvoice', { kind: 'invoice', externalId: 'nobody', body: anInvoice('N-nobody', 'ghost') }),
      randomUUID(),
    ).catch(() => ({ answer: undefined }))
    expect(answer).toBeUndefined()
    ids[refOf('customer', 'ghost')] = randomUUID()
    const pushed = await push(intent('createInvoice', { kind: 'invoice', externalId: 'nobody', body: anInvoice('N-nobody', 'ghost') }))
    expect(['refused', 'answered']).toContain(pushed.answer.outcome)
    expect(JSON.stringify(pushed.answer)).not.toContain('"taken"')
    expect(await clerk.books.session.find(pushed.sought)).toEqual([])
  })
}

const bookIdsOf = (answer: SendAnswer): string[] =>
  answer.outcome === 'answered' ? answer.items.map((item) => (item.kind === 'taken' ? item.bookId : item.kind)) : [answer.outcome]

const amountsOf = ({ net, tax, gross, taxes }: Expected) => ({ net, tax, gross, taxes })

function refsIn(body: Json): string[] {
  if (Array.isArray(body)) return body.flatMap(refsIn)
  if (body === null || typeof body !== 'object') return []
  const ref = body['$ref']
  return typeof ref === 'string' ? [ref] : Object.values(body).flatMap(refsIn)
}
