import { addDays } from '../../domain/days.ts'
import type { Payment } from '../../domain/payment.ts'
import { ByHandRefused } from './bookkeeper.ts'
import { pence } from './penny-books.ts'
import type { Act, Scene } from './scene.ts'
import type { Town } from './town.ts'

/** How a bookkeeper, or the bank feed, has entered a payment: as the office has it, some days later under other words, or too late to be sure. */
type Manner = 'alike' | 'daysLater' | 'otherReference' | 'muchLater'

const manners: readonly Manner[] = ['alike', 'alike', 'alike', 'daysLater', 'daysLater', 'otherReference']

/**
 * Chooses a third of all receipts to be entered in the books by hand on the day on which the host tells of them. They come after their invoice and customer, because
 * nobody enters a payment on an invoice that is not there.
 */
export function payByHand(town: Town): Act[] {
  // Some more than a third, because what settled the invoice meanwhile leaves no room for a few.
  const wanted = Math.ceil(town.records.payment.size * 0.35)
  const able = town.random.shuffle([...town.records.payment]).filter(([id, payment]) => isAble(town, id, payment))
  return able.slice(0, wanted).map(([id, payment], index) => {
    const ready = Math.max(town.portions.get(`invoice/${invoiceOf(payment)}`) ?? 1, town.portions.get(`customer/${payment.customer}`) ?? 1)
    const day = town.random.int(ready + 1, town.days)
    town.portions.set(`payment/${id}`, day)
    const manner = index % 40 === 39 ? 'muchLater' : town.random.pick(manners)
    return { day, what: 'payment looked for by the bookkeeper', do: (scene) => enter(scene, id, payment, manner) }
  })
}

const invoiceOf = ({ allocations = [] }: Payment): string => allocations[0]?.invoice ?? ''

/** A receipt for one invoice that will be there before the last day, outside the locked days, and that no credit settles meanwhile. */
function isAble(town: Town, id: string, payment: Payment): boolean {
  const [first, ...more] = payment.allocations ?? []
  const invoice = town.records.invoice.get(first?.invoice ?? '')
  const plain = payment.state === 'recorded' && payment.direction !== 'refunded' && more.length === 0 && first?.amount === payment.amount
  const refs = [`payment/${id}`, `invoice/${first?.invoice ?? ''}`, `customer/${payment.customer}`]
  const quiet = refs.every((ref) => !town.exceptions.has(ref)) && !town.taken.has(payment.customer)
  const ready = refs.slice(1).every((ref) => (town.portions.get(ref) ?? 1) < town.days)
  const free =
    invoice?.state === 'issued' &&
    invoice.cis === undefined &&
    invoice.issueDate > town.lockDay &&
    !town.creditsOf.has(first?.invoice ?? '')
  return plain && quiet && ready && free && payment.date > town.lockDay && !hasTwin(town, id, payment)
}

/** Two alike of one customer cannot be told apart afterwards. */
const hasTwin = (town: Town, id: string, payment: Payment): boolean =>
  [...town.records.payment].some(
    ([other, { customer, amount }]) => other !== id && customer === payment.customer && amount === payment.amount,
  )

async function enter(scene: Scene, id: string, payment: Payment, manner: Manner): Promise<void> {
  const date = addDays(payment.date, { alike: 0, daysLater: 2, otherReference: 0, muchLater: 9 }[manner])
  const reference = manner === 'alike' ? payment.reference : manner === 'otherReference' ? 'FPI 004417' : undefined
  const onDay = date > scene.stack.calendar.today() ? payment.date : date
  try {
    const { Payments } = await scene.keeper.edit<{ Payments: { PaymentID: string; Amount: number }[] }>('payInvoice', {
      invoiceNumber: scene.town.records.invoice.get(invoiceOf(payment))?.number,
      amount: (payment.amount / 100).toFixed(2),
      date: onDay,
      accountCode: scene.keeper.accountFor(payment.method),
      ...(reference !== undefined && { reference }),
    })
    scene.told.set('paid by hand', (scene.told.get('paid by hand') ?? 0) + 1)
    scene.handDays.set(id, onDay)
    for (const entered of Payments) scene.keeper.entered.set(entered.PaymentID, { payment: id, date: onDay, amount: pence(entered.Amount) })
  } catch (error) {
    if (!(error instanceof ByHandRefused)) throw error
    scene.told.set('not paid by hand after all', (scene.told.get('not paid by hand after all') ?? 0) + 1)
    scene.notPossible.push(error.message)
  }
}
