import { describe, expect, test } from 'vitest'
import type { Automations } from '../../../domain/books.ts'
import type { AutomationState } from '../../../domain/entities.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import { automationsAreDue } from '../../../domain/rules/automations-are-due.ts'
import { automationsOf } from '../../../domain/rules/automations-of.ts'
import { decideCredit } from '../../../domain/rules/decide-credit.ts'
import { decideInvoice } from '../../../domain/rules/decide-invoice.ts'
import { context, creditFacts, invoiceFacts, lockedUntil } from './facts.ts'
import { customer, settings } from './samples.ts'

const reminders = (state: AutomationState): Automations => ({ readAt: '2026-11-21T08:00:00Z', invoiceReminders: { state } })

/** Books whose reminders are so; today is 21 November 2026. */
const books = (state: AutomationState | undefined, change: Partial<typeof settings> = {}) => {
  const base = context({ settings: { ...settings, ...change } })
  return state === undefined ? base : { ...base, organisation: { ...base.organisation, automations: reminders(state) } }
}
const codesOf = (decisions: ReturnType<typeof decideInvoice>): string[] =>
  decisions.flatMap((decision) => ('notes' in decision ? decision.notes.map(({ code }) => code) : []))
const invoiceCodes = (body: Partial<Invoice>, using: ReturnType<typeof books>, more: Parameters<typeof invoiceFacts>[1] = {}) =>
  codesOf(decideInvoice(invoiceFacts(body, more), using))

describe('rule 44: reminders to customers', () => {
  test.each([
    ['on', ['INVOICE_REMINDERS_ON']],
    ['unknown', ['INVOICE_REMINDERS_UNKNOWN']],
    ['off', []],
    [undefined, []],
  ] as const)('rule 44: where they are %s, an invoice that is overdue when it is entered is told with %j', (state, codes) => {
    expect(invoiceCodes({ dueDate: '2026-11-20' }, books(state))).toEqual(codes)
  })

  test('rule 44: nobody is warned of an invoice that is due today or later', () => {
    expect(invoiceCodes({ dueDate: '2026-11-21' }, books('on'))).toEqual([])
  })

  test('rule 44: the due day is the host’s, else by the customer’s terms, else the day of issue, and never before the day it is moved to', () => {
    const terms = (days: number) => ({ customer: customer({ terms: { days, from: 'invoiceDate' } }) })
    const { dueDate: _, ...undue } = invoiceFacts().document.body
    const of = (more: Parameters<typeof invoiceFacts>[1], using = books('on')) =>
      codesOf(
        decideInvoice(
          invoiceFacts({}, { ...more, document: { ...invoiceFacts().document, body: { ...undue, issueDate: '2026-11-01' } } }),
          using,
        ),
      )
    expect(of(terms(10))).toEqual(['INVOICE_REMINDERS_ON'])
    expect(of(terms(30))).toEqual([])
    expect(of({})).toEqual(['INVOICE_REMINDERS_ON'])
    const locked = lockedUntil('2026-11-30', { settings: { ...settings, lockedPeriod: 'firstOpenDay' } })
    expect(of({}, { ...locked, organisation: { ...locked.organisation, automations: reminders('on') } })).toEqual(['DATE_MOVED'])
  })

  test('rule 44: drafts are not reminded of, and credits never', () => {
    expect(invoiceCodes({ dueDate: '2026-10-30' }, books('on', { invoiceState: 'draft' }))).toEqual([])
    expect(codesOf(decideCredit(creditFacts({ dueDate: '2026-10-30' }), books('on')))).toEqual([])
  })
})

test('rule 44: where the provider numbers, the plan says that the number is not known yet', () => {
  const own = books('off', { numbers: { mode: 'provider' } })
  expect(invoiceCodes({}, own)).toEqual(['NUMBERED_BY_PROVIDER'])
  expect(codesOf(decideCredit(creditFacts(), own))).toEqual(['NUMBERED_BY_PROVIDER'])
  expect(invoiceCodes({}, own, { firstNumber: 'INV-1' })).toEqual([])
})

test('rule 44: the settings name everything that the provider does by itself, what was read and what was not', () => {
  expect(automationsOf(undefined, settings)).toEqual([
    { name: 'invoiceReminders', state: 'unknown', code: 'INVOICE_REMINDERS_UNKNOWN' },
    { name: 'ownNumbers', state: 'off' },
  ])
  expect(automationsOf(reminders('off'), settings)[0]).toEqual({ name: 'invoiceReminders', state: 'off' })
  expect(automationsOf(reminders('on'), { numbers: { mode: 'provider' } })).toEqual([
    { name: 'invoiceReminders', state: 'on', code: 'INVOICE_REMINDERS_ON' },
    { name: 'ownNumbers', state: 'on', code: 'NUMBERED_BY_PROVIDER' },
  ])
  const refused = { ...reminders('unknown'), invoiceReminders: { state: 'unknown' as const, said: 'AuthorizationUnsuccessful' } }
  expect(automationsOf(refused, settings)[0]).toMatchObject({ state: 'unknown', detail: 'AuthorizationUnsuccessful' })
})

describe('rule 44: when it is looked up again', () => {
  const preview = { mode: 'preview', include: ['codes', 'invoices'] } as const
  const run = { mode: 'sync', include: ['codes', 'invoices'] } as const
  const codes = { mode: 'sync', include: ['codes'] } as const
  const at = (hours: number) => Date.parse('2026-11-21T08:00:00Z') + hours * 3_600_000

  test.each([
    ['a preview where it was never read', preview, undefined, 1, true],
    ['a preview after a reading of today that said off', preview, 'off', 23, false],
    ['a preview after a day', preview, 'off', 25, true],
    ['a preview after it warned, because somebody may have switched it off', preview, 'on', 1, true],
    ['a preview after it could not be read', preview, 'unknown', 1, true],
    ['reading codes because a person asked for it', codes, 'off', 1, true],
    ['a run that sends, whose calls are counted', run, 'on', 100, false],
    ['a run that sends where it was never read', run, undefined, 1, false],
  ] as const)('rule 44: %s', (_, asked, state, hours, due) => {
    expect(automationsAreDue(state && reminders(state), asked, at(hours))).toBe(due)
  })
})
