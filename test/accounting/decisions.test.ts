import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expiryOf } from '../../api/routes/sync-runs.ts'
import { pushSteps } from '../../domain/entities.ts'
import { explainError } from '../../domain/explain-error.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import { percentOf } from '../../domain/money.ts'
import { decideCredit } from '../../domain/rules/decide-credit.ts'
import { decideCreditAllocations } from '../../domain/rules/decide-credit-allocations.ts'
import { decideCustomer } from '../../domain/rules/decide-customer.ts'
import { decideInvoice } from '../../domain/rules/decide-invoice.ts'
import { decidePayment } from '../../domain/rules/decide-payment.ts'
import { checkCis } from '../../domain/rules/check-cis.ts'
import { defaultSettings, settings as settingsSchema } from '../../domain/settings.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import {
  bookInvoice,
  context,
  creditFacts,
  customerFacts,
  invoiceFacts,
  link,
  lockedUntil,
  parents,
  paymentFacts,
  withSettings,
} from '../domain/rules/facts.ts'
import { invoice, line } from '../domain/rules/samples.ts'

/* What of the 44 rules is a decision alone, and where the project says in plain words what it does not do. Money moving: the other files of this folder. */

const words = (code: ErrorCode): string => {
  const { title, cause, whatToDo } = explainError(code, {})
  return `${title} ${cause} ${whatToDo}`
}
const choicesOf = (code: ErrorCode): string[] => explainError(code, {}).choices.map(({ choice }) => choice)
const accepts = (change: object): boolean => settingsSchema.safeParse({ ...defaultSettings, ...change }).success

test('each of the 44 rules has a test with its number in its title', () => {
  const folders = ['test/accounting', 'test/domain/rules', 'test/domain', 'test/api']
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  )
  const titles = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const missing = Array.from({ length: 44 }, (_, at) => at + 1).filter((rule) => !new RegExp(`['\`"]rule ${rule}: `).test(titles))
  expect(missing).toEqual([])
})

test('rule 1: the steps of a push stand in the order in which a bookkeeper enters them', () => {
  expect(pushSteps).toEqual([
    'customers',
    'invoices',
    'credits',
    'receipts',
    'statedAllocations',
    'impliedAllocations',
    'refunds',
    'writeOffs',
  ])
})

test('rule 3: an allocation is dated with the later of the two documents, whichever it is', () => {
  const later = new Map([
    ['invoice/i1', { customer: 'c1', currency: 'GBP', number: 'INV-1', issueDate: '2026-10-25', gross: 12_000, open: 12_000 }],
  ])
  const dated = (issueDate: string) =>
    decideCreditAllocations(creditFacts({ corrects: [{ invoice: 'i1' }], issueDate }, { open: later }), context())
  expect(dated('2026-10-01')).toMatchObject([{ intent: { allocations: [{ date: '2026-10-25' }] } }])
  expect(dated('2026-10-30')).toMatchObject([{ intent: { allocations: [{ date: '2026-10-30' }] } }])
})

test('rule 3: in a locked period an allocation is proposed for the first open day, and under cash accounting nobody but a person moves it', () => {
  const facts = creditFacts({ corrects: [{ invoice: 'i1' }] })
  const cash = lockedUntil('2026-10-31', withSettings({ lockedPeriod: 'firstOpenDay' }))
  expect(decideCreditAllocations(facts, cash)).toMatchObject([{ intent: { allocations: [{ date: '2026-11-01' }] } }])
  const scheme = { ...cash, organisation: { ...cash.organisation, vatScheme: 'cash' as const } }
  expect(decideCreditAllocations(facts, scheme)).toMatchObject([{ decision: 'refuse', code: 'LOCKED_PERIOD' }])
  expect(choicesOf('LOCKED_PERIOD')).toContain('firstOpenDay')
})

