import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linksOfDocument } from '../../ledger/links.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { credit, invoice, line, type Office, openOffice, payment } from './office.ts'

/* What the company's settings, its lock date and its plan change: rules 2, 5, 8, 33 and 39 to 44. Each test sets what it needs, and nothing is left over from another. */

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.engine.save('customer', { a: { state: 'active', name: 'Ashbrook Motors' } })
  await office.engine.sync()
})
afterAll(() => office.stop())

const notes = async (run: SyncRun, invoiceId: string) => {
  const items = await office.engine.asCompany((scope) => listItems(scope, run.id, { limit: 1_000 }))
  return items
    .filter(({ kind, external_id: id }) => kind === 'invoice' && id === invoiceId)
    .flatMap((item) => item.notes.map(({ code }) => code))
}
const requests = async () => (await office.engine.control<{ requests: { path: string }[] }>('requests')).requests.map(({ path }) => path)
const numbers = async (start: string) =>
  (await office.books()).invoices.map(({ InvoiceNumber }) => InvoiceNumber).filter((number) => number.startsWith(start))

test('rule 2: by setting an unallocated credit stays on the customer’s account', async () => {
  await office.settings({ unallocatedCredits: 'onAccount' })
  await office.engine.save('invoice', { i2: invoice('R2', 'a', 10_000) })
  await office.engine.save('credit', { k2: credit('R2-K', 'a', 1_000, { corrects: [{ invoice: 'i2' }] }) })
  await office.engine.sync()
  expect(await office.invoice('R2')).toMatchObject({ AmountDue: 120 })
  expect((await office.books()).creditNotes).toMatchObject([{ CreditNoteNumber: 'R2-K', RemainingCredit: 12 }])
})

test('rule 5: where the company does not want money on account the whole receipt waits; a person’s yes sends it whole', async () => {
  await office.settings({ overpayments: 'wait' })
  await office.engine.save('invoice', { i5: invoice('R5', 'a', 1_000) })
  await office.engine.save('payment', { p5: payment('a', 2_000, { i5: 1_200 }) })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'payment', 'p5')).toEqual(['main asked OVERPAYMENT_WAITS'])
  expect(await office.invoice('R5')).toMatchObject({ AmountDue: 12 })
})

test('rule 8: where tokens are refused, like payments are sent one after the other and counted: an answer that got lost doubles none', async () => {
  await office.settings({ referenceTokens: false })
  await office.engine.save('invoice', { i8: invoice('R8', 'a', 50_000) })
  const like = payment('a', 3_000, { i8: 3_000 }, { reference: 'RENT' })
  await office.engine.save('payment', { 'like-1': like, 'like-2': like, 'like-3': like })
  await office.engine.control('faults', { match: { path: 'Payments', method: 'PUT' }, kind: 'drop-after-commit', times: 1 })
  await office.engine.sync()
  await office.engine.sync()
  const found = (await office.books()).payments.filter(({ Invoice }) => Invoice?.InvoiceNumber === 'R8')
  expect(found.map(({ Amount, Reference }) => [Amount, Reference])).toEqual([
    [30, 'RENT'],
    [30, 'RENT'],
    [30, 'RENT'],
  ])
  const links = await Promise.all(['like-1', 'like-2', 'like-3'].map((id) => office.bookId('payment', id)))
  expect(new Set(links)).toEqual(new Set(found.map(({ PaymentID }) => PaymentID)))
})

describe('rule 33: numbers', () => {
  test('rule 33: a prefix is stripped, and the books’ number is known beside ours', async () => {
    await office.settings({ numbers: { mode: 'stripPrefix', prefix: 'GAS-' } })
    await office.engine.save('invoice', { i33: invoice('GAS-R33', 'a', 1_100) })
    await office.engine.sync()
    expect(await numbers('R33')).toEqual(['R33'])
  })

  test('rule 33: the provider numbers, and ours is in the reference', async () => {
    await office.settings({ numbers: { mode: 'provider' } })
    await office.engine.save('invoice', { own: invoice('OURS-33', 'a', 1_300) })
    await office.engine.sync()
    const found = (await office.books()).invoices.find(({ Reference }) => Reference?.startsWith('OURS-33'))
    expect(found?.InvoiceNumber).toMatch(/^INV-/)
    expect(await office.bookId('invoice', 'own')).toBe(found?.InvoiceID)
  })
})

test('rule 44: a preview looks whether the books remind customers, says it of invoices that are overdue, and no longer once it is switched off', async () => {
  await office.settings()
  await office.engine.save('invoice', { i44: invoice('R44', 'a', 1_000, { dueDate: '2026-11-04' }) })
  const asked = async () => (await requests()).filter((path) => path.includes('InvoiceReminders')).length
  await office.edit('setInvoiceReminders', { enabled: true })
  expect(await notes(await office.engine.preview(), 'i44')).toEqual(['INVOICE_REMINDERS_ON'])
  await office.edit('setInvoiceReminders', { enabled: false })
  expect(await notes(await office.engine.preview(), 'i44')).toEqual([])
  expect(await asked()).toBe(2)
  await office.engine.preview()
  const run = await office.engine.sync()
  expect([await office.outcome(run, 'invoice', 'i44'), await notes(run, 'i44')]).toEqual([['main pushed'], []])
  expect(await asked()).toBe(2)
})

