import { carryOutChoice } from '../../api/fix-problem.ts'
import type { Credit } from '../../domain/credit.ts'
import type { DocumentRef } from '../../domain/document.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { Values } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import { defaultSettings, type Settings } from '../../domain/settings.ts'
import { readConnection } from '../../ledger/connections.ts'
import { linksOfDocument } from '../../ledger/links.ts'
import { problemsOfDocument } from '../../ledger/problems.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { listTieOutLines } from '../../ledger/tie-outs.ts'
import { type Engine, startEngine } from '../journeys/engine.ts'
import { invoice as sold, payment as paid } from '../journeys/trade.ts'

/* An office with everything mapped, whose books are read by HTTP: where the rules are shown with money moving. */

export interface BookInvoice {
  InvoiceID: string
  InvoiceNumber: string
  Reference?: string
  Status: string
  DateString: string
  DueDateString: string
  SubTotal: number
  TotalTax: number
  CurrencyCode: string
  Total: number
  AmountDue: number
  Contact: { ContactID: string; Name: string }
  LineItems: {
    LineItemID: string
    Description: string
    Quantity?: number
    UnitAmount?: number
    LineAmount?: number
    AccountCode?: string
    TaxType?: string
  }[]
}
export interface BookMoney {
  PaymentID: string
  Amount: number
  Status: string
  Reference?: string
  Date: string
  PaymentType: string
  Account?: { AccountID: string }
  BatchPayment?: { BatchPaymentID: string }
  Invoice?: { InvoiceNumber?: string }
}
export interface Books {
  contacts: { ContactID: string; Name: string; ContactStatus: string; EmailAddress?: string; ContactNumber?: string }[]
  invoices: BookInvoice[]
  creditNotes: (Omit<BookInvoice, 'InvoiceNumber' | 'InvoiceID'> & {
    CreditNoteID: string
    CreditNoteNumber: string
    RemainingCredit: number
  })[]
  overpayments: { OverpaymentID: string; Total: number; RemainingCredit: number; DateString: string; Contact: { Name: string } }[]
  payments: BookMoney[]
  batchPayments: { BatchPaymentID: string; TotalAmount: string; Reference?: string; Payments: unknown[] }[]
  bankTransactions: { Type: string; Reference?: string; Total: number; DateString: string; BankAccount: { AccountID: string } }[]
  allocations: {
    Amount: number
    Date: string
    IsDeleted: boolean
    Source: { Kind: string; Number?: string }
    Invoice: { InvoiceNumber?: string }
  }[]
  accounts: { AccountID: string; Code?: string; Name: string }[]
}

export interface Office {
  engine: Engine
  /** Ids of the bank account, a clearing account and the account for CIS suffered. */
  accounts: { bank: string; clearing: string; cis: string }
  settings(change?: Partial<Settings>): Promise<void>
  books(): Promise<Books>
  invoice(number: string): Promise<BookInvoice | undefined>
  edit(action: string, fields?: Record<string, unknown>): Promise<void>
  /** Outcome and code of each part of a document in a run: `main pushed`, `main asked VOIDED_IN_BOOKS`. */
  outcome(run: SyncRun, kind: DocumentKind, externalId: string): Promise<string[]>
  /** Codes of a document's open problems. */
  problems(kind: DocumentKind, externalId: string): Promise<string[]>
  bookId(kind: DocumentKind, externalId: string): Promise<string>
  /** A person presses a choice on the open problem of a document, and the next run does it. */
  press(kind: DocumentKind, externalId: string, choice: string, values?: Values): Promise<SyncRun>
  /** Lines of a new tie-out. */
  tieOut(): Promise<{ list: string; kind: string | null; id: string | null; cause: string | null }[]>
  stop(): Promise<void>
}

const ACCOUNTS = [{ Code: '611', Name: 'Card clearing', Type: 'CURRENT', EnablePaymentsToAccount: true }]

