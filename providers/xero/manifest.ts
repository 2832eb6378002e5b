import type { Operation } from '../../domain/entities.ts'
import type { Manifest } from '../contract.ts'
import { deepLink } from './deep-link.ts'

/** Everything about Xero that is data. */
export const manifest: Manifest = {
  name: 'xero',
  label: 'Xero',
  bookUrl: 'https://go.xero.com',
  signIn: 'oauth2',
  // All in the first consent: scopes cannot be widened on a token (reference xero.md 1). Bank transactions make the over-payments.
  scopes: [
    'openid',
    'profile',
    'email',
    'offline_access',
    'accounting.settings.read',
    'accounting.contacts',
    'accounting.invoices',
    'accounting.payments',
    'accounting.banktransactions',
  ],
  scopeVersion: 1,
  limits: {
    perMinute: 60,
    perMinuteSpent: 58,
    reservedForExpress: 2,
    perDay: 5_000,
    concurrent: 5,
    writers: 'any',
    source: 'developer.xero.com /faq/limits, read November 2026: 5 at once, 60 a minute and 5,000 a day per organisation',
  },
  batch: batchSizes(),
  // The page on limits names 10 MB and 3.5 MB; the smaller holds in both readings (reference xero.md 3).
  maxRequestBytes: 3_500_000,
  settle: {
    sendBy: 2_000,
    requestTimeout: 60_000,
    network: 5_000,
    longestRequest: 100_000,
    visibilityLag: 10_000,
    source:
      'Xero names no longest request (reference xero.md 10: 504 is not documented): 100 s is the usual idle limit of its gateway, and reads are from the same store as writes; our judgement, November 2026',
  },
  unsupported: {},
  editableAfterPayment: ['reference', 'dueDate', 'number', 'url', 'description', 'nominalCode', 'tracking'],
  numberMaxLength: 255,
  referenceMaxLength: 255,
  rounding: 'perLine',
  deepLink,
}

/** About 50 elements a request are advised (reference xero.md 3); allocations and removals are one record each, so one a request. */
function batchSizes(): Record<Operation, number> {
  return {
    createCustomer: 50,
    updateCustomer: 50,
    archiveCustomer: 50,
    createInvoice: 50,
    updateInvoice: 50,
    voidInvoice: 50,
    deleteDraft: 50,
    createCredit: 50,
    receipt: 50,
    onAccount: 50,
    allocateCredit: 1,
    allocateOnAccount: 1,
    unallocate: 1,
    refund: 50,
    reverseReceipt: 1,
  }
}
