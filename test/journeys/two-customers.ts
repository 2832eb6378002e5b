import { linksOfDocument } from '../../ledger/links.ts'
import { problemsOfDocument } from '../../ledger/problems.ts'
import { type Engine, startEngine } from './engine.ts'
import { customer, mapCodes } from './trade.ts'

/** The engine of a company whose customers `a` and `b` are in the books; the rest is a test's own. */
export async function startWithTwoCustomers(): Promise<Engine> {
  const engine = await startEngine()
  await mapCodes(engine)
  await engine.save('customer', { a: customer('A. Smith'), b: customer('B. Jones Ltd') })
  await engine.sync()
  return engine
}

interface BookInvoice {
  InvoiceNumber: string
  Reference?: string
  Status: string
  Contact: { Name: string }
}

/** Every invoice of this number in the sandbox's books. */
export const invoicesInBooks = async (engine: Engine, number: string) =>
  (await engine.control<{ invoices: BookInvoice[] }>(`books?organisationId=${engine.organisationId}`)).invoices.filter(
    (each) => each.InvoiceNumber === number,
  )

type Kind = 'customer' | 'invoice' | 'payment'

/** The live link of a document. */
export const linkOf = async (engine: Engine, kind: Kind, externalId: string) =>
  (await engine.asCompany((scope) => linksOfDocument(scope, { kind, externalId })))[0]

/** The codes of a document's open problems. */
export const codesOf = async (engine: Engine, kind: Kind, externalId: string) =>
  (await engine.asCompany((scope) => problemsOfDocument(scope, { kind, externalId })))
    .filter(({ state }) => state === 'open')
    .map(({ code }) => code)

/** Somebody changes something in the books by hand. */
export const edit = (engine: Engine, action: string, fields: Record<string, unknown>) =>
  engine.control('edit', { organisationId: engine.organisationId, action, ...fields })

/** Strikes the next call of this kind. */
export const fault = (engine: Engine, method: string, path: string, fields: Record<string, unknown>) =>
  engine.control('faults', { match: { path, method }, times: 1, ...fields })

/** The invoice of the trade as a bookkeeper would enter it by hand. */
export const byHand = (number: string, contact: string) => ({
  record: {
    Type: 'ACCREC',
    Status: 'AUTHORISED',
    InvoiceNumber: number,
    Contact: { ContactID: contact },
    Date: '2026-10-01',
    DueDate: '2026-10-31',
    LineAmountTypes: 'Exclusive',
    LineItems: [{ Description: 'Boiler service', Quantity: '1', UnitAmount: '85.00', AccountCode: '200', TaxType: 'OUTPUT2' }],
  },
})
