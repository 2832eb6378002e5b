import type { BookContact } from '../../domain/books.ts'
import { customer, type Customer } from '../../domain/customer.ts'
import { SyncError } from '../../domain/errors.ts'
import { contactsById } from '../../ledger/book-records.ts'
import { listBookCustomers, listBookPayments } from '../../ledger/book-lists.ts'
import type { Connection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { readDocument } from '../../ledger/documents.ts'
import { appendEvent } from '../../ledger/events.ts'
import { link, linksOfBookIds } from '../../ledger/links.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import { bookUrl } from '../book-url.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/answers.ts'
import { cutPage, readCursor } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { z } from 'zod'

const base = '/v1/companies/{companyId}/connections/{connectionId}'

/** What the books have: customers to bring in, payments that came there. */
export const bookRoutes: Route[] = [
  companyRoute(
    {
      method: 'get',
      path: `${base}/book-customers`,
      summary: 'Contacts of the books',
      query: contract.bookCustomersQuery,
      reply: contract.bookCustomers,
    },
    async ({ house, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const [name, id] = readCursor(query.cursor) ?? []
        const after = name !== undefined && id !== undefined ? { name, id } : undefined
        const linked = query.linked === undefined ? undefined : query.linked === 'true'
        const rows = await listBookCustomers(scope, connection.id, { linked, query: query.query, after, limit: query.limit + 1 })
        const reply = (row: (typeof rows)[number]): contract.BookCustomer => ({
          bookId: row.book_id,
          name: row.name,
          email: row.email,
          state: row.state,
          isSupplier: row.is_supplier,
          linkedTo: row.linked_to,
          url: bookUrl(house, connection, 'contact', row.book_id),
        })
        return json(cutPage(rows, query.limit, reply, (row) => [row.name, row.book_id]))
      }),
  ),
  companyRoute(
    {
      method: 'post',
      path: `${base}/book-customers/{bookId}/bring-in`,
      summary: 'Take a contact in as a customer of the host',
      body: contract.bringIn,
      reply: contract.broughtIn,
      statuses: [201],
    },
    async ({ params, body, askedBy, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return json(await bringIn(scope, connection, params.bookId, body.externalId, askedBy), 201)
      }),
  ),
  companyRoute(
    {
      method: 'get',
      path: `${base}/book-payments`,
      summary: 'Payments in the books since a day, newest first',
      query: contract.bookPaymentsQuery,
      reply: contract.bookPayments,
    },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const [date, id] = readCursor(query.cursor) ?? []
        const after = id !== undefined && z.iso.date().safeParse(date).success ? { date: date ?? '', id } : undefined
        const rows = await listBookPayments(scope, connection.id, { since: query.since, after, limit: query.limit + 1 })
        const reply = ({
          book_id: bookId,
          contact_id: contactId,
          bank_account_id: bankAccountId,
          ...row
        }: (typeof rows)[number]): contract.BookPayment => ({
          ...row,
          bookId,
          contactId,
          bankAccountId,
        })
        return json(cutPage(rows, query.limit, reply, (row) => [row.date, row.book_id]))
      }),
  ),
]

/** Makes the customer, or takes the host's own of that id, and links it; the host hears of it. */
async function bringIn(scope: Scope, connection: Connection, bookId: string, wanted: string | undefined, decidedBy: string) {
  const [contact] = await contactsById(scope, connection.id, [bookId])
  if (!contact) throw new SyncError('NOT_FOUND')
  if ((await linksOfBookIds(scope, connection.id, 'customer', [bookId])).length > 0) throw new SyncError('ALREADY_DECIDED')
  const externalId = wanted ?? `${connection.provider}-${bookId}`.slice(0, 128)
  const known = await readDocument(scope, 'customer', externalId)
  if (!known) await saveDocument(scope, 'customer', externalId, customerOf(contact))
  const linked = await link(scope, {
    connectionId: connection.id,
    kind: 'customer',
    externalId,
    bookId,
    how: 'decided',
    decidedBy,
    version: known?.version ?? 1,
  })
  if (!linked.linked) throw new SyncError('ALREADY_DECIDED')
  await setStanding(scope, connection.id, { kind: 'customer', externalId, status: 'inBooks', due: false })
  appendEvent(scope, 'customer.offered', { connectionId: connection.id, externalId, bookId })
  return { externalId, linkId: linked.linkId }
}

/** What the books know of a customer; a field that does not fit the contract stays away. */
function customerOf(contact: BookContact): Customer {
  const [phone, mobile] = contact.phones
  const optional = {
    accountNumber: contact.accountNumber,
    email: contact.email,
    phone,
    mobile,
    vatNumber: contact.vatNumber,
    companyNumber: contact.companyNumber,
    billingAddress: contact.postcode ? { postcode: contact.postcode } : undefined,
  }
  const fitting = Object.entries(optional).filter(
    ([field, value]) => value !== undefined && customer.shape[field as keyof typeof optional].safeParse(value).success,
  )
  return {
    state: 'active',
    name: contact.name.slice(0, 255),
    ...Object.fromEntries(fitting),
    ...(contact.isSupplier ? { alsoSupplier: true } : {}),
  }
}