describe('rule 13: deposits of another kind than VAT invoices', () => {
  test('rule 13: a deposit invoice is not sent as money on account: it is said why, and what to choose', () => {
    const decided = decideInvoice(invoiceFacts({ kind: 'deposit' }), withSettings({ deposits: 'onAccount' }))
    expect(decided).toMatchObject([{ decision: 'refuse', code: 'DEPOSIT_ON_ACCOUNT_UNSUPPORTED' }])
    expect(words('DEPOSIT_ON_ACCOUNT_UNSUPPORTED')).toContain('Choose VAT deposit invoices in the settings')
  })

  test('rule 13: a prepayment with VAT is no setting, and the words say which two there are', () => {
    expect(accepts({ deposits: 'prepayment' })).toBe(false)
    expect(words('PREPAYMENT_WITH_TAX_UNSUPPORTED')).toContain('Deposits are sent as VAT deposit invoices')
  })

  test('rule 13: the final invoice takes the deposit off with the deposit’s own tax code, or is refused', () => {
    const taken = line({ net: -1_000, lineId: '2', taxCode: 'V5', depositInvoice: 'i1' })
    const body = { lines: [line({ net: 10_000 }), taken], totals: { net: 9_000, tax: 1_950, gross: 10_950 } }
    const open = new Map([
      [
        'invoice/i1',
        { customer: 'c1', currency: 'GBP', number: 'DEP', issueDate: '2026-10-01', gross: 1_200, open: 1_200, taxCodes: ['V20'] },
      ],
    ])
    expect(decideInvoice(invoiceFacts(body, { open }), context())).toMatchObject([{ decision: 'refuse', code: 'DEPOSIT_TAX_DIFFERS' }])
  })
})

describe('rule 20: CIS', () => {
  test('rule 20: a deduction that is not the rate on the labour is refused with both figures', () => {
    const cis = { rate: '20', labourNet: 10_000, deduction: 2_500 }
    expect(checkCis(invoice({ cis }))).toMatchObject({ code: 'CIS_WRONG', values: { ours: 2_500, theirs: 2_000 } })
  })

  test('rule 20: exactly one representation: off or a payment; the provider’s own way and one’s own subcontractors are said to be out', () => {
    expect([accepts({ cisSuffered: { mode: 'payment', bankAccount: 'x' } }), accepts({ cisSuffered: { mode: 'native' } })]).toEqual([
      true,
      false,
    ])
    expect(words('CIS_NATIVE_UNSUPPORTED')).toContain('a payment to the CIS suffered account')
    expect(words('CIS_OF_SUBCONTRACTORS_UNSUPPORTED')).toContain('purchases, which we do not enter')
  })
})

test('rule 22: a VAT scheme changes no document', () => {
  const scheme = { ...context(), organisation: { ...context().organisation, vatScheme: 'flatRateCash' as const } }
  expect(decideInvoice(invoiceFacts(), scheme)).toEqual(decideInvoice(invoiceFacts(), context()))
})

describe('rule 23: which date’s rate', () => {
  test('rule 23: a credit uses the rate of its original’s tax point', () => {
    const open = new Map([
      [
        'invoice/i1',
        { customer: 'c1', currency: 'GBP', number: 'OLD', issueDate: '2011-01-20', taxPoint: '2010-12-20', gross: 11_750, open: 11_750 },
      ],
    ])
    const old = { corrects: [{ invoice: 'i1' }], totals: { net: 10_000, tax: 1_750, gross: 11_750 } }
    expect(decideCredit(creditFacts(old, { open }), context())).toMatchObject([
      { decision: 'refuse', code: 'TAX_RATE_DIFFERS', values: { ours: '17.5' } },
    ])
  })

  test.each([
    ['more than 14 days before', '2026-10-01', '2026-10-20', true],
    ['14 days before, in the same quarter', '2026-10-06', '2026-10-20', false],
    ['in another VAT period', '2026-09-30', '2026-10-05', true],
  ])('rule 23: a tax point %s the issue date warns', (_, taxPoint, issueDate, warns) => {
    const [decided] = decideInvoice(invoiceFacts({ taxPoint, issueDate }), context())
    const codes = decided?.decision === 'write' ? decided.notes.map(({ code }) => code) : []
    expect(codes.includes('TAX_POINT_ELSEWHERE')).toBe(warns)
  })
})

test('rule 29: a field that a linked contact never had is sent without a question; one that it has otherwise is asked about', () => {
  const record = {
    bookId: 'B-1',
    name: 'A. Smith',
    phones: [],
    isSupplier: false,
    state: 'active' as const,
    updatedAt: '',
    fields: { phone: '', email: 'x@a.example' },
  }
  const linkedBody = customerFacts().document.body
  const facts = (body: object) => customerFacts(body, { links: { main: link({ how: 'adopted' }) }, linkedBody, record })
  expect(decideCustomer(facts({ phone: '01632 960001' }), context())).toMatchObject([{ decision: 'write', intent: { fields: ['phone'] } }])
  expect(decideCustomer(facts({ email: 'y@a.example' }), context())).toMatchObject([{ decision: 'ask', code: 'CUSTOMER_CHANGED_BOTH' }])
})

