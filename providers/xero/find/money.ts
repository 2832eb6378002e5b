import type { BookOnAccount, BookPayment } from '../../../domain/books.ts'
import type { Found, Sought } from '../../contract.ts'
import { isBatch, plainId } from '../book-id.ts'
import type { Road } from '../client.ts'
import { isReceived, toBookBatch, toBookOverpayment, toBookPayment } from '../map/book-money.ts'
import { batchesReply, overpaymentsReply, paymentsReply } from '../wire.ts'
import { dayFilter, idFilter } from './filter.ts'
import { anyOf, onceEach } from './portions.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { allocationsOf, bodyValue, contactIdOf, idIn } from './sought-ids.ts'

/** Payments on the same invoice, or batches of the same day, that bear our token or hold what was sent; deleted ones too. */
export async function findReceipts(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const isBatched = (each: Sought): boolean => bodyValue(each.body, 'Payments') !== undefined
  const single = sought.filter((each) => !isBatched(each))
  const payments = await paymentsWhere(
    road,
    single.map((each) => idFilter('Invoice.InvoiceId', allocationsOf(each)[0]?.documentId ?? '')),
  )
  const batches = await batchesWhere(road, sought.filter(isBatched).map(dayOf))
  return sought.map((each) => resembling(isBatched(each) ? batches : payments, each))
}

/** Refunds of the same day that bear our token or hold what was sent; deleted ones too. */
export async function findRefunds(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const refunds = (await paymentsWhere(road, sought.map(dayOf))).filter((payment) => payment.form === 'refund')
  return sought.map((each) => resembling(refunds, each))
}

/** Over-payments of the same contact that bear our token or hold what was sent; void ones too. */
export async function findOnAccount(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const met: BookOnAccount[] = []
  for (const where of anyOf(sought.map((each) => idFilter('Contact.ContactID', contactIdOf(each) ?? ''))))
    met.push(...(await overpaymentsWhere(road, where)))
  return sought.map((each) => {
    const ofContact = met.filter(({ contactId }) => contactId === contactIdOf(each)).map(asPayment)
    return resembling(ofContact, { ...each, expected: { ...each.expected, allocations: [] } })
  })
}

async function overpaymentsWhere(road: Road, where: string): Promise<BookOnAccount[]> {
  const pages = await readAll(
    road,
    'GET /Overpayments',
    overpaymentsReply,
    (page) => (api, tenant) => api.getOverpayments(tenant, undefined, where, undefined, page, 4, LOOK_UP_PAGE),
  )
  return pages
    .flatMap((page) => page.Overpayments)
    .filter(isReceived)
    .map(toBookOverpayment)
}

const dayOf = ({ expected }: Sought): string => dayFilter('Date', expected.date ?? '')

/** The receipt that was to be taken out. */
export async function findReversed(road: Road, sought: Sought): Promise<Found[]> {
  const bookId = sought.bookId ?? idIn(bodyValue(sought.body, 'bookId'), sought.ids) ?? ''
  const payments = isBatch(bookId) ? await batchById(road, bookId) : await paymentById(road, bookId)
  return payments.map((payment) => foundAs(payment, payment.state === 'void' ? 'same' : 'before'))
}

/** Payments of which any of the filters holds. */
async function paymentsWhere(road: Road, filters: string[]): Promise<BookPayment[]> {
  const met: BookPayment[] = []
  for (const any of anyOf(filters)) {
    const where = `(${any}) AND (Status=="AUTHORISED" OR Status=="DELETED")`
    const pages = await readAll(
      road,
      'GET /Payments',
      paymentsReply,
      (page) => (api, tenant) => api.getPayments(tenant, undefined, where, undefined, page, LOOK_UP_PAGE),
    )
    met.push(...pages.flatMap((page) => page.Payments.map(toBookPayment)))
  }
  return onceEach(met, ({ bookId }) => bookId)
}

async function batchesWhere(road: Road, filters: string[]): Promise<BookPayment[]> {
  const met: BookPayment[] = []
  for (const where of anyOf(filters)) {
    const pages = await readAll(
      road,
      'GET /BatchPayments',
      batchesReply,
      () => (api, tenant) => api.getBatchPayments(tenant, undefined, where),
    )
    met.push(...pages.flatMap((page) => page.BatchPayments.map(toBookBatch)))
  }
  return onceEach(met, ({ bookId }) => bookId)
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