test('rule 44: where the provider numbers, the preview says so and predicts no number; the books’ own is known afterwards', async () => {
  await office.settings({ numbers: { mode: 'provider' } })
  await office.engine.save('invoice', { n44: invoice('OURS-44', 'a', 1_000) })
  const preview = await office.engine.preview()
  expect(await notes(preview, 'n44')).toEqual(['NUMBERED_BY_PROVIDER'])
  const [item] = await office.engine
    .asCompany((scope) => listItems(scope, preview.id, { limit: 100 }))
    .then((items) => items.filter((each) => each.external_id === 'n44'))
  expect(item?.expected).not.toHaveProperty('number')
  await office.engine.sync()
  const [link] = await office.engine.asCompany((scope) => linksOfDocument(scope, { kind: 'invoice', externalId: 'n44' }))
  expect(link?.book_number).toMatch(/^INV-/)
})

describe('rule 39: draft, awaiting approval', () => {
  test('rule 39: payments and credits on a draft wait and say so, never fail, and go with the first run after the approval', async () => {
    await office.settings({ invoiceState: 'draft' })
    await office.engine.save('invoice', { i39: invoice('R39', 'a', 2_000) })
    await office.engine.save('payment', { p39: payment('a', 1_400, { i39: 1_400 }) })
    await office.engine.save('credit', { k39: credit('R39-K', 'a', 1_000, { corrects: [{ invoice: 'i39' }] }) })
    for (const run of [await office.engine.sync(), await office.engine.sync()]) {
      expect(await office.outcome(run, 'payment', 'p39')).toEqual(['main waiting INVOICE_NOT_APPROVED'])
    }
    expect(await office.invoice('R39')).toMatchObject({ Status: 'DRAFT', AmountDue: 24 })
    expect([await office.problems('payment', 'p39'), await office.problems('credit', 'k39')]).toEqual([[], []])
    await office.edit('approveInvoice', { invoiceNumber: 'R39' })
    await office.engine.sync()
    expect(await office.invoice('R39')).toMatchObject({ Status: 'AUTHORISED', AmountDue: 10 })
    const note = (await office.books()).creditNotes.find(({ CreditNoteNumber }) => CreditNoteNumber === 'R39-K')
    expect(note).toMatchObject({ Status: 'DRAFT', RemainingCredit: 12 })
    await office.edit('approveCreditNote', { creditNoteId: note?.CreditNoteID })
    await office.engine.sync()
    expect(await office.invoice('R39')).toMatchObject({ Status: 'PAID', AmountDue: 0 })
  })

  test('rule 39: edits before approval are the bookkeeper’s; the tie-out counts drafts apart', async () => {
    await office.settings({ invoiceState: 'draft' })
    await office.engine.save('invoice', { d39: invoice('D39', 'a', 2_200) })
    await office.engine.sync()
    const LineItems = [{ Description: 'Boiler service', Quantity: 1, UnitAmount: 21, AccountCode: '200', TaxType: 'OUTPUT2' }]
    await office.edit('editInvoice', { invoiceNumber: 'D39', record: { LineItems } })
    await office.engine.sync()
    expect(await office.invoice('D39')).toMatchObject({ SubTotal: 21 })
    expect(await office.problems('invoice', 'd39')).toEqual([])
    expect((await office.tieOut()).filter(({ id }) => id === 'd39')).toMatchObject([{ list: 'apart' }])
  })

  test('rule 37: a draft whose invoice was cancelled is deleted only after a yes', async () => {
    await office.settings({ invoiceState: 'draft' })
    await office.engine.save('invoice', { d37: invoice('D37', 'a', 2_300) })
    await office.engine.sync()
    await office.engine.save('invoice', { d37: invoice('D37', 'a', 2_300, { state: 'cancelled' }) })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'd37')).toEqual(['main asked CANCELLED_DRAFT'])
    expect(await office.invoice('D37')).toMatchObject({ Status: 'DRAFT' })
    await office.press('invoice', 'd37', 'deleteDraft')
    expect(await office.invoice('D37')).toMatchObject({ Status: 'DELETED' })
  })
})

