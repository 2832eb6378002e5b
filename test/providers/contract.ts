import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MirrorRecords } from '../../domain/books.ts'
import type { MirrorKind } from '../../domain/entities.ts'
import type { Expected, Json, WriteIntent } from '../../domain/plan.ts'
import { onAccountRef, refOf } from '../../domain/rules/refs.ts'
import { fillRefs } from '../../domain/rules/fill-refs.ts'
import type { ComposeContext, Found, Provider, SendAnswer, Session, Sought } from '../../providers/contract.ts'
import { aCredit, aCustomer, aPayment, anInvoice, intent } from './documents.ts'

/** A provider at its sandbox, over real HTTP: what the suite needs beyond the contract itself. */
export interface Harness {
  provider: Provider
  open(): Promise<TestBooks>
}

/** One organisation of the sandbox, and what a bookkeeper or a bad road would do to it. */
export interface TestBooks {
  session: Session
  context: ComposeContext
  /** Turns that reads have taken. */
  turns(): number
  /** Reads and writes that the provider saw. */
  requests(): Promise<{ method: string; path: string }[]>
  /** The next call of the method goes wrong. */
  fault(kind: 'drop-before' | 'drop-after-commit' | 'cut' | 'throttle' | 'broken', method: 'GET' | 'PUT' | 'POST'): Promise<void>
  byHand: {
    archiveContact(bookId: string): Promise<void>
    voidInvoice(bookId: string): Promise<void>
    /** Another amount on the invoice, as a bookkeeper may type. */
    changeInvoice(bookId: string): Promise<void>
    /** An invoice of somebody else's with our number. */
    enterInvoice(number: string, contactId: string): Promise<void>
    deletePayment(bookId: string): Promise<void>
  }
  advanceClock(seconds: number): Promise<void>
  stop(): Promise<void>
}

/** One write carried through: composed, its refs filled, sent. */
interface Pushed {
  answer: SendAnswer
  sought: Sought
}

