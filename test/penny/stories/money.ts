import { addDays } from '../../../domain/days.ts'
import type { Payment } from '../../../domain/payment.ts'
import { type Act, save } from '../scene.ts'
import type { Town } from '../town.ts'
import { takeInvoices, takeLooseCredits, takeOverpayments } from './find-documents.ts'

/** Money that goes back, bounces, or is written down before its day. */
export function money(town: Town, count: number): Act[] {
  return [
    ...creditRefunded(town, count),
    ...overpaymentRefunded(town, count),
    ...bounced(town, count),
    ...bouncedReconciled(town, count),
    ...bouncedUnsent(town, count),
    ...postDated(town, count),
  ]
}

/** What a credit left on account is given back. */
const creditRefunded = (town: Town, count: number): Act[] =>
  takeLooseCredits(town, count).map(({ id, credit }) => ({
    day: town.middle,
    what: 'credit refunded',
    do: (scene) =>
      save(
        scene,
        'payment',
        `RF-${id}`,
        refund(town, {
          customer: credit.customer,
          amount: credit.totals.gross,
          refunds: { credit: id },
          date: addDays(credit.issueDate, 3),
        }),
      ),
  }))

/** What was paid too much is given back. */
const overpaymentRefunded = (town: Town, count: number): Act[] =>
  takeOverpayments(town, count).map(({ id, payment, rest }) => ({
    day: town.middle,
    what: 'over-payment refunded',
    do: (scene) =>
      save(
        scene,
        'payment',
        `RF-${id}`,
        refund(town, { customer: payment.customer, amount: rest, refunds: { payment: id }, date: addDays(payment.date, 3) }),
      ),
  }))

const refund = (town: Town, given: Pick<Payment, 'customer' | 'amount' | 'refunds' | 'date'>): Payment => ({
  state: 'recorded',
  direction: 'refunded',
  currency: 'GBP',
  method: bankMethod(town),
  reference: 'REFUND',
  ...given,
})

/** A method that goes to the current account. */
const bankMethod = ({ data }: Town): string =>
  Object.entries(data.answers.accounts).find(([, account]) => account === 'Business Bank Account')?.[0] ?? ''

const reversed = (payment: Payment): Payment => ({
  ...payment,
  state: 'reversed',
  reversedOn: addDays(payment.date, 4),
  reason: 'Refer to drawer',
})

/** Removed in the books with a yes; the invoice is open again. */
const bounced = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').flatMap(({ payment }): Act[] => {
    if (payment === undefined) return []
    const [id, body] = payment
    return [
      {
        day: town.middle,
        what: 'payment bounced, removed',
        do: (scene) => {
          save(scene, 'payment', id, reversed(body))
          scene.answers.set(`payment/${id} PAYMENT_REVERSED`, { choice: 'reverse' })
          scene.ends.set(`payment/${id}`, { live: false, why: 'bounced and removed' })
        },
      },
    ]
  })

/** Reconciled with the bank by then: a person has to undo it in the books. */
const bouncedReconciled = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').flatMap(({ id: invoiceId, invoice, payment }): Act[] => {
    if (payment === undefined) return []
    const [id, body] = payment
    const paymentIn = async (scene: Parameters<Act['do']>[0]): Promise<string> => {
      const { payments } = await scene.keeper.books()
      return payments.find((one) => one.Invoice?.InvoiceNumber === invoice.number && one.Status !== 'DELETED')?.PaymentID ?? invoiceId
    }
    return [
      {
        day: town.middle,
        what: 'payment reconciled, then bounced, undone by hand',
        do: async (scene) => {
          const paymentId = await paymentIn(scene)
          await scene.keeper.edit('reconcilePayment', { paymentId })
          save(scene, 'payment', id, reversed(body))
          scene.ends.set(`payment/${id}`, { live: false, why: 'bounced and undone by hand' })
          scene.answers.set(`payment/${id} PAYMENT_REVERSED_BY_HAND`, {
            choice: 'doneByHand',
            first: async () => {
              await scene.keeper.edit('reconcilePayment', { paymentId, reconciled: false })
              await scene.keeper.edit('deletePayment', { paymentId })
            },
          })
        },
      },
    ]
  })

/** Its invoice is not there yet, so it waits, and bounces meanwhile: it is never sent. */
const bouncedUnsent = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').flatMap(({ id: invoiceId, payment }): Act[] => {
    if (payment === undefined) return []
    const [id, body] = payment
    town.portions.set(`invoice/${invoiceId}`, town.late)
    return [
      {
        day: town.middle,
        what: 'payment bounced before it was sent',
        do: (scene) => {
          save(scene, 'payment', id, reversed(body))
          scene.ends.set(`payment/${id}`, { live: false, why: 'bounced before it was sent' })
        },
      },
    ]
  })

/** Written down two days before the money moves: it waits for its day. */
const postDated = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').flatMap(({ payment }): Act[] => {
    if (payment === undefined) return []
    const [id, body] = payment
    town.portions.delete(`payment/${id}`)
    return [
      {
        day: Math.min(town.middle, town.days - 2),
        what: 'payment dated two days ahead',
        do: (scene) => save(scene, 'payment', id, { ...body, date: addDays(scene.stack.calendar.today(), 2) }),
      },
    ]
  })