/** Starts the engine with an office of its own; `seed` are more books from before. */
export async function openOffice(seed: Record<string, unknown> = {}): Promise<Office> {
  const engine = await startEngine({ seed: { accounts: ACCOUNTS, ...seed } })
  const books = () => engine.control<Books>(`books?organisationId=${engine.organisationId}`)
  const all = (await books()).accounts
  const idOf = (name: string): string => all.find((account) => account.Name === name)?.AccountID ?? ''
  const accounts = { bank: idOf('Business Bank Account'), clearing: idOf('Card clearing'), cis: idOf('CIS Suffered') }
  const settings = (change: Partial<Settings> = {}) => engine.settings({ ...mapped(accounts), ...change })
  await settings()
  const problemsOf = async (ref: DocumentRef) =>
    (await engine.asCompany((scope) => problemsOfDocument(scope, ref))).filter(({ state }) => state === 'open')
  return {
    engine,
    accounts,
    settings,
    books,
    invoice: async (number) => (await books()).invoices.find((each) => each.InvoiceNumber === number),
    edit: async (action, fields = {}) => void (await engine.control('edit', { organisationId: engine.organisationId, action, ...fields })),
    outcome: async (run, kind, externalId) => {
      const items = await engine.asCompany((scope) => listItems(scope, run.id, { limit: 1_000 }))
      const own = items.filter((item) => item.kind === kind && item.external_id === externalId)
      return own.map(({ part, outcome, code }) => [part, outcome, ...(code === null ? [] : [code])].join(' '))
    },
    problems: async (kind, externalId) => (await problemsOf({ kind, externalId })).map(({ code }) => code),
    bookId: async (kind, externalId) => (await engine.asCompany((scope) => linksOfDocument(scope, { kind, externalId })))[0]?.book_id ?? '',
    press: async (kind, externalId, choice, values = {}) => {
      const [problem] = await problemsOf({ kind, externalId })
      if (problem === undefined) throw new Error(`${kind} ${externalId} has no problem`)
      await engine.asCompany(async (scope) => {
        const connection = await readConnection(scope, engine.connectionId)
        if (connection === undefined) throw new Error('no connection')
        await carryOutChoice(scope, connection, problem, { choice, values, askedBy: 'bookkeeper' })
      })
      return engine.sync()
    },
    tieOut: async () => {
      const sheet = await engine.tieOut()
      const lines = await engine.asCompany((scope) => listTieOutLines(scope, sheet.id))
      return lines.map(({ list, kind, external_id: id, cause }) => ({ list, kind, id, cause }))
    },
    stop: () => engine.stop(),
  }
}

const mapped = ({ bank, clearing }: Office['accounts']): Settings => ({
  ...defaultSettings,
  taxCodes: {
    S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' },
    R: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'RROUTPUT' },
    Z: { treatment: 'zero', rates: [{ percent: '0' }], bookTaxCode: 'ZERORATEDOUTPUT' },
    E: { treatment: 'exempt', rates: [{ percent: '0' }], bookTaxCode: 'EXEMPTOUTPUT' },
    RC: { treatment: 'reverseCharge', rates: [{ percent: '20' }], bookTaxCode: 'DRCHARGE20' },
  },
  nominalCodes: { default: '200', byCode: { other: '260' } },
  bankAccounts: { default: null, byMethod: { bacs: bank, card: clearing } },
})

export { line } from '../journeys/trade.ts'

/** An invoice at 20 %, net in pence; with other lines the totals are to be given too. */
export const invoice = (number: string, customer: string, net: number, fields: Partial<Invoice> = {}): Invoice =>
  sold(number, customer, net, { issueDate: '2026-10-05', dueDate: '2026-11-04', ...fields })

export const credit = (number: string, customer: string, net: number, fields: Partial<Credit> = {}): Credit => ({
  ...invoice(number, customer, net),
  ...fields,
})

/** A receipt of so many pence by bank transfer on 20 October. */
export const payment = (
  customer: string,
  amount: number,
  invoices: Record<string, number> = {},
  fields: Partial<Payment> = {},
): Payment => ({
  ...paid(
    customer,
    amount,
    Object.entries(invoices).map(([id, share]) => ({ invoice: id, amount: share })),
  ),
  date: '2026-10-20',
  method: 'bacs',
  ...fields,
})

/** The same sale as a bookkeeper types it in by hand. */
export const byHand = (
  number: string,
  contact: { ContactID: string } | { Name: string },
  unitAmount: string,
  fields: Record<string, unknown> = {},
) => ({
  record: {
    Type: 'ACCREC',
    Status: 'AUTHORISED',
    InvoiceNumber: number,
    Contact: contact,
    Date: '2026-10-05',
    DueDate: '2026-11-04',
    LineAmountTypes: 'Exclusive',
    LineItems: [{ Description: 'Boiler service', Quantity: '1', UnitAmount: unitAmount, AccountCode: '200', TaxType: 'OUTPUT2' }],
    ...fields,
  },
})
