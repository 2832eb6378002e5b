import { deleteAccount, getAccount, listAccounts, postAccount, putAccounts } from './accounts.ts'
import { deleteAllocation, putAllocations } from './allocations.ts'
import { getAttachment, listAttachments, putAttachment } from './attachments.ts'
import { getBankTransaction, listBankTransactions, postBankTransactions, putBankTransactions } from './bank-transactions.ts'
import { getBatchPayment, listBatchPayments, postBatchPayments, putBatchPayments } from './batch-payments.ts'
import type { Handler } from './call.ts'
import { getContact, listContacts, postContact, postContacts, putContacts } from './contacts.ts'
import { getCreditNote, listCreditNotes, postCreditNote, postCreditNotes, putCreditNotes } from './credit-notes.ts'
import { getHistory, putHistory } from './history.ts'
import { emailInvoice, getOnlineInvoice } from './invoice-extras.ts'
import { getInvoice, listInvoices, postInvoice, postInvoices, putInvoices } from './invoices.ts'
import { getOnAccount, listOnAccount } from './on-account.ts'
import { getActions, getInvoiceReminders, getOrganisation } from './organisation.ts'
import { getPayment, listPayments, postPayment, putPayments } from './payments.ts'
import {
  listBrandingThemes,
  listCurrencies,
  listTaxRates,
  listTrackingCategories,
  listUsers,
  putTaxRates,
  putTrackingCategories,
} from './settings.ts'

/** A resource found for a path: its handlers by method, the scope it needs, and the parts of the path that vary. */
export interface Found {
  scope: string
  handlers: Partial<Record<string, Handler>>
  params: Record<string, string>
}

/** Finds the route of a path below /api.xro/2.0; names in any case, singular or plural. */
export function findRoute(path: string): Found | undefined {
  const segments = path.split('/').filter((segment) => segment !== '')
  const resource = RESOURCES[(segments[0] ?? '').toLowerCase()]
  if (!resource) return undefined
  for (const [pattern, scope, handlers] of ROUTES) {
    const params = matched(pattern.split('/'), [resource, ...segments.slice(1)])
    if (params) return { scope: scope || (SCOPES[resource] ?? ''), handlers, params: { ...params, resource } }
  }
  return undefined
}

/** The granular scope of each resource (since 2 March 2026); writing needs it without `.read`. */
const SCOPES: Record<string, string> = {
  Accounts: 'accounting.settings',
  TaxRates: 'accounting.settings',
  Organisation: 'accounting.settings',
  Currencies: 'accounting.settings',
  BrandingThemes: 'accounting.settings',
  TrackingCategories: 'accounting.settings',
  Users: 'accounting.settings',
  InvoiceReminders: 'accounting.settings',
  Contacts: 'accounting.contacts',
  Invoices: 'accounting.invoices',
  CreditNotes: 'accounting.invoices',
  Payments: 'accounting.payments',
  BatchPayments: 'accounting.payments',
  Overpayments: 'accounting.payments',
  Prepayments: 'accounting.payments',
  BankTransactions: 'accounting.banktransactions',
}

const SINGULARS: Record<string, string> = { Currencies: 'currency', TrackingCategories: 'trackingcategory' }

/** Clients write /Organisation and /Organisations, /Invoice and /Invoices, in any case. */
const RESOURCES: Record<string, string> = Object.fromEntries(
  Object.keys(SCOPES).flatMap((name) => {
    const singular = SINGULARS[name] ?? name.replace(/s$/, '')
    return [name, singular, `${singular}s`].map((each) => [each.toLowerCase(), name])
  }),
)

type Row = [pattern: string, scope: string, handlers: Partial<Record<string, Handler>>]

/** An empty scope means the one of the resource. `:x` matches any one segment. */
const ROUTES: Row[] = [
  ['Contacts', '', { GET: listContacts, PUT: putContacts, POST: postContacts }],
  ['Contacts/:id', '', { GET: getContact, POST: postContact }],
  ['Invoices', '', { GET: listInvoices, PUT: putInvoices, POST: postInvoices }],
  ['Invoices/:id', '', { GET: getInvoice, POST: postInvoice }],
  ['Invoices/:id/OnlineInvoice', '', { GET: getOnlineInvoice }],
  ['Invoices/:id/Email', '', { POST: emailInvoice }],
  ['CreditNotes', '', { GET: listCreditNotes, PUT: putCreditNotes, POST: postCreditNotes }],
  ['CreditNotes/:id', '', { GET: getCreditNote, POST: postCreditNote }],
  ['Payments', '', { GET: listPayments, PUT: putPayments, POST: putPayments }],
  ['Payments/:id', '', { GET: getPayment, POST: postPayment }],
  ['BatchPayments', '', { GET: listBatchPayments, PUT: putBatchPayments, POST: postBatchPayments }],
  ['BatchPayments/:id', '', { GET: getBatchPayment, POST: postBatchPayments }],
  ['BankTransactions', '', { GET: listBankTransactions, PUT: putBankTransactions, POST: postBankTransactions }],
  ['BankTransactions/:id', '', { GET: getBankTransaction, POST: postBankTransactions }],
  ['Overpayments', '', { GET: listOnAccount }],
  ['Overpayments/:id', '', { GET: getOnAccount }],
  ['Prepayments', '', { GET: listOnAccount }],
  ['Prepayments/:id', '', { GET: getOnAccount }],
  [':resource/:id/Allocations', '', { PUT: putAllocations, POST: putAllocations }],
  [':resource/:id/Allocations/:allocationId', '', { DELETE: deleteAllocation }],
  ['Accounts', '', { GET: listAccounts, PUT: putAccounts }],
  ['Accounts/:id', '', { GET: getAccount, POST: postAccount, DELETE: deleteAccount }],
  ['TaxRates', '', { GET: listTaxRates, PUT: putTaxRates }],
  ['TaxRates/:id', '', { GET: listTaxRates }],
  ['Currencies', '', { GET: listCurrencies }],
  ['BrandingThemes', '', { GET: listBrandingThemes }],
  ['TrackingCategories', '', { GET: listTrackingCategories, PUT: putTrackingCategories }],
  ['Users', '', { GET: listUsers }],
  ['Organisation', '', { GET: getOrganisation }],
  ['Organisation/Actions', '', { GET: getActions }],
  ['InvoiceReminders/Settings', '', { GET: getInvoiceReminders }],
  [':resource/:id/History', '', { GET: getHistory, PUT: putHistory }],
  [':resource/:id/Attachments', 'accounting.attachments', { GET: listAttachments }],
  [':resource/:id/Attachments/:file', 'accounting.attachments', { GET: getAttachment, PUT: putAttachment, POST: putAttachment }],
]

function matched(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = segment
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined
  }
  return params
}
