import { z } from 'zod'
import { includables, treatments } from './entities.ts'
import { day, decimal, minorUnits, text } from './scalars.ts'

/** What one of the host's tax codes means, and the provider's code for it, per customer zone where that differs. Rates are dated percentages. */
export const taxMapping = z.strictObject({
  treatment: z.enum(treatments),
  rates: z.array(z.strictObject({ from: day.optional(), percent: decimal })).min(1),
  bookTaxCode: text(128).nullable(),
})

/** What is larger than this is a debt, and for a person to decide: minor units, so one pound (docs/decisions/0030-small-rests-are-written-off-by-a-credit-of-their-own.md). */
export const MOST_WRITTEN_OFF = 100

/** Everything a company decides about one connection: one versioned object (design section 14). */
export const settings = z.strictObject({
  /** Days before this are linked if found and never created. */
  startFrom: day.nullable(),
  /** host tax code → meaning and the code in the books */
  taxCodes: z.record(text(128), taxMapping),
  /** host nominal code → nominal code in the books; `default` where a line names none or an unmapped one is allowed to fall back. */
  nominalCodes: z.strictObject({ default: text(128).nullable(), byCode: z.record(text(128), text(128)) }),
  /** payment method → id of the bank or clearing account in the books; `default` for methods not named. */
  bankAccounts: z.strictObject({ default: text(128).nullable(), byMethod: z.record(text(128), text(128)) }),
  /** The four tick boxes: what is sent by itself when the host saves it. */
  automatic: z.strictObject({ customers: z.boolean(), invoices: z.boolean(), credits: z.boolean(), payments: z.boolean() }),
  /** What Save & Sync proposes. */
  include: z.array(z.enum(includables)),
  unallocatedCredits: z.enum(['original', 'onAccount']),
  overpayments: z.enum(['onAccount', 'wait']),
  /** Whether a rounding difference is sent as a marked line without VAT on a nominal, or stops as a problem (accounting rule 15). */
  rounding: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('problem') }),
    z.strictObject({ mode: z.literal('line'), nominalCode: text(128), bookTaxCode: text(128) }),
  ]),
  /** A penny short: write off up to `limit` minor units (of the invoice's currency) to a nominal of the books, by a visible credit; default off (accounting rule 6). */
  writeOff: z.strictObject({ limit: minorUnits.min(1).max(MOST_WRITTEN_OFF), nominalCode: text(128) }).nullable(),
  numbers: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('send') }),
    z.strictObject({ mode: z.literal('stripPrefix'), prefix: text(50) }),
    z.strictObject({ mode: z.literal('provider') }),
  ]),
  invoiceState: z.enum(['approved', 'draft', 'awaitingApproval']),
  deposits: z.enum(['vatInvoice', 'onAccount']),
  lockedPeriod: z.enum(['hold', 'firstOpenDay']),
  /** Put the document's short token at the end of a payment's reference (accounting rule 8). */
  referenceTokens: z.boolean(),
  cisSuffered: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('off') }),
    z.strictObject({ mode: z.literal('payment'), bankAccount: text(128) }),
  ]),
  /** Hour of the nightly reconcile in the company's zone, or null for none. */
  reconcileHour: z.number().int().min(0).max(23).nullable(),
})
export type Settings = z.infer<typeof settings>
export type TaxMapping = z.infer<typeof taxMapping>

/** What a new connection starts with: nothing is guessed that moves money. */
export const defaultSettings: Settings = {
  startFrom: null,
  taxCodes: {},
  nominalCodes: { default: null, byCode: {} },
  bankAccounts: { default: null, byMethod: {} },
  automatic: { customers: false, invoices: false, credits: false, payments: false },
  include: ['codes', 'customersOut', 'invoices', 'credits', 'payments'],
  unallocatedCredits: 'original',
  overpayments: 'onAccount',
  rounding: { mode: 'problem' },
  writeOff: null,
  numbers: { mode: 'send' },
  invoiceState: 'approved',
  deposits: 'vatInvoice',
  lockedPeriod: 'hold',
  referenceTokens: true,
  cisSuffered: { mode: 'off' },
  reconcileHour: 3,
}