/** What every provider must do the same (design section 12, exactly-once sections 2 and 3). */
export function providerContract(name: string, harness: Harness): void {
  describe(`${name} keeps the provider contract`, () => {
    let books: TestBooks
    const ids: Record<string, string> = {}
    beforeAll(async () => {
      books = await harness.open()
    })
    afterAll(() => books.stop())

    const compose = (write: WriteIntent) => {
      const composed = harness.provider.compose(write, books.context)
      if (!composed.ok) throw new Error(`${composed.code} ${composed.detail ?? ''}`)
      return composed
    }

    async function push(write: WriteIntent, key: string = randomUUID()): Promise<Pushed> {
      const { body, expected } = compose(write)
      const filled = fillRefs(body, ids)
      const answer = await books.session.send(write.operation, harness.provider.request(write.operation, [filled]), key)
      return { answer, sought: soughtFor(write, filled, expected) }
    }

    const soughtFor = (write: WriteIntent, body: Json, expected: Expected): Sought => ({
      operation: write.operation,
      body,
      expected,
      ids,
      ...(write.bookId !== undefined && { bookId: write.bookId }),
    })

    /** Pushes and expects it taken; remembers the id under the ref. */
    async function taken(write: WriteIntent, ref: string): Promise<Extract<TakenItem, { kind: 'taken' }>> {
      const { answer } = await push(write)
      const item = answer.outcome === 'answered' ? answer.items[0] : undefined
      if (item?.kind !== 'taken') throw new Error(`not taken: ${JSON.stringify(answer)}`)
      ids[ref] = item.bookId
      return item
    }

    const newCustomer = (id: string) =>
      taken(intent('createCustomer', { kind: 'customer', externalId: id, body: aCustomer(`Customer ${id}`) }), refOf('customer', id))
    const newInvoice = (id: string, customer: string) =>
      taken(intent('createInvoice', { kind: 'invoice', externalId: id, body: anInvoice(`N-${id}`, customer) }), refOf('invoice', id))
    const newCredit = (id: string, customer: string) =>
      taken(intent('createCredit', { kind: 'credit', externalId: id, body: aCredit(`C-${id}`, customer) }), refOf('credit', id))

    test('what is composed names everything it refers to in `needs`', () => {
      const { body, needs } = compose(intent('createInvoice', { kind: 'invoice', externalId: 'x', body: anInvoice('X', 'somebody') }))
      expect(needs).toEqual(refsIn(body))
    })

    test('the same write is composed to the same bytes', () => {
      const write = intent('createInvoice', { kind: 'invoice', externalId: 'x', body: anInvoice('X', 'somebody') })
      expect(harness.provider.request('createInvoice', [compose(write).body])).toEqual(
        harness.provider.request('createInvoice', [compose(write).body]),
      )
    })

    test('the organisation and its codes can be read, each call with a turn', async () => {
      const before = books.turns()
      const seen = (await books.requests()).length
      const organisation = await books.session.readOrganisation()
      const codes = await books.session.readCodes()
      expect(organisation).toMatchObject({ baseCurrency: 'GBP', country: 'GB' })
      expect(codes.taxCodes.some((code) => code.treatment === 'standard' && code.percent === '20' && code.forSales)).toBe(true)
      expect(codes.nominalCodes.some((code) => code.forSales && code.active)).toBe(true)
      expect(codes.bankAccounts.some((account) => account.form === 'bank')).toBe(true)
      expect(books.turns() - before).toBe((await books.requests()).length - seen)
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
      expect(await books.session.find(first.sought)).toHaveLength(1)
    })

    test('a key used for other bytes is looked up', async () => {
      await push(intent('createCustomer', { kind: 'customer', externalId: 'k1', body: aCustomer('Key one') }), 'key-used')
      const { answer } = await push(
        intent('createCustomer', { kind: 'customer', externalId: 'k2', body: aCustomer('Key two') }),
        'key-used',
      )
      expect(answer).toMatchObject({ outcome: 'answered', items: [{ kind: 'lookUp' }] })
    })

    test('our own number met again with another key is looked up, and found the same', async () => {
      await newCustomer('again')
      const write = intent('createInvoice', { kind: 'invoice', externalId: 'again1', body: anInvoice('N-again1', 'again') })
      await taken(write, refOf('invoice', 'again1'))
      const { answer, sought } = await push(write)
      expect(answer).toMatchObject({ outcome: 'answered', items: [{ kind: 'lookUp' }] })
      expect(await books.session.find(sought)).toMatchObject([{ bookId: ids[refOf('invoice', 'again1')], likeness: 'same' }])
    })

    test('one bad record of a batch is refused by itself', async () => {
      const bad = { ...aCustomer('Bad mail'), email: 'not an address' }
      const writes = [
        intent('createCustomer', { kind: 'customer', externalId: 'good1', body: aCustomer('Good one') }),
        intent('createCustomer', { kind: 'customer', externalId: 'bad', body: bad }),
        intent('createCustomer', { kind: 'customer', externalId: 'good2', body: aCustomer('Good two') }),
      ]
      const request = harness.provider.request(
        'createCustomer',
        writes.map((write) => compose(write).body),
      )
      expect(await books.session.send('createCustomer', request, randomUUID())).toMatchObject({
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
      expect(await books.session.find(pushed.sought)).toEqual([])
    })

    describe('after a break on the road', () => {
      test.each(['drop-after-commit', 'cut'] as const)('%s: unknown, then found the same, for every kind of create', async (kind) => {
        const id = `u-${kind}`
        for (const [write, ref] of creates(id)) {
          await books.fault(kind, 'PUT')
          const { answer, sought } = await push(write)
          expect(answer.outcome, write.operation).toBe('unknown')
          const found = await books.session.find(sought)
          expect(found, write.operation).toMatchObject([{ likeness: 'same' }])
          ids[ref] = found[0]?.bookId ?? ''
        }
      })

      test('drop-before: unknown, then absent, for every kind of create', async () => {
        const id = 'never'
        for (const [write, ref] of creates(id)) {
          await books.fault('drop-before', 'PUT')
          const { answer, sought } = await push(write)
          expect(answer.outcome, write.operation).toBe('unknown')
          expect(await books.session.find(sought), write.operation).toEqual([])
          await taken(write, ref)
        }
      })

      test('a throttled send is not taken and says when to come back', async () => {
        await books.fault('throttle', 'PUT')
        const { answer, sought } = await push(intent('createCustomer', { kind: 'customer', externalId: 'slow', body: aCustomer('Slow') }))
        expect(answer).toMatchObject({ outcome: 'notTaken', retryAfterSeconds: expect.any(Number) })
        expect(await books.session.find(sought)).toEqual([])
      })

      test('a provider that breaks leaves the outcome unknown', async () => {
        await books.fault('broken', 'PUT')
        const { answer } = await push(intent('createCustomer', { kind: 'customer', externalId: 'broken', body: aCustomer('Broken') }))
        expect(answer.outcome).toBe('unknown')
      })

      test('a throttled or broken read throws in our words', async () => {
        await books.fault('throttle', 'GET')
        await expect(books.session.readCodes()).rejects.toMatchObject({
          code: 'PROVIDER_RATE_LIMITED',
          retryAfterSeconds: expect.any(Number),
        })
        await books.fault('broken', 'GET')
        await expect(books.session.readCodes()).rejects.toMatchObject({ code: 'PROVIDER_DOWN' })
      })

      /** One of each kind that can be made, in the order a bookkeeper would. */
      function creates(id: string): [WriteIntent, string][] {
        const to = (document: string, amount: number) => ({ allocations: [{ document, amount }] })
        const payment = (part: string) => ({ kind: 'payment' as const, externalId: `${id}-${part}`, body: aPayment(id) })
        return [
          [intent('createCustomer', { kind: 'customer', externalId: id, body: aCustomer(`Customer ${id}`) }), refOf('customer', id)],
          [intent('createInvoice', { kind: 'invoice', externalId: `${id}1`, body: anInvoice(`N-${id}1`, id) }), refOf('invoice', `${id}1`)],
          [intent('createInvoice', { kind: 'invoice', externalId: `${id}2`, body: anInvoice(`N,${id}2`, id) }), refOf('invoice', `${id}2`)],
          [intent('createCredit', { kind: 'credit', externalId: `${id}c`, body: aCredit(`C-${id}`, id) }), refOf('credit', `${id}c`)],
          [intent('receipt', payment('p1'), to(refOf('invoice', `${id}1`), 1_000)), refOf('payment', `${id}-p1`)],
          [
            intent('receipt', payment('p2'), {
              allocations: [
                { document: refOf('invoice', `${id}1`), amount: 500 },
                { document: refOf('invoice', `${id}2`), amount: 700 },
              ],
            }),
            refOf('payment', `${id}-p2`),
          ],
          [intent('onAccount', payment('p3'), { part: 'onAccount', amount: 2_000 }), onAccountRef(`${id}-p3`)],
          [
            intent(
              'allocateCredit',
              { kind: 'credit', externalId: `${id}c`, body: aCredit(`C-${id}`, id) },
              to(refOf('invoice', `${id}2`), 300),
            ),
            `allocation/${id}c`,
          ],
          [intent('allocateOnAccount', payment('p3'), to(refOf('invoice', `${id}2`), 400)), `allocation/${id}-p3`],
          [intent('refund', payment('p4'), to(refOf('credit', `${id}c`), 200)), refOf('payment', `${id}-p4`)],
          [intent('refund', payment('p5'), to(refOf('payment', `${id}-p3`), 100)), refOf('payment', `${id}-p5`)],
        ]
      }
    })

    describe('what a look-up meets', () => {
      test('ours, changed by someone since', async () => {
        await newCustomer('changed')
        const write = intent('createInvoice', { kind: 'invoice', externalId: 'ch1', body: anInvoice('N-ch1', 'changed') })
        const { bookId } = await taken(write, refOf('invoice', 'ch1'))
        await books.byHand.changeInvoice(bookId)
        expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'changed' }])
      })

      test('ours, made void by someone since', async () => {
        await newCustomer('voided')
        const write = intent('createInvoice', { kind: 'invoice', externalId: 'v1', body: anInvoice('N-v1', 'voided') })
        const { bookId } = await taken(write, refOf('invoice', 'v1'))
        await books.byHand.voidInvoice(bookId)
        expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'void' }])
      })

      test('a contact of ours that was archived since', async () => {
        const write = intent('createCustomer', { kind: 'customer', externalId: 'arch', body: aCustomer('Archived') })
        const { bookId } = await taken(write, refOf('customer', 'arch'))
        await books.byHand.archiveContact(bookId)
        expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'void' }])
      })

      test('a stranger with our number, and a stranger with our name', async () => {
        const other = await newCustomer('other')
        await newCustomer('mine')
        await books.byHand.enterInvoice('N-taken', other.bookId)
        const invoice = intent('createInvoice', { kind: 'invoice', externalId: 'mine1', body: anInvoice('N-taken', 'mine') })
        expect(await lookUp(invoice)).toMatchObject([{ likeness: 'stranger' }])
        const named = intent('createCustomer', { kind: 'customer', externalId: 'mine-too', body: aCustomer('Customer other') })
        expect(await lookUp(named)).toMatchObject([{ bookId: other.bookId, likeness: 'stranger' }])
      })

      test('a receipt of ours that someone deleted is void; a like receipt without our token is a stranger', async () => {
        await newCustomer('payer')
        await newInvoice('pay1', 'payer')
        const receipt = (token: string) =>
          intent(
            'receipt',
            { kind: 'payment', externalId: `r-${token}`, body: aPayment('payer') },
            { token, allocations: [{ document: refOf('invoice', 'pay1'), amount: 1_000 }] },
          )
        const first = await taken(receipt('CF-AAAAAA'), refOf('payment', 'r1'))
        expect(await lookUp(receipt('CF-BBBBBB'))).toMatchObject([{ bookId: first.bookId, likeness: 'stranger' }])
        await books.byHand.deletePayment(first.bookId)
        expect(await lookUp(receipt('CF-AAAAAA'))).toMatchObject([{ bookId: first.bookId, likeness: 'void' }])
        expect(await lookUp(receipt('CF-BBBBBB'))).toEqual([])
      })

      async function lookUp(write: WriteIntent): Promise<Found[]> {
        const { body, expected } = compose(write)
        return books.session.find(soughtFor(write, fillRefs(body, ids), expected))
      }
    })

    describe('updates and removals', () => {
      test('a customer is changed field by field, and a look-up tells before from after', async () => {
        const write = intent('createCustomer', { kind: 'customer', externalId: 'upd', body: aCustomer('Update me') })
        const { bookId, updatedAt = '' } = await taken(write, refOf('customer', 'upd'))
        const update = intent(
          'updateCustomer',
          { kind: 'customer', externalId: 'upd', body: { ...aCustomer('Updated'), email: 'new@example.com' } },
          { bookId, fields: ['name', 'email'] },
        )
        const { body, expected } = compose(update)
        const sought = { ...soughtFor(update, body, expected), before: (await contact(bookId))?.updatedAt ?? updatedAt }
        expect(await books.session.find(sought)).toMatchObject([{ likeness: 'before' }])
        await taken(update, refOf('customer', 'upd'))
        expect(await books.session.find(sought)).toMatchObject([{ likeness: 'same' }])
        expect(await contact(bookId)).toMatchObject({ name: 'Updated', email: 'new@example.com', phones: ['01632 960001'] })
        await books.byHand.archiveContact(bookId)
        expect(await books.session.find(sought)).toMatchObject([{ likeness: 'void' }])
      })

      test('an archived customer is read as archived', async () => {
        await newCustomer('gone')
        const bookId = ids[refOf('customer', 'gone')] ?? ''
        await taken(
          intent('archiveCustomer', { kind: 'customer', externalId: 'gone', body: aCustomer('Customer gone') }, { bookId }),
          refOf('customer', 'gone'),
        )
        expect(await contact(bookId)).toMatchObject({ state: 'archived' })
      })

      test('an invoice is changed with its lines kept, and removed by its state', async () => {
        await newCustomer('lines')
        const body = anInvoice('N-lines1', 'lines')
        const created = await taken(intent('createInvoice', { kind: 'invoice', externalId: 'lines1', body }), refOf('invoice', 'lines1'))
        const lineIds = created.bookLineIds ?? []
        expect(lineIds).toHaveLength(body.lines.length)
        const bookLineIds = Object.fromEntries(body.lines.map((line, index) => [line.lineId, lineIds[index] ?? '']))
        const update = intent(
          'updateInvoice',
          { kind: 'invoice', externalId: 'lines1', body: { ...body, reference: 'changed' } },
          { bookId: created.bookId, bookLineIds },
        )
        const updated = await taken(update, refOf('invoice', 'lines1'))
        expect(updated.bookId).toBe(created.bookId)
        expect(updated.bookLineIds).toEqual(lineIds)
        const { body: sent, expected } = compose(update)
        expect(await books.session.find(soughtFor(update, fillRefs(sent, ids), expected))).toMatchObject([{ likeness: 'same' }])
        const removal = intent('voidInvoice', { kind: 'invoice', externalId: 'lines1', body }, { bookId: created.bookId })
        const composed = compose(removal)
        expect(await books.session.find(soughtFor(removal, composed.body, composed.expected))).toMatchObject([{ likeness: 'before' }])
        await taken(removal, refOf('invoice', 'lines1'))
        expect(await books.session.find(soughtFor(removal, composed.body, composed.expected))).toMatchObject([{ likeness: 'same' }])
      })

      test('receipts, single and over several, and allocations can be taken back, and are found so', async () => {
        await newCustomer('back')
        await newInvoice('b1', 'back')
        await newInvoice('b2', 'back')
        await newCredit('bc', 'back')
        const invoices = [refOf('invoice', 'b1'), refOf('invoice', 'b2')]
        const allocate = intent(
          'allocateCredit',
          { kind: 'credit', externalId: 'bc', body: aCredit('C-bc', 'back') },
          { allocations: [{ document: invoices[1] ?? '', amount: 100 }] },
        )
        const taking: [WriteIntent, (bookId: string) => WriteIntent][] = [
          [
            intent(
              'receipt',
              { kind: 'payment', externalId: 'bp1', body: aPayment('back') },
              { allocations: [{ document: invoices[0] ?? '', amount: 100 }] },
            ),
            (bookId) => intent('reverseReceipt', { kind: 'payment', externalId: 'bp1', body: aPayment('back') }, { bookId }),
          ],
          [
            intent(
              'receipt',
              { kind: 'payment', externalId: 'bp2', body: aPayment('back') },
              { allocations: invoices.map((document) => ({ document, amount: 100 })) },
            ),
            (bookId) => intent('reverseReceipt', { kind: 'payment', externalId: 'bp2', body: aPayment('back') }, { bookId }),
          ],
          [allocate, (bookId) => intent('unallocate', { kind: 'credit', externalId: 'bc', body: aCredit('C-bc', 'back') }, { bookId })],
        ]
        for (const [write, back] of taking) {
          const { bookId } = await taken(write, 'taken-back')
          const reversal = back(bookId)
          const { body, expected } = compose(reversal)
          expect(await books.session.find(soughtFor(reversal, body, expected)), reversal.operation).toMatchObject([{ likeness: 'before' }])
          await taken(reversal, 'taken-back')
          expect(await books.session.find(soughtFor(reversal, body, expected)), reversal.operation).toMatchObject([{ likeness: 'same' }])
        }
      })

      const contact = async (bookId: string) => (await readAll('contacts')).find((one) => one.bookId === bookId)
    })

    describe('the mirror', () => {
      test('a full read has what was pushed, void and archived records too, with allocations', async () => {
        const [contacts, invoices, credits, payments, onAccount] = [
          await readAll('contacts'),
          await readAll('invoices'),
          await readAll('credits'),
          await readAll('payments'),
          await readAll('onAccount'),
        ]
        const id = (ref: string) => ids[ref]
        expect(contacts.find((one) => one.bookId === id(refOf('customer', 'gone')))).toMatchObject({
          state: 'archived',
          contactNumber: 'gone',
        })
        expect(invoices.find((one) => one.bookId === id(refOf('invoice', 'lines1')))).toMatchObject({ state: 'void', amountDue: 0 })
        const invoice = invoices.find((one) => one.bookId === id(refOf('invoice', 'never1')))
        expect(invoice).toMatchObject({
          number: 'N-never1',
          net: 18_650,
          tax: 2_298,
          gross: 20_948,
          amountDue: 20_948 - 1_500,
          state: 'inLedger',
        })
        expect(invoice?.taxes).toHaveLength(2)
        const credit = credits.find((one) => one.bookId === id(refOf('credit', 'neverc')))
        expect(credit).toMatchObject({
          gross: 5_460,
          allocations: [{ bookId: id('allocation/neverc'), documentId: id(refOf('invoice', 'never2')), amount: 300 }],
        })
        expect(payments.find((one) => one.bookId === id(refOf('payment', 'never-p1')))).toMatchObject({
          form: 'payment',
          amount: 1_000,
          state: 'live',
        })
        const batch = payments.find((one) => one.bookId === id(refOf('payment', 'never-p2')))
        expect(batch).toMatchObject({ form: 'batch', amount: 1_200, reference: expect.stringMatching(/^BACS transfer CF-/) })
        expect(payments.filter((one) => one.partOf === batch?.bookId)).toHaveLength(2)
        expect(payments.find((one) => one.bookId === id(refOf('payment', 'never-p4')))).toMatchObject({
          form: 'refund',
          amount: 200,
          allocations: [{ documentId: credit?.bookId }],
        })
        expect(onAccount.find((one) => one.bookId === id(onAccountRef('never-p3')))).toMatchObject({
          amount: 2_000,
          remaining: 2_000 - 400 - 100,
          allocations: [{ bookId: id('allocation/never-p3'), amount: 400 }],
        })
      })

      test('after a full read only what changed comes, and a run with nothing to do costs at most eight calls', async () => {
        await books.advanceClock(15 * 60)
        const kinds = ['contacts', 'invoices', 'credits', 'payments', 'onAccount'] as const
        const cursors: Partial<Record<MirrorKind, string>> = {}
        await newCustomer('last')
        await newInvoice('last1', 'last')
        for (const kind of kinds) cursors[kind] = (await readFrom(kind, undefined)).cursor
        await books.advanceClock(15 * 60)
        await books.session.readOrganisation()
        const before = (await books.requests()).length
        await books.session.readOrganisation()
        await books.session.readCodes()
        for (const kind of kinds) cursors[kind] = (await readFrom(kind, cursors[kind])).cursor
        expect((await books.requests()).length - before).toBeLessThanOrEqual(8)
        const changed = ids[refOf('invoice', 'last1')] ?? ''
        await books.byHand.voidInvoice(changed)
        const { records } = await readFrom('invoices', cursors.invoices)
        expect(records.map((one) => one.bookId)).toContain(changed)
        expect(records.length).toBeLessThan((await readAll('invoices')).length)
      })
    })

    async function readFrom<K extends MirrorKind>(
      kind: K,
      cursor: string | undefined,
    ): Promise<{ records: MirrorRecords[K][]; cursor: string }> {
      const records: MirrorRecords[K][] = []
      for (let at = cursor; ; ) {
        const page = await books.session.changes(kind, at)
        records.push(...page.records)
        at = page.cursor
        if (page.done) return { records, cursor: page.cursor }
      }
    }
    const readAll = async <K extends MirrorKind>(kind: K): Promise<MirrorRecords[K][]> => (await readFrom(kind, undefined)).records
  })
}

type TakenItem = Extract<SendAnswer, { outcome: 'answered' }>['items'][number]

const bookIdsOf = (answer: SendAnswer): string[] =>
  answer.outcome === 'answered' ? answer.items.map((item) => (item.kind === 'taken' ? item.bookId : item.kind)) : [answer.outcome]

const amountsOf = ({ net, tax, gross, taxes }: Expected) => ({ net, tax, gross, taxes })

function refsIn(body: Json): string[] {
  if (Array.isArray(body)) return body.flatMap(refsIn)
  if (body === null || typeof body !== 'object') return []
  const ref = body['$ref']
  return typeof ref === 'string' ? [ref] : Object.values(body).flatMap(refsIn)
}
