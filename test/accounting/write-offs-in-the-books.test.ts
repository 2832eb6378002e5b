import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Payment } from '../../domain/payment.ts'
import { listRunRows } from '../../ledger/run-rows.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { listTieOutLines } from '../../ledger/tie-outs.ts'
import { whereDocumentsStand } from '../../ledger/where-documents-stand.ts'
import { credit, invoice, line, type Office, openOffice, payment } from './office.ts'

/* Rule 6 with money moving: what the setting writes off and what it leaves open, then what a bookkeeper and a customer do with it. The tests build on each other. */

let office: Office
let preview: SyncRun
let first: SyncRun

const writeOff = { limit: 6, nominalCode: '429' }
const zero = (net: number) => ({ lines: [line(net, { taxCode: 'Z' })], totals: { net, tax: 0, gross: net } })

const invoices = {
  short: invoice('SHORT', 'short', 10_000, zero(10_000)),
  seven: invoice('SEVEN', 'short', 10_000),
  cis: invoice('CIS', 'cis', 10_000, { cis: { rate: '20', labourNet: 10_000, deduction: 2_000 } }),
  bare: invoice('BARE', 'bare', 10_000),
  waits: invoice('WAITS', 'waits', 10_000),
  part: invoice('PART', 'part', 10_000),
  late: invoice('LATE', 'late', 10_000),
}

const payments: Record<string, Payment> = {
  short: payment('short', 9_999, { short: 9_999 }),
  seven: payment('short', 11_993, { seven: 11_993 }),
  cis: payment('cis', 11_999, { cis: 11_999 }),
  waits: payment('waits', 11_999, { waits: 11_999 }),
  tomorrow: payment('waits', 1, { waits: 1 }, { date: '2062-01-01' }),
  part: payment('part', 10_799, { part: 10_799 }),
  late: payment('late', 11_998, { late: 11_998 }),
}

beforeAll(async () => {
  office = await openOffice()
  const { engine } = office
  await office.settings({ writeOff })
  const customers = ['short', 'cis', 'bare', 'waits', 'part', 'late'].map((id) => [
    id,
    { state: 'active' as const, name: `Customer ${id}` },
  ])
  await engine.save('customer', Object.fromEntries(customers))
  await engine.save('invoice', invoices)
  await engine.save('credit', {
    bare: credit('K-BARE', 'bare', 9_995, { corrects: [{ invoice: 'bare' }] }),
    part: credit('K-PART', 'part', 1_000, { corrects: [{ invoice: 'part' }] }),
  })
  await engine.save('payment', payments)
  preview = await engine.preview()
  first = await engine.sync(undefined, { previewId: preview.id })
})
afterAll(() => office.stop())

const rows = (run: SyncRun) => office.engine.asCompany((scope) => listRunRows(scope, run.id, { limit: 1_000 }))
const writeOffs = async () => (await office.books()).creditNotes.filter(({ CreditNoteNumber }) => CreditNoteNumber.includes('-WO'))
const written = async (number: string) => (await writeOffs()).filter(({ Reference }) => Reference === number)
const due = async (number: string) => (await office.invoice(number))?.AmountDue
const statuses = async (...ids: string[]) => {
  const stand = await office.engine.asCompany((scope) =>
    whereDocumentsStand(
      scope,
      ids.map((externalId) => ({ kind: 'invoice', externalId })),
    ),
  )
  return ids.map((id) => stand.get(`invoice/${id}`)?.status)
}
const puts = async () =>
  (await office.engine.control<{ requests: { method: string }[] }>('requests')).requests.filter(({ method }) => method !== 'GET').length

test('rule 6: the preview shows the write-off as an item of its own, and Proceed sends exactly what it showed', async () => {
  const shown = (await rows(preview)).filter(({ part, decision }) => part.endsWith('riteOff') && decision === 'write')
  expect(shown.map(({ external_id: id, part }) => `${id} ${part}`)).toEqual(
    ['late', 'part', 'short'].flatMap((id) => [`${id} writeOff`, `${id} allocation:writeOff`]),
  )
  expect(shown[4]?.notes).toMatchObject([{ code: 'PENNY_WRITTEN_OFF', values: { amount: 1, document: 'invoice SHORT' } }])
  const sent = (await rows(first)).filter(({ part }) => part.endsWith('riteOff'))
  expect(sent.map(({ outcome, code }) => [outcome, code])).toEqual(shown.map(() => ['pushed', null]))
  expect(sent.map(({ body }) => body)).toEqual(shown.map(({ body }) => body))
})

test('rule 6: what is left is a credit note on the chosen nominal code, without VAT, set against the invoice', async () => {
  expect(await office.invoice('SHORT')).toMatchObject({ Status: 'PAID', AmountDue: 0 })
  const [made, ...others] = await written('SHORT')
  expect(others).toEqual([])
  expect(made).toMatchObject({
    Status: 'PAID',
    SubTotal: 0.01,
    TotalTax: 0,
    Total: 0.01,
    RemainingCredit: 0,
    Contact: { Name: 'Customer short' },
  })
  expect(made?.CreditNoteNumber).toMatch(/^CF-\w{6}-WO$/)
  expect(made?.LineItems).toMatchObject([{ AccountCode: '429', TaxType: 'NONE', LineAmount: 0.01 }])
})

test('rule 6: so is what receipts and a credit note leave together', async () => {
  expect(await due('PART')).toBe(0)
  expect(await written('PART')).toMatchObject([{ Total: 0.01, RemainingCredit: 0 }])
})

test('rule 6: more than the limit, what no receipt was for, CIS, and what may still be paid stay open', async () => {
  expect(await Promise.all(['SEVEN', 'BARE', 'CIS', 'WAITS'].map(due))).toEqual([0.07, 0.06, 0.01, 0.01])
  expect(await writeOffs()).toHaveLength(3)
})

