import type { Includable, Lane, ProviderName } from '../domain/entities.ts'

/*
 * The names and input types that starters of workflows know: queues, ids, signals, inputs. Names are for ever (law 11). Payloads carry ids and counts only (law 6).
 */

export const SYNC_QUEUE = 'sync'
/** The queue of one provider's activities. */
export const providerQueue = (provider: ProviderName): string => `provider-${provider}`

export const workflowTypes = {
  connection: 'connection',
  syncRun: 'syncRun',
  requestSync: 'requestSync',
  reconcile: 'reconcile',
  watch: 'watch',
  deliver: 'deliver',
} as const

/** The mailbox of a connection. */
export const connectionWorkflowId = (connectionId: string): string => `connection:${connectionId}`
export const syncRunWorkflowId = (syncRunId: string): string => `sync-run:${syncRunId}`
export const reconcileWorkflowId = (tieOutId: string): string => `reconcile:${tieOutId}`
export const reconcileScheduleId = (connectionId: string): string => `reconcile:${connectionId}`
export const WATCH_SCHEDULE_ID = 'watch'
export const deliverWorkflowId = (deliveryId: string): string => `deliver:${deliveryId}`

/** A batch says up to here how many writes are left to claim: counting all of a long step after each of its batches would cost more than the batches. */
export const COUNTED_TO_CLAIM = 200

/** Rings the mailbox: the row in `sync_requests` is the truth. */
export const REQUEST_SIGNAL = 'request'
export interface RequestSignal {
  requestId: string
  lane: Lane
}

/** Ends a run after its current batch. */
export const STOP_SIGNAL = 'stop'

export interface ConnectionInput {
  companyId: string
  connectionId: string
  provider: ProviderName
  /** Requests carried over by continue-as-new. */
  waiting?: Record<Lane, string[]>
  /** Milliseconds; absent: 20 s idle, 300 ms gathering. */
  pace?: { idle: number; gather: number }
}

export interface SyncRunInput {
  companyId: string
  connectionId: string
  provider: ProviderName
  syncRunId: string
  lane: Lane
  mode: 'sync' | 'preview'
  include: Includable[]
  /** Batches after which the run continues as new; far below Temporal's limits. */
  batchesPerExecution?: number
  /** Set by continue-as-new: the stages before the push are done. */
  resumeAtStep?: number
}

export interface RequestSyncInput {
  companyId: string
  connectionId: string
}

export interface ReconcileInput {
  companyId: string
  connectionId: string
  provider: ProviderName
  tieOutId: string
}

export interface DeliverInput {
  companyId: string
  deliveryId: string
}

/** The search attributes that support people filter by in the Temporal UI. */
export const searchAttributes = { company: 'CompanyId', connection: 'ConnectionId', provider: 'Provider', status: 'SyncStatus' } as const
