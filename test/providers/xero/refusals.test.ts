import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../domain/errors.ts'
import type { WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { ComposeContext, ItemAnswer, SendAnswer } from '../../../providers/contract.ts'
import { providers } from '../../../providers/registry.ts'
import { aCredit, aCustomer, anInvoice, aPayment, intent } from '../documents.ts'
import { openXeroBooks, type XeroTestBooks } from './sandbox-books.ts'

const { xero } = providers

describe('what Xero’s books refuse, provoked over HTTP, lands on its own code', () => {
  let books: XeroTestBooks
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    books = await openXeroBooks()
    await taken(customer('a'), refOf('customer', 'a'))
    await taken(invoice('i1'), refOf('invoice', 'i1'))
    await taken(credit('c1'), refOf('credit', 'c1'))
  })
  afterAll(() => books.stop())

  async function push(write: WriteIntent, over: Partial<ComposeContext['settings']> = {}): Promise<SendAnswer> {
    const settings = { ...books.context.settings, ...over }
    const composed = xero.compose(write, { ...books.context, settings, codes: withAnyNominal(books.context.codes) })
    if (!composed.ok) throw new Error(`${composed.code} ${composed.detail}`)
    return books.session.send(write.operation, xero.request(write.operation, [fillRefs(composed.body, ids)]), randomUUID())
  }

  async function item(write: WriteIntent, over: Partial<ComposeContext['settings']> = {}): Promise<ItemAnswer> {
    const answer = await push(write, over)
    const [first] = answer.outcome === 'answered' ? answer.items : []
    if (first === undefined) throw new Error(JSON.stringify(answer))
    return first
  }

  async function taken(write: WriteIntent, ref: string): Promise<string> {
    const answer = await item(write)
    if (answer.kind !== 'taken') throw new Error(JSON.stringify(answer))
    ids[ref] = answer.bookId
    return answer.bookId
  }

  const edit = (action: string, more: object = {}) => books.control('edit', { organisationId: books.organisationId, action, ...more })
  const refused = (code: ErrorCode) => ({ kind: 'refused', code, detail: expect.any(String) })

  test('a name that is taken is looked up by who creates, and refused to who renames', async () => {
    expect(await item(intent('createCustomer', { kind: 'customer', externalId: 'b', body: aCustomer('Customer a') }))).toMatchObject({
      kind: 'lookUp',
    })
    const bookId = await taken(customer('b'), refOf('customer', 'b'))
    const rename = intent(
      'updateCustomer',
      { kind: 'customer', externalId: 'b', body: aCustomer('Customer a') },
      { bookId, fields: ['name'] },
    )
    expect(await item(rename)).toMatchObject({ ...refused('CONTACT_NAME_TAKEN'), values: { customer: 'Customer a', provider: 'Xero' } })
  })

  test('a contact number that is taken is looked up', async () => {
    expect(await item(intent('createCustomer', { kind: 'customer', externalId: 'a', body: aCustomer('Another name') }))).toMatchObject({
      kind: 'lookUp',
    })
  })

  test('an archived contact takes neither edits nor invoices', async () => {
    const bookId = await taken(customer('old'), refOf('customer', 'old'))
    await books.byHand.archiveContact(bookId)
    expect(await item(intent('updateCustomer', { kind: 'customer', externalId: 'old', body: aCustomer('X') }, { bookId }))).toMatchObject(
      refused('CONTACT_ARCHIVED'),
    )
    expect(await item(invoice('for-old', 'old'))).toMatchObject(refused('CONTACT_ARCHIVED'))
  })

  test('nominal codes: unknown, archived, and with a tax code they do not take', async () => {
    expect(await item(invoice('n1'), { nominalCodes: { default: '99999', byCode: {} } })).toMatchObject({
      ...refused('ACCOUNT_NOT_VALID'),
      values: { account: '99999' },
    })
    await edit('archiveAccount', { code: '260' })
    expect(await item(invoice('n2'), { nominalCodes: { default: '260', byCode: {} } })).toMatchObject({
      ...refused('ACCOUNT_ARCHIVED'),
      values: { account: '260' },
    })
    const inputTax = {
      S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'INPUT2' },
      R: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'CAPEXINPUT2' },
    } as const
    const answer = await item(invoice('n3'), {
      taxCodes: { S: { ...inputTax.S, rates: [...inputTax.S.rates] }, R: { ...inputTax.R, rates: [...inputTax.R.rates] } },
    })
    expect(answer).toMatchObject(refused('TAX_CODE_NOT_FOR_ACCOUNT'))
  })

  test('a currency that the organisation does not use', async () => {
    const write = intent('createInvoice', { kind: 'invoice', externalId: 'usd', body: { ...anInvoice('USD', 'a'), currency: 'USD' } })
    expect(await item(write)).toMatchObject({ ...refused('CURRENCY_NOT_SUBSCRIBED'), values: { currency: 'USD' } })
  })

  test('a locked period, for invoices and for payments', async () => {
    await edit('setLockDate', { date: '2026-10-15' })
    expect(await item(invoice('locked'))).toMatchObject({ ...refused('LOCKED_PERIOD'), values: { lockedUntil: expect.any(String) } })
    expect(await item(receipt('locked-p', 'i1', 100))).toMatchObject(refused('LOCKED_PERIOD'))
    expect((await books.session.readOrganisation()).lockedUntil).toBe('2026-10-15')
    await edit('setLockDate')
  })

  test('a payment larger than what is open, on a draft, and into an account that takes none', async () => {
    expect(await item(receipt('big', 'i1', 9_999_999))).toMatchObject(refused('PAYMENT_EXCEEDS_OPEN'))
    const draft = await item(invoice('draft1'), { invoiceState: 'draft' })
    ids[refOf('invoice', 'draft1')] = draft.kind === 'taken' ? draft.bookId : ''
    expect(await item(receipt('on-draft', 'draft1', 100))).toMatchObject(refused('PAYMENT_NEEDS_APPROVED_DOCUMENT'))
    expect(await item({ ...receipt('no-account', 'i1', 100), bankAccountId: randomUUID() })).toMatchObject(
      refused('PAYMENT_ACCOUNT_NOT_FOUND'),
    )
  })

  test('an allocation larger than what is left of the credit', async () => {
    const write = intent(
      'allocateCredit',
      { kind: 'credit', externalId: 'c1', body: aCredit('C-c1', 'a') },
      { allocations: [{ document: refOf('invoice', 'i1'), amount: 9_999 }] },
    )
    expect(await item(write)).toMatchObject(refused('ALLOCATION_EXCEEDS_OPEN'))
  })

  test('an invoice that is paid takes no new amounts, and cannot be made void', async () => {
    await taken(invoice('paid'), refOf('invoice', 'paid'))
    await taken(receipt('paid-p', 'paid', 100), refOf('payment', 'paid-p'))
    const bookId = ids[refOf('invoice', 'paid')] ?? ''
    const body = anInvoice('N-paid', 'a')
    const dearer = { ...body, lines: body.lines.map((line) => ({ ...line, quantity: '1', unitPrice: '1', net: 100, discount: undefined })) }
    const update = await item(intent('updateInvoice', { kind: 'invoice', externalId: 'paid', body: dearer }, { bookId }))
    expect(['INVOICE_PAID_OR_CREDITED', 'INVOICE_NOT_MODIFIABLE', 'STATUS_BLOCKED_BY_PAYMENTS']).toContain(
      update.kind === 'refused' ? update.code : update.kind,
    )
    const removal = await item(intent('voidInvoice', { kind: 'invoice', externalId: 'paid', body }, { bookId }))
    expect(['INVOICE_PAID_OR_CREDITED', 'INVOICE_NOT_MODIFIABLE', 'STATUS_BLOCKED_BY_PAYMENTS']).toContain(
      removal.kind === 'refused' ? removal.code : removal.kind,
    )
  })

  test('fields that may change after a payment are taken', async () => {
    const bookId = ids[refOf('invoice', 'paid')] ?? ''
    const later = { ...anInvoice('N-paid', 'a'), dueDate: '2026-12-24', reference: 'changed' }
    const update = intent(
      'updateInvoice',
      { kind: 'invoice', externalId: 'paid', body: later },
      { bookId, fields: ['dueDate', 'reference'] },
    )
    expect(await item(update)).toMatchObject({ kind: 'taken', bookId })
  })

  test('a reconciled payment, and a part of a batch, are not removed', async () => {
    const paymentId = await taken(receipt('rec', 'i1', 100), refOf('payment', 'rec'))
    await edit('reconcilePayment', { paymentId })
    const reverse = (bookId: string) => intent('reverseReceipt', { kind: 'payment', externalId: 'rec', body: aPayment('a') }, { bookId })
    expect(await item(reverse(paymentId))).toMatchObject(refused('PAYMENT_RECONCILED'))
    await taken(invoice('i2'), refOf('invoice', 'i2'))
    const batch = await taken(
      intent(
        'receipt',
        { kind: 'payment', externalId: 'bat', body: aPayment('a') },
        { allocations: ['i1', 'i2'].map((id) => ({ document: refOf('invoice', id), amount: 100 })) },
      ),
      refOf('payment', 'bat'),
    )
    const parts = (await books.session.changes('payments', undefined)).records.filter((one) => one.partOf === batch)
    expect(await item(reverse(parts[0]?.bookId ?? ''))).toMatchObject(refused('PAYMENT_IN_BATCH'))
  })

  test('the plan’s limit of invoices, told beforehand and at the invoice', async () => {
    await edit('setPlanLimit', { limit: 0 })
    expect(await item(invoice('over-plan'))).toMatchObject(refused('PLAN_INVOICE_LIMIT'))
    await books.advanceClock(11 * 60)
    expect((await books.session.readOrganisation()).notAllowed).toContain('CreateApprovedInvoice')
    await edit('setPlanLimit')
    expect((await books.session.readOrganisation()).notAllowed).not.toContain('CreateApprovedInvoice')
  })

  test('an organisation that is offline, a wrong organisation, a lost token, a missing scope', async () => {
    await edit('setOffline', { offline: true })
    await expect(books.session.readCodes()).rejects.toMatchObject({ code: 'ORGANISATION_OFFLINE' })
    await edit('setOffline', { offline: false })
    const tools = { turn: () => Promise.resolve(), now: () => Date.now(), apiUrl: books.url, heard: () => undefined, log: () => undefined }
    const open = (accessToken: string, organisationId = books.organisationId) =>
      xero.open(organisationId, { ...tools, accessToken: () => Promise.resolve(accessToken) })
    const { accessToken } = await books.control<{ accessToken: string }>('tokens', { organisationId: books.organisationId })
    await expect(open(accessToken, randomUUID()).readCodes()).rejects.toMatchObject({ code: 'ORGANISATION_DISCONNECTED' })
    const narrow = await books.control<{ accessToken: string }>('tokens', {
      organisationId: books.organisationId,
      scopes: 'openid accounting.contacts',
    })
    await expect(open(narrow.accessToken).readCodes()).rejects.toMatchObject({ code: 'NEEDS_PERMISSION' })
    await books.control('clock', { advanceSeconds: 31 * 60 })
    await expect(open(accessToken).readCodes()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
  })

  const customer = (id: string) => intent('createCustomer', { kind: 'customer', externalId: id, body: aCustomer(`Customer ${id}`) })
  const invoice = (id: string, of = 'a') => intent('createInvoice', { kind: 'invoice', externalId: id, body: anInvoice(`N-${id}`, of) })
  const credit = (id: string) => intent('createCredit', { kind: 'credit', externalId: id, body: aCredit(`C-${id}`, 'a') })
  const receipt = (id: string, of: string, amount: number) =>
    intent(
      'receipt',
      { kind: 'payment', externalId: id, body: aPayment('a') },
      { allocations: [{ document: refOf('invoice', of), amount }] },
    )
})

/** Codes in which any nominal looks usable, as if the books had changed since they were read. */
const withAnyNominal = (codes: ComposeContext['codes']): ComposeContext['codes'] => ({
  ...codes,
  nominalCodes: ['200', '260', '99999'].map((code) => ({ bookId: code, code, name: code, type: 'REVENUE', active: true, forSales: true })),
})
