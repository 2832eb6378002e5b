import { type Answer, type Call, ok } from './call.ts'
import { note } from './history.ts'
import { apiException, NotFound, RequestRefused } from './refusal.ts'
import type { BookDocument } from './rows.ts'
import { envelope } from './wire.ts'

/** GET /Invoices/{id}/OnlineInvoice: the address at which the customer sees it; not for drafts or bills. */
export function getOnlineInvoice(call: Call): Answer {
  const invoice = byPath(call)
  const seen = invoice.type === 'ACCREC' && ['SUBMITTED', 'AUTHORISED', 'PAID'].includes(invoice.status)
  if (!seen) throw new NotFound()
  const { shortCode } = call.books.organisation()
  const address = `${call.origin}/app/${shortCode}/invoicing/view/${invoice.id}`
  return ok(envelope(call.now, call.appName, { OnlineInvoices: [{ OnlineInvoiceUrl: address }] }))
}

/** POST /Invoices/{id}/Email: 204; a day's allowance of 1,000, 20 for trials, none for the demo company. */
export function emailInvoice(call: Call): Answer {
  const invoice = byPath(call)
  const organisation = call.books.organisation()
  const contact = call.books.contacts.get(invoice.contactId)
  const today = new Date(call.now).toISOString().slice(0, 10)
  const used = organisation.emailsSent[today] ?? 0
  const most = organisation.emailsADay ?? EMAILS_A_DAY[organisation.class] ?? 1000
  const ready = invoice.type === 'ACCREC' && ['SUBMITTED', 'AUTHORISED', 'PAID'].includes(invoice.status)
  if (!ready) throw invalid('Invoice not of valid status for emailing')
  if (!contact?.email) throw invalid('The contact has no email address')
  if (used >= most) throw invalid('Daily email limit has been reached for this organisation')
  call.books.changeOrganisation({ emailsSent: { ...organisation.emailsSent, [today]: used + 1 } })
  call.books.invoices.put({ ...invoice, sentToContact: true })
  note(call, invoice.id, 'Invoice sent', `This invoice has been sent to ${contact.email}`)
  return { status: 204 }
}

const EMAILS_A_DAY: Record<string, number> = { DEMO: 0, TRIAL: 20 }

const invalid = (message: string): RequestRefused => new RequestRefused(400, apiException(10, 'ValidationException', message))

function byPath(call: Call): BookDocument {
  const invoice = call.books.invoices.get((call.params['id'] ?? '').toLowerCase())
  if (!invoice) throw new NotFound()
  return invoice
}