test('rule 30: a merge that was undone in the books is asked about, also of an alias', () => {
  const facts = customerFacts({}, { links: { main: link({ alias: true }) }, standsAgain: 'B-before' })
  expect(decideCustomer(facts, context())).toMatchObject([{ decision: 'ask', code: 'CUSTOMER_MERGE_UNDONE', bookId: 'B-before' }])
  expect(choicesOf('CUSTOMER_MERGE_UNDONE')).toContain('moveLink')
})

test('rule 31: documents on a wrong contact are not moved by us: the words say what to do in the books', () => {
  expect(words('MOVE_DOCUMENTS_UNSUPPORTED')).toMatch(/stays where it is.*Move the listed documents|credit and enter them again/)
})

test('rule 35: a settled invoice whose money changed offers what a bookkeeper can do; what we do not do by ourselves is said in words', () => {
  const changed = { lines: [line({ net: 20_000, unitPrice: '200.00' })], totals: { net: 20_000, tax: 4_000, gross: 24_000 } }
  const facts = invoiceFacts(changed, { links: { main: link() }, linkedBody: invoice(), record: bookInvoice({ amountDue: 5_000 }) })
  expect(decideInvoice(facts, context())).toMatchObject([{ decision: 'ask', code: 'CHANGE_NOT_ALLOWED' }])
  expect(choicesOf('CHANGE_NOT_ALLOWED')).toEqual(expect.arrayContaining(['acceptTheirs', 'creditNote', 'mendedInBooks']))
  expect(words('CREDIT_AND_REISSUE_UNSUPPORTED')).toContain('Issue a credit note and a new invoice')
  expect(words('SEND_DIFFERENCE_UNSUPPORTED')).toContain('over the difference')
})

describe('rule 39: what this run enters as a draft takes no money yet', () => {
  const planned = parents({ 'invoice/i1': { state: 'planned' } })
  const drafts = withSettings({ invoiceState: 'draft' })

  test('rule 39: a payment and a credit wait for the approval', () => {
    const waits = { decision: 'wait', waitsFor: 'approval', code: 'INVOICE_NOT_APPROVED' }
    expect(decidePayment(paymentFacts({}, { parents: planned }), drafts)).toMatchObject([waits])
    expect(decideCredit(creditFacts({ corrects: [{ invoice: 'i1' }] }, { parents: planned }), drafts)).toMatchObject([waits])
    expect(decidePayment(paymentFacts({}, { parents: planned }), context())).toMatchObject([{ decision: 'write' }])
  })

  test('rule 39: what a draft credit settles waits for the approval of the credit', () => {
    const facts = creditFacts({ corrects: [{ invoice: 'i1' }] })
    expect(decideCreditAllocations(facts, drafts)).toMatchObject([{ decision: 'wait', waitsFor: 'approval' }])
    expect(decideCreditAllocations(facts, context())).toMatchObject([{ decision: 'write' }])
  })
})

test('rule 40: a preview lives 24 hours', () => {
  const asked = new Date('2026-11-20T09:00:00Z')
  // Nothing else of a run is read.
  expect(expiryOf({ created_at: asked } as SyncRun).getTime() - asked.getTime()).toBe(24 * 3_600_000)
})

test('rule 14: half a penny is rounded up, whole amounts and decimals stay what they are', () => {
  expect([percentOf(1_250, '0.1'), percentOf(250, '1'), percentOf(10_000, '20')]).toEqual([1, 3, 2_000])
})

test('rule 44: what a provider does by itself has words that say what it may do to old invoices and where to switch it off', () => {
  expect(words('INVOICE_REMINDERS_ON')).toMatch(/e-mails reminders.*reminded of old invoices.*Before you press Proceed, switch them off/)
  expect(words('INVOICE_REMINDERS_UNKNOWN')).toMatch(/not known whether.*look in .* whether they are off/)
  expect(words('NUMBERED_BY_PROVIDER')).toMatch(/next number of its own series.*ours goes into the reference/)
  expect(words('PROVIDER_AUTOMATION')).toMatch(/move money or write to your customers.*Switch it off/)
})
