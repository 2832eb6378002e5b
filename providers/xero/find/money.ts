import type { BookOnAccount, BookPayment } from '../../../domain/books.ts'
import type { Found, Sought } from '../../contract.ts'
import { isBatch, plainId } from '../book-id.ts'
import type { Road } from '../client.ts'
import { isReceived, toBookBatch, toBookOverpayment, toBookPayment } from '../map/book-money.ts'
import { batchesReply, overpaymentsReply, paymentsReply } from '../wire.ts'
import { dayFilter, idFilter } from './filter.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { allocationsOf, bodyValue, contactIdOf, idIn } from './sought-ids.ts'

/** Payments on the same invoice, or batches of the same day, that bear our token or hold what was sent; deleted ones too. */
export async function findReceipt(road: Road, sought: Sought): Promise<Found[]> {
  const batch = bodyValue(sought.body, 'Payments') !== undefined
  const payments = batch ? await batchesOf(road, sought) : await paymentsOn(road, sought)
  return resembling(payments, sought)
}

/** Refunds of the same day that bear our token or hold what was sent; deleted ones too. */
export async function findRefund(road: Road, sought: Sought): Promise<Found[]> {
  const payments = await paymentsWhere(road, dayFilter('Date', sought.expected.date ?? ''))
  return resembling(
    payments.filter((payment) => payment.form === 'refund'),
    sought,
  )
}

/** Over-payments of the same contact that bear our token or hold what was sent; void ones too. */
export async function findOnAccount(road: Road, sought: Sought): Promise<Found[]> {
  const where = idFilter('Contact.ContactID', contactIdOf(sought) ?? '')
  const pages = await readAll(
    road,
    'GET /Overpayments',
    overpaymentsReply,
    (page) => (api, tenant) => api.getOverpayments(tenant, undefined, where, undefined, page, 4, LOOK_UP_PAGE),
  )
  const received = pages.flatMap((page) => page.Overpayments).filter(isReceived)
  return resembling(received.map(toBookOverpayment).map(asPayment), { ...sought, expected: { ...sought.expected, allocations: [] } })
}

/** The receipt that was to be taken out. */
export async function findReversed(road: Road, sought: Sought): Promise<Found[]> {
  const bookId = sought.bookId ?? idIn(bodyValue(sought.body, 'bookId'), sought.ids) ?? ''
  const payments = isBatch(bookId) ? await batchById(road, bookId) : await paymentById(road, bookId)
  return payments.map((payment) => foundAs(payment, payment.state === 'void' ? 'same' : 'before'))
}

async function paymentsOn(road: Road, sought: Sought): Promise<BookPayment[]> {
  const [allocation] = allocationsOf(sought)
  return paymentsWhere(road, idFilter('Invoice.InvoiceId', allocation?.documentId ?? ''))
}

async function paymentsWhere(road: Road, where: string): Promise<BookPayment[]> {
  const pages = await readAll(
    road,
    'GET /Payments',
    paymentsReply,
    (page) => (api, tenant) =>
      api.getPayments(tenant, undefined, `${where} AND (Status=="AUTHORISED" OR Status=="DELETED")`, undefined, page, LOOK_UP_PAGE),
  )
  return pages.flatMap((page) => page.Payments.map(toBookPayment))
}

async function batchesOf(road: Road, { expected }: Sought): Promise<BookPayment[]> {
  const pages = await readAll(
    road,
    'GET /BatchPayments',
    batchesReply,
    () => (api, tenant) => api.getBatchPayments(tenant, undefined, dayFilter('Date', expected.date ?? '')),
  )
  return pages.flatMap((page) => page.BatchPayments.map(toBookBatch))
}

const paymentById = async (road: Road, id: string): Promise<BookPayment[]> =>
  ((await readOne(road, 'GET /Payments/*', paymentsReply, (api, tenant) => api.getPayment(tenant, id)))?.Payments ?? []).map(toBookPayment)

const batchById = async (road: Road, bookId: string): Promise<BookPayment[]> => {
  const reply = await readOne(road, 'GET /BatchPayments/*', batchesReply, (api, tenant) => api.getBatchPayment(tenant, plainId(bookId)))
  return (reply?.BatchPayments ?? []).map(toBookBatch)
}

/** With a token, ours is what bears it; without, what is like it in everything, and who sent several counts them (accounting rule 8). */
function resembling(payments: BookPayment[], sought: Sought): Found[] {
  const { token, reference = '' } = sought.expected
  return payments.flatMap((payment) => {
    const alike = holds(payment, sought)
    const ours = token === undefined ? alike && (payment.reference ?? '') === reference : (payment.reference ?? '').includes(token)
    if (ours) return [foundAs(payment, payment.state === 'void' ? 'void' : alike ? 'same' : 'changed')]
    return alike && payment.state === 'live' ? [foundAs(payment, 'stranger')] : []
  })
}

/** The same day, account and amounts against the same documents. */
function holds(payment: BookPayment, sought: Sought): boolean {
  const { expected } = sought
  const bank = payment.bankAccountId === undefined || payment.bankAccountId === expected.bankAccountId
  return bank && payment.date === expected.date && payment.amount === expected.gross && sameAllocations(payment, sought)
}

function sameAllocations(payment: BookPayment, sought: Sought): boolean {
  const print = (allocations: { documentId: string | undefined; amount: number }[]): string =>
    allocations
      .map(({ documentId, amount }) => `${documentId} ${amount}`)
      .sort()
      .join('\n')
  return print(payment.allocations) === print(allocationsOf(sought))
}

/** Money on account looks like a payment that settles nothing. */
const asPayment = ({
  bookId,
  contactId,
  date,
  amount,
  currency,
  bankAccountId,
  reference,
  state,
  updatedAt,
}: BookOnAccount): BookPayment => ({
  bookId,
  form: 'payment',
  contactId,
  date,
  amount,
  currency,
  ...(bankAccountId !== undefined && { bankAccountId }),
  ...(reference !== undefined && { reference }),
  reconciled: false,
  state,
  allocations: [],
  updatedAt,
})

const foundAs = (payment: BookPayment, likeness: Found['likeness']): Found => ({
  bookId: payment.bookId,
  likeness,
  amounts: { gross: payment.amount },
  updatedAt: payment.updatedAt,
})
