import { z } from 'zod'
import { moneyWords } from './errors/fill-words.ts'
import { sum } from './money.ts'
import { currency, day, everyDocument, externalId, minorUnits, text } from './scalars.ts'

/** One stated allocation of a receipt: to an invoice, or (refunds) to the credit, receipt or on-account money it gives back. */
export const allocation = z
  .strictObject({ invoice: externalId.optional(), credit: externalId.optional(), amount: minorUnits.positive() })
  .refine((value) => (value.invoice === undefined) !== (value.credit === undefined), {
    message: 'exactly one of invoice or credit is required',
  })

/** A receipt as the bank shows it: one amount, one date, one bank account, many allocations (accounting rule 4). */
export const payment = z
  .strictObject({
    ...everyDocument,
    state: z.enum(['recorded', 'reversed']),
    direction: z.enum(['received', 'refunded']).optional(),
    customer: externalId,
    date: day,
    amount: minorUnits.positive(),
    currency,
    method: text(128).min(1),
    bankAccount: text(128).optional(),
    reference: text(255).optional(),
    receipt: externalId.optional(),
    allocations: z.array(allocation).max(200).optional(),
    refunds: z.strictObject({ credit: externalId.optional(), payment: externalId.optional() }).optional(),
    reversedOn: day.optional(),
    reason: text(2000).optional(),
  })
  .superRefine(({ allocations = [], amount, currency }, context) => {
    const allocated = sum(allocations.map((part) => part.amount))
    if (allocated <= amount) return
    const message = `Its allocations come to ${moneyWords(allocated, currency)}, the payment is ${moneyWords(amount, currency)}: correct one of them.`
    context.addIssue({ code: 'custom', path: ['allocations'], message })
  })
export type Payment = z.infer<typeof payment>