describe('rule 40: what is sent is what was previewed', () => {
  const proceed = async (previewId: string) => office.engine.sync(undefined, { previewId })

  test('rule 40: a document that changed, and everything after a change of mapping, is left out as changed since you looked', async () => {
    await office.settings()
    await office.engine.save('invoice', { same: invoice('P-SAME', 'a', 3_100), edited: invoice('P-EDITED', 'a', 3_200) })
    const one = await office.engine.preview()
    await office.engine.save('invoice', { edited: invoice('P-EDITED', 'a', 3_300) })
    const run = await proceed(one.id)
    expect(await office.outcome(run, 'invoice', 'same')).toEqual(['main pushed'])
    expect(await office.outcome(run, 'invoice', 'edited')).toEqual(['main waiting CHANGED_SINCE_PREVIEW'])
    const two = await office.engine.preview()
    await office.settings({ nominalCodes: { default: '260', byCode: {} } })
    expect(await office.outcome(await proceed(two.id), 'invoice', 'edited')).toEqual(['main waiting CHANGED_SINCE_PREVIEW'])
    expect(await numbers('P-')).toEqual(['P-SAME'])
  })

  test('rule 40: a record that a bookkeeper entered since is not doubled by the preview’s body', async () => {
    await office.settings()
    await office.engine.save('invoice', { since: invoice('P-SINCE', 'a', 3_400) })
    const preview = await office.engine.preview()
    const LineItems = [{ Description: 'Boiler service', Quantity: 1, UnitAmount: 34, AccountCode: '200', TaxType: 'OUTPUT2' }]
    const typed = {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { Name: 'Ashbrook Motors' },
      Date: '2026-10-05',
      DueDate: '2026-11-04',
      LineItems,
    }
    await office.edit('createInvoice', { record: { ...typed, InvoiceNumber: 'P-SINCE' } })
    await proceed(preview.id)
    expect(await numbers('P-SINCE')).toEqual(['P-SINCE'])
  })
})

describe('rule 43: the plan’s invoice limit', () => {
  test('rule 43: invoices wait for one problem of the connection, customers and payments go on, and the next run sends them', async () => {
    await office.settings()
    await office.engine.save('invoice', { before: invoice('R43-BEFORE', 'a', 4_000) })
    await office.engine.sync()
    await office.edit('setPlanLimit', { limit: 0 })
    await office.engine.save('customer', { n: { state: 'active', name: 'Newcombe Nurseries' } })
    await office.engine.save('invoice', { i43: invoice('R43', 'n', 4_100) })
    await office.engine.save('payment', { p43: payment('a', 4_800, { before: 4_800 }) })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'customer', 'n')).toEqual(['main pushed'])
    expect(await office.outcome(run, 'payment', 'p43')).toEqual(['main pushed'])
    expect((await office.outcome(run, 'invoice', 'i43')).join()).toContain('PLAN_INVOICE_LIMIT')
    expect(await numbers('R43')).toEqual(['R43-BEFORE'])
  })
})

describe('rule 41: lock dates', () => {
  beforeAll(async () => {
    await office.edit('setPlanLimit', {})
    await office.edit('setLockDate', { date: '2026-10-31' })
  })

  test('rule 41: an invoice that its customer has is held with its date', async () => {
    await office.settings()
    await office.engine.save('invoice', { i41: invoice('R41', 'a', 5_100) })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'i41')).toEqual(['main failed LOCKED_PERIOD'])
    expect(await numbers('R41')).toEqual([])
  })

  test('rule 41: with a person’s yes it takes the first open day, its own date stands in the reference, and the tie-out says "by decision"', async () => {
    await office.press('invoice', 'i41', 'firstOpenDay')
    const found = await office.invoice('R41')
    expect(found).toMatchObject({ DateString: '2026-11-01T00:00:00', Reference: 'dated 2026-10-05' })
    const lines = (await office.tieOut()).filter(({ id }) => id === 'i41')
    expect(lines).toMatchObject([{ list: 'explained', cause: 'dateMoved' }])
  })

  test('rule 9: a receipt of a locked day is never moved without a person, whatever the setting for invoices is', async () => {
    await office.settings({ lockedPeriod: 'firstOpenDay' })
    await office.engine.save('payment', { p9: payment('a', 6_120, { i41: 6_120 }) })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'payment', 'p9')).toEqual(['main failed LOCKED_PERIOD'])
    await office.press('payment', 'p9', 'firstOpenDay')
    expect(await office.invoice('R41')).toMatchObject({ AmountDue: 0 })
  })

  test('rule 40: a lock date set after the preview leaves out what it hit', async () => {
    await office.settings()
    await office.engine.save('invoice', { late: invoice('P-LATE', 'a', 5_300, { issueDate: '2026-11-05', dueDate: '2026-12-05' }) })
    const preview = await office.engine.preview()
    await office.edit('setLockDate', { date: '2026-11-10' })
    const run = await office.engine.sync(undefined, { previewId: preview.id })
    expect(await office.outcome(run, 'invoice', 'late')).toEqual(['main failed LOCKED_PERIOD'])
    expect(await numbers('P-LATE')).toEqual([])
  })

  test('rule 35: in a locked period nothing is changed', async () => {
    await office.engine.save('invoice', { i2: { ...invoice('R2', 'a', 10_000), lines: [line(10_000, { description: 'Other words' })] } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'i2')).toEqual(['main asked CHANGE_NOT_ALLOWED'])
  })
})