test('rule 6: the tie-out agrees: the credits of the books alone are explained, with their sum, and so are the balances', async () => {
  const sheet = await office.engine.tieOut()
  expect(sheet).toMatchObject({ agrees: true, summary: { unexplained: 0 } })
  expect(sheet.summary).toMatchObject({
    explained: [{ cause: 'writtenOff', currency: 'GBP', count: 3, net: -4, tax: 0, gross: -4 }],
  })
  const lines = await office.engine.asCompany((scope) => listTieOutLines(scope, sheet.id))
  expect(lines.filter(({ list }) => list === 'explained').map(({ kind, external_id: id }) => `${kind} ${id}`)).toEqual([
    'credit late',
    'credit part',
    'credit short',
  ])
  expect(lines.filter(({ list }) => list === 'balances' || list === 'differences')).toEqual([])
})

test('rule 6: another run changes nothing, and the invoices are in the books', async () => {
  const before = await puts()
  const run = await office.engine.sync()
  expect(await puts()).toBe(before)
  expect((await rows(run)).filter(({ part }) => part.endsWith('riteOff'))).toEqual([])
  expect(await statuses('short', 'part', 'late')).toEqual(['inBooks', 'inBooks', 'inBooks'])
})

test('rule 6: who pays the pennies after all has them on account, whole, and is told what to do', async () => {
  await office.engine.save('payment', { again: payment('late', 2, { late: 2 }) })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'payment', 'again')).toEqual(['onAccount pushed'])
  const [row] = (await rows(run)).filter(({ kind, external_id: id }) => kind === 'payment' && id === 'again')
  expect(row?.notes.map(({ code }) => code)).toContain('PAID_AFTER_WRITE_OFF')
  expect((await office.books()).overpayments).toMatchObject([{ Total: 0.02, RemainingCredit: 0.02, Contact: { Name: 'Customer late' } }])
  expect(await office.engine.tieOut()).toMatchObject({ agrees: true, summary: { unexplained: 0 } })
})

test('rule 6: a write-off that a bookkeeper voided is told, and not made again', async () => {
  const [{ CreditNoteID: creditNoteId } = { CreditNoteID: '' }] = await written('SHORT')
  await office.edit('unallocateCreditNote', { creditNoteId })
  await office.edit('voidCreditNote', { creditNoteId })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'invoice', 'short')).toEqual(['main skipped', 'writeOff asked WRITE_OFF_VOIDED'])
  await office.engine.sync()
  expect(await office.problems('invoice', 'short')).toEqual(['WRITE_OFF_VOIDED'])
  expect(await due('SHORT')).toBe(0.01)
  expect(await written('SHORT')).toHaveLength(1)
  const sheet = await office.engine.tieOut()
  expect(sheet).toMatchObject({ agrees: true, summary: { unexplained: 0 } })
  expect(sheet.summary).toMatchObject({ explained: [{ cause: 'writtenOff', count: 2, gross: -3 }] })
})

test('rule 6: it is written off again under another number where a person asks for it, and is then done with', async () => {
  await office.press('invoice', 'short', 'sendAgain')
  await office.engine.sync()
  expect(await due('SHORT')).toBe(0)
  const numbers = (await written('SHORT')).map(({ CreditNoteNumber, Status }) => `${CreditNoteNumber.slice(9)} ${Status}`)
  expect(numbers.toSorted()).toEqual(['-WO VOIDED', '-WO2 PAID'])
  expect(await office.problems('invoice', 'short')).toEqual([])
  expect(await office.engine.tieOut()).toMatchObject({ agrees: true })
})

test('rule 6: an answer that got lost doubles neither the credit nor its allocation', async () => {
  await office.engine.save('invoice', { lost: invoice('LOST', 'part', 10_000) })
  await office.engine.save('payment', { lost: payment('part', 11_999, { lost: 11_999 }) })
  for (const path of ['/CreditNotes\\?', '/Allocations'])
    await office.engine.control('faults', { match: { path, method: 'PUT' }, kind: 'drop-after-commit', times: 1 })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'invoice', 'lost')).toEqual(['main pushed', 'writeOff pushed', 'allocation:writeOff pushed'])
  expect(await due('LOST')).toBe(0)
  expect(await written('LOST')).toMatchObject([{ Total: 0.01, RemainingCredit: 0 }])
})

test('rule 6: where a receipt does not arrive, its rest is not written off', async () => {
  await office.engine.save('invoice', { refused: invoice('REFUSED', 'part', 10_000) })
  await office.engine.save('payment', { refused: payment('part', 11_999, { refused: 11_999 }) })
  const body = {
    Type: 'ValidationException',
    ErrorNumber: 10,
    Message: 'A validation exception occurred',
    Elements: [{ ValidationErrors: [{ Message: 'Account is not valid' }] }],
  }
  await office.engine.control('faults', { match: { path: '/Payments\\?', method: 'PUT' }, kind: 'status', status: 400, body, times: 1 })
  await office.engine.sync()
  expect(await due('REFUSED')).toBe(120)
  expect(await written('REFUSED')).toEqual([])
  expect(await statuses('refused')).toEqual(['inBooks'])
})

test('rule 6: with the setting off a penny short stays a penny open, and what was written off stays so', async () => {
  await office.settings({ writeOff: null })
  await office.engine.save('invoice', { off: invoice('OFF', 'late', 10_000) })
  await office.engine.save('payment', { off: payment('late', 11_999, { off: 11_999 }) })
  await office.engine.sync()
  expect(await due('OFF')).toBe(0.01)
  expect(await due('PART')).toBe(0)
})
