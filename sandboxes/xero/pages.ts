import { type Request, type Response, Router } from 'express'
import { escaped, link, page, table } from '../kit/html.ts'
import type { Books } from './books.ts'
import { amount, documentLink, documentPage, findDocument } from './document-page.ts'
import type { BookDocument } from './rows.ts'
import type { Sandbox } from './sandbox.ts'
import { amountDue, remainingCredit } from './settlement.ts'

/** Plain pages of the books for people, and Xero's own deep links that lead to them. */
export function pages(sandbox: Sandbox): Router {
  const router = Router()
  router.get('/', (_request, response) => show(response, 'Organisations', organisations(sandbox)))
  router.get('/app/:short', (request, response) => shown(sandbox, request, response, organisationPage))
  router.get('/app/:short/contacts', (request, response) => shown(sandbox, request, response, contactsPage))
  router.get('/app/:short/contacts/contact/:id', (request, response) => shown(sandbox, request, response, contactPage))
  router.get('/app/:short/invoicing', (request, response) => shown(sandbox, request, response, invoicesPage))
  router.get('/app/:short/invoicing/view/:id', (request, response) => shown(sandbox, request, response, documentPage))
  router.get('/app/:short/credits', (request, response) => shown(sandbox, request, response, creditsPage))
  router.get('/app/:short/credits/:id', (request, response) => shown(sandbox, request, response, documentPage))
  router.get('/app/:short/payments', (request, response) => shown(sandbox, request, response, paymentsPage))
  router.get('/organisationlogin/default.aspx', (request, response) => response.redirect(deepLink(sandbox, request)))
  return router
}

type Shown = { title: string; body: string } | undefined

function shown(sandbox: Sandbox, request: Request, response: Response, make: (books: Books, base: string, id: string) => Shown): void {
  const short = String(request.params['short'])
  const books = [...sandbox.organisations.values()].find((each) => each.organisation().shortCode === short)
  const made = books && make(books, `/app/${encodeURIComponent(short)}`, String(request.params['id'] ?? ''))
  if (made) show(response, made.title, made.body)
  else response.status(404).send(page('Not found', '<p>There is no such page in these books.</p>'))
}

const show = (response: Response, title: string, body: string): Response => response.send(page(title, body))

/** `/organisationlogin/default.aspx?shortcode=…&redirecturl=/AccountsPayable/Edit.aspx?InvoiceID=…` and its sisters. */
function deepLink(sandbox: Sandbox, request: Request): string {
  const short = encodeURIComponent(typeof request.query['shortcode'] === 'string' ? request.query['shortcode'] : '')
  const id = /ID=([0-9a-f-]{36})/i.exec(request.originalUrl)?.[1]?.toLowerCase() ?? ''
  for (const books of sandbox.organisations.values()) {
    if (books.invoices.get(id)) return `/app/${short}/invoicing/view/${id}`
    if (books.creditNotes.get(id) || books.overpayments.get(id) || books.prepayments.get(id)) return `/app/${short}/credits/${id}`
    if (books.batchPayments.get(id)) return `/app/${short}/payments`
    const payment = books.payments.get(id)
    if (payment) return `/app/${short}/${payment.documentKind === 'invoice' ? 'invoicing/view' : 'credits'}/${payment.documentId}`
  }
  return `/app/${short}`
}

function organisations(sandbox: Sandbox): string {
  const rows = [...sandbox.organisations.values()].map((books) => {
    const { name, country, shortCode } = books.organisation()
    return [
      link(`/app/${encodeURIComponent(shortCode)}`, name),
      escaped(country),
      escaped(books.contacts.count()),
      escaped(books.invoices.count()),
    ]
  })
  return table(['Organisation', 'Country', 'Contacts', 'Invoices'], rows)
}

function organisationPage(books: Books, base: string): Shown {
  const { name, periodLockDate, endOfYearLockDate, invoiceReminders } = books.organisation()
  const locks = `<p>Period lock date: ${escaped(periodLockDate ?? 'none')}. End of year lock date: ${escaped(endOfYearLockDate ?? 'none')}.</p>`
  const reminders = `<p>Invoice reminders: ${invoiceReminders === true ? 'on, customers are e-mailed about overdue invoices' : 'off'}.</p>`
  const links = [
    ['contacts', `Contacts (${books.contacts.count()})`],
    ['invoicing', `Invoices and bills (${books.invoices.count()})`],
    ['credits', `Credit notes, overpayments, prepayments (${credits(books).length})`],
    ['payments', `Payments (${books.payments.count()})`],
  ] as const
  return {
    title: name,
    body: `<ul>${links.map(([path, text]) => `<li>${link(`${base}/${path}`, text)}</li>`).join('')}</ul>${locks}${reminders}`,
  }
}

function contactsPage(books: Books, base: string): Shown {
  const rows = books.contacts
    .all()
    .map((contact) => [
      link(`${base}/contacts/contact/${contact.id}`, contact.name),
      escaped(contact.number),
      escaped(contact.email),
      escaped(contact.status),
    ])
  return { title: 'Contacts', body: table(['Name', 'Contact code', 'E-mail', 'Status'], rows) }
}

function contactPage(books: Books, base: string, id: string): Shown {
  const contact = books.contacts.get(id.toLowerCase())
  if (!contact) return undefined
  const documents = [books.invoices, books.creditNotes, books.overpayments, books.prepayments].flatMap((shelf) =>
    shelf.find('contact', contact.id),
  )
  const address = Object.values(contact.addresses).flatMap((slot) => Object.values(slot))
  const facts = `<p>${escaped(contact.status)} · ${escaped(contact.email)} · ${escaped(contact.number)} · ${escaped(address.join(', '))}</p>`
  const merged =
    contact.mergedTo === undefined ? '' : `<p>Merged into ${link(`${base}/contacts/contact/${contact.mergedTo}`, 'another contact')}.</p>`
  return { title: contact.name, body: facts + merged + documentTable(books, base, documents) }
}

const invoicesPage = (books: Books, base: string): Shown => ({
  title: 'Invoices and bills',
  body: documentTable(books, base, books.invoices.all()),
})

const creditsPage = (books: Books, base: string): Shown => ({ title: 'Credits', body: documentTable(books, base, credits(books)) })

const credits = (books: Books): BookDocument[] => [...books.creditNotes.all(), ...books.overpayments.all(), ...books.prepayments.all()]

function paymentsPage(books: Books, base: string): Shown {
  const rows = books.payments.all().map((payment) => {
    const document = findDocument(books, payment.documentId)
    const batch = payment.batchPaymentId === undefined ? '' : `batch ${payment.batchPaymentId.slice(0, 8)}`
    return [
      escaped(payment.date),
      amount(payment.amount),
      documentLink(base, document),
      escaped(payment.reference),
      escaped(payment.status),
      escaped(batch),
    ]
  })
  return { title: 'Payments', body: table(['Date', 'Amount', 'On', 'Reference', 'Status', 'Batch'], rows) }
}

function documentTable(books: Books, base: string, documents: BookDocument[]): string {
  const rows = documents.map((document) => [
    documentLink(base, document),
    escaped(books.contacts.get(document.contactId)?.name),
    escaped(document.date),
    escaped(document.status),
    amount(document.total),
    amount(document.kind === 'invoice' ? amountDue(books, document) : remainingCredit(books, document)),
    escaped(document.reference),
  ])
  return table(['Number', 'Contact', 'Date', 'Status', 'Total', 'Open', 'Reference'], rows)
}
