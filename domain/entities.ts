/**
 * The lists of the field as plain data, and their types. No zod, so that rules and workflows may load this file.
 * Names in here are wire format (law 11): they stand in rows, events and histories, and are never renamed.
 */

export const documentKinds = ['customer', 'invoice', 'credit', 'payment'] as const
/** A kind of record that the host keeps and we push. */
export type DocumentKind = (typeof documentKinds)[number]

export const providerNames = ['xero'] as const
/** The accounting packages we translate for; a new name here asks for a folder of its own. */
export type ProviderName = (typeof providerNames)[number]

export const operations = [
  'createCustomer',
  'updateCustomer',
  'archiveCustomer',
  'createInvoice',
  'updateInvoice',
  'voidInvoice',
  'deleteDraft',
  'createCredit',
  'receipt',
  'onAccount',
  'allocateCredit',
  'allocateOnAccount',
  'unallocate',
  'refund',
  'reverseReceipt',
] as const
/** One thing that can be done in the books with one document. */
export type Operation = (typeof operations)[number]

/** Which kind of document an operation belongs to. */
export const operationKind = {
  createCustomer: 'customer',
  updateCustomer: 'customer',
  archiveCustomer: 'customer',
  createInvoice: 'invoice',
  updateInvoice: 'invoice',
  voidInvoice: 'invoice',
  deleteDraft: 'invoice',
  createCredit: 'credit',
  receipt: 'payment',
  onAccount: 'payment',
  allocateCredit: 'credit',
  allocateOnAccount: 'payment',
  unallocate: 'payment',
  refund: 'payment',
  reverseReceipt: 'payment',
} as const satisfies Record<Operation, DocumentKind>

export const outcomes = ['pushed', 'adopted', 'updated', 'voided', 'skipped', 'waiting', 'held', 'asked', 'failed'] as const
/** What became of one document in one sync run. */
export type Outcome = (typeof outcomes)[number]

export const stages = ['open', 'codes', 'mirror', 'match', 'plan', 'push', 'confirm', 'close'] as const
/** A stage of a sync run, in order. */
export type Stage = (typeof stages)[number]

/**
 * The steps of the push stage, in the order a bookkeeper enters them (accounting rule 1): receipts before credit allocations,
 * because credits first would make real payments larger than what is open. Write-offs come last, when all else that can settle an invoice has (rule 6).
 */
export const pushSteps = [
  'customers',
  'invoices',
  'credits',
  'receipts',
  'statedAllocations',
  'impliedAllocations',
  'refunds',
  'writeOffs',
] as const
export type PushStep = (typeof pushSteps)[number]

export const lanes = ['express', 'bulk'] as const
/** `express`: a few documents and a person waits; `bulk`: everything that is due. */
export type Lane = (typeof lanes)[number]

/** A run of up to this many documents goes by the express lane. */
export const EXPRESS_DOCUMENTS = 20

export const includables = ['codes', 'customersIn', 'customersOut', 'invoices', 'credits', 'payments', 'paymentsIn'] as const
/** What a person can tick for one Save & Sync. */
export type Includable = (typeof includables)[number]
/** What a run includes that only reads what the books say has changed; nothing is sent for it. */
export const readOnlyIncludes = ['customersIn', 'paymentsIn'] as const satisfies Includable[]

export const syncStatuses = ['Queued', 'Running', 'Waiting', 'NeedsAttention', 'Done', 'Failed'] as const
/** State of a run, as the search attribute in the Temporal UI shows it. */
export type SyncStatus = (typeof syncStatuses)[number]

export const connectionStates = [
  'consenting',
  'choosing',
  'ready',
  'needs-attention',
  'needs-permission',
  'paused',
  'disconnected',
] as const
export type ConnectionState = (typeof connectionStates)[number]

export const documentStatuses = ['waiting', 'inFlight', 'inBooks', 'problem', 'held', 'notDue'] as const
/** Where a document stands, as the host reads it. */
export type DocumentStatus = (typeof documentStatuses)[number]

export const treatments = ['standard', 'reduced', 'zero', 'exempt', 'outsideScope', 'reverseCharge', 'export'] as const
/** What a tax code means on a VAT return (accounting rule 18): 0 % alone is five different boxes. */
export type Treatment = (typeof treatments)[number]

export const bookStates = ['draft', 'submitted', 'inLedger', 'void'] as const
/** State of a record in the books, in one word for every provider. */
export type BookState = (typeof bookStates)[number]

export const envelopeStates = ['written', 'sent', 'unknown', 'settled'] as const
/** `written`: committed, not sent. `sent`: may be on its way. `unknown`: to be looked up. `settled`: its outcome is known. Forward only, but for `sent → written` when the provider provably did not take it (401, 403, 429). */
export type EnvelopeState = (typeof envelopeStates)[number]

export const mirrorKinds = ['contacts', 'invoices', 'credits', 'payments', 'onAccount'] as const
/** The kinds of record that the mirror reads from the books, each with a cursor. */
export type MirrorKind = (typeof mirrorKinds)[number]

/**
 * What a link stands for: the document itself, the part of a receipt that is money on account, the credit that writes off the rest of an invoice, or one allocation.
 */
export type LinkPart = 'main' | 'onAccount' | 'writeOff' | `allocation:${string}`

/** Age limits of law 10, in minutes: past them a state is a problem. */
export const ageLimitMinutes = {
  claimed: 15,
  sent: 60,
  question: 7 * 24 * 60,
  awaitingApproval: 14 * 24 * 60,
} as const

export const automationNames = ['invoiceReminders', 'ownNumbers'] as const
/** Something that an accounting package does by itself beside what we send (accounting rule 44): e-mails customers about overdue invoices, numbers what comes without a number. */
export type AutomationName = (typeof automationNames)[number]
export const automationStates = ['on', 'off', 'unknown'] as const
export type AutomationState = (typeof automationStates)[number]

export const eventTypes = [
  'connection.connected',
  'connection.needs-attention',
  'connection.disconnected',
  'codes.changed',
  'mapping.broken',
  'sync-run.started',
  'sync-run.finished',
  'document.waiting',
  'document.in-books',
  'document.updated',
  'document.problem',
  'document.resolved',
  'document.changed-in-books',
  'document.voided-in-books',
  'payment.received-in-books',
  'invoice.settled',
  'customer.offered',
  'customer.changed-in-books',
  'customer.merged-in-books',
  'match.asked',
  'match.decided',
  'preview.ready',
  'tie-out.finished',
  'entitlement.ending',
] as const
/** What the host can be told (accounting.md section 6). */
export type EventType = (typeof eventTypes)[number]
