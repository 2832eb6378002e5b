import { XeroClient } from 'xero-node'
import type { Sandbox } from './sandbox.ts'
import type { Trade, TradeCustomer, TradeInvoice, TradePayment } from './trade.ts'

/*
 * The baseline: what a script would do that knows nothing of doubling, taxes or mistakes. The same records in the same batches with the
 * same SDK, as many at once, straight to the provider. It keeps no books, so it can tell nobody what became of them.
 */

const BATCH = 50
/** As many as a run has under way (workflows/stages/push.ts). */
const AT_ONCE = 4

/** `pace`: waits until call number `call` may begin, and is told when it has ended; for the provider's real limits. */
export interface BareOrder {
  sandbox: Sandbox
  organisationId: string
  trade: Trade
  pace?: (call: number) => Promise<() => void>
}

/** Sends everything once; seconds and calls. */
export async function bareScript({ sandbox, organisationId, trade, pace }: BareOrder): Promise<{ seconds: number; calls: number }> {
  const api = await openApi(sandbox, organisationId)
  const begun = performance.now()
  let calls = 0
  const send = async <T, R>(records: T[], call: (batch: T[]) => Promise<R[]>): Promise<R[]> =>
    (
      await inBatches(records, async (batch) => {
        const ended = await pace?.(calls++)
        const answers = await call(batch)
        ended?.()
        return answers
      })
    ).flat()
  const contacts = await send(trade.customers, (batch) => api.contacts(batch.map(toContact)))
  const contactIds = idsBy(trade.customers, contacts)
  const invoices = await send(trade.invoices, (batch) => api.invoices(batch.map((invoice) => toInvoice(invoice, contactIds))))
  const invoiceIds = idsBy(trade.invoices, invoices)
  await send(trade.payments, (batch) => api.payments(batch.map((payment) => toPayment(payment, invoiceIds))))
  const batches = [trade.customers, trade.invoices, trade.payments].reduce((sum, { length }) => sum + Math.ceil(length / BATCH), 0)
  return { seconds: (performance.now() - begun) / 1_000, calls: batches }
}

/** Milliseconds that the provider itself takes for one invoice in one request, for each of so many. */
export async function bareInvoices(sandbox: Sandbox, organisationId: string, invoices: TradeInvoice[]): Promise<number[]> {
  const api = await openApi(sandbox, organisationId)
  const [contact] = await api.contacts([{ name: `Baseline ${Date.now()}` }])
  const times: number[] = []
  for (const invoice of invoices) {
    const begun = performance.now()
    await api.invoices([toInvoice(invoice, new Map([[invoice.customer, contact ?? '']]))])
    times.push(performance.now() - begun)
  }
  return times
}

/** Milliseconds for one reading of what changed in five lists, which a run with nothing to do cannot do without. */
export async function bareReading(sandbox: Sandbox, organisationId: string): Promise<number> {
  const { accounting } = await connected(sandbox, organisationId)
  const since = new Date()
  const begun = performance.now()
  await accounting.getContacts(organisationId, since)
  await accounting.getInvoices(organisationId, since)
  await accounting.getCreditNotes(organisationId, since)
  await accounting.getPayments(organisationId, since)
  await accounting.getOverpayments(organisationId, since)
  return performance.now() - begun
}

async function connected(sandbox: Sandbox, organisationId: string) {
  const client = new XeroClient()
  client.setTokenSet({ access_token: await sandbox.tokens(organisationId) })
  client.accountingApi.basePath = `${sandbox.url}/api.xro/2.0`
  return { accounting: client.accountingApi }
}

/** The three writes; each answers the ids in the order of its records and throws when one was refused. */
async function openApi(sandbox: Sandbox, organisationId: string) {
  const { accounting } = await connected(sandbox, organisationId)
  return {
    contacts: async (contacts: object[]) => {
      const { body } = await accounting.createContacts(organisationId, { contacts }, false, crypto.randomUUID())
      return (body.contacts ?? []).map((contact) => taken(contact.contactID, contact))
    },
    invoices: async (invoices: object[]) => {
      const { body } = await accounting.createInvoices(organisationId, { invoices }, false, 4, crypto.randomUUID())
      return (body.invoices ?? []).map((invoice) => taken(invoice.invoiceID, invoice))
    },
    payments: async (payments: object[]) => {
      const { body } = await accounting.createPayments(organisationId, { payments }, false, crypto.randomUUID())
      return (body.payments ?? []).map((payment) => taken(payment.paymentID, payment))
    },
  }
}

function taken(id: string | undefined, record: object): string {
  if (id === undefined || /^[0-]+$/.test(id)) throw new Error(`refused: ${JSON.stringify(record).slice(0, 500)}`)
  return id
}

async function inBatches<T, R>(records: T[], work: (batch: T[]) => Promise<R>): Promise<R[]> {
  const batches = Array.from({ length: Math.ceil(records.length / BATCH) }, (_, index) => records.slice(index * BATCH, (index + 1) * BATCH))
  const answers: R[] = []
  let next = 0
  const pump = async () => {
    for (let index = next++; index < batches.length; index = next++) answers[index] = await work(batches[index] ?? [])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, pump))
  return answers
}

const idsBy = (records: { externalId: string }[], ids: string[]): Map<string, string> =>
  new Map(records.map(({ externalId }, index) => [externalId, ids[index] ?? '']))

const toContact = ({ externalId, name, email, phone, billingAddress }: TradeCustomer) => ({
  contactNumber: externalId,
  name,
  emailAddress: email,
  phones: [{ phoneType: 'DEFAULT', phoneNumber: phone }],
  addresses: [
    {
      addressType: 'POBOX',
      addressLine1: billingAddress.lines[0],
      city: billingAddress.city,
      postalCode: billingAddress.postcode,
      country: billingAddress.country,
    },
  ],
})

const toInvoice = (invoice: TradeInvoice, contactIds: Map<string, string>) => ({
  type: 'ACCREC',
  status: 'AUTHORISED',
  contact: { contactID: contactIds.get(invoice.customer) },
  invoiceNumber: invoice.number,
  reference: invoice.reference,
  date: invoice.issueDate,
  dueDate: invoice.dueDate,
  currencyCode: 'GBP',
  lineAmountTypes: 'Exclusive',
  lineItems: invoice.lines.map((line) => ({
    description: line.description,
    quantity: Number(line.quantity),
    unitAmount: Number(line.unitPrice),
    accountCode: '200',
    taxType: 'OUTPUT2',
  })),
})

const toPayment = (payment: TradePayment, invoiceIds: Map<string, string>) => ({
  invoice: { invoiceID: invoiceIds.get(payment.allocations[0]?.invoice ?? '') },
  account: { code: '090' },
  date: payment.date,
  amount: payment.amount / 100,
  reference: payment.reference,
})
