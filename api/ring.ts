import type { Client } from '@temporalio/client'
import { defineSearchAttributeKey, type SearchAttributePair, TypedSearchAttributes } from '@temporalio/common'
import type { Logger } from 'pino'
import type { Lane, ProviderName } from '../domain/entities.ts'
import {
  type ConnectionInput,
  connectionWorkflowId,
  REQUEST_SIGNAL,
  type RequestSignal,
  STOP_SIGNAL,
  searchAttributes,
  SYNC_QUEUE,
  syncRunWorkflowId,
  workflowTypes,
} from '../workflows/contract.ts'

/** A request of the ledger whose mailbox is to be rung. */
export interface Ring {
  companyId: string
  connectionId: string
  provider: ProviderName
  requestId: string
  lane: Lane
}

/** Rings the mailboxes of connections. The row in the ledger is the truth: a ring that fails is logged, and the watch finds the row. */
export interface Mailbox {
  ring(ring: Ring): Promise<void>
  /** Asks a run to stop after its current batch. */
  stop(syncRunId: string): Promise<void>
}

/** The mailboxes behind a Temporal server. */
export function openMailbox(temporal: Client, log: Logger): Mailbox {
  return {
    ring: (ring) =>
      logged(log, { requestId: ring.requestId }, () =>
        temporal.workflow.signalWithStart(workflowTypes.connection, {
          workflowId: connectionWorkflowId(ring.connectionId),
          taskQueue: SYNC_QUEUE,
          args: [{ companyId: ring.companyId, connectionId: ring.connectionId, provider: ring.provider } satisfies ConnectionInput],
          signal: REQUEST_SIGNAL,
          signalArgs: [{ requestId: ring.requestId, lane: ring.lane } satisfies RequestSignal],
          typedSearchAttributes: attributesOf(ring),
          staticSummary: `Mailbox of a ${ring.provider} connection`,
        }),
      ),
    stop: (syncRunId) => logged(log, { syncRunId }, () => temporal.workflow.getHandle(syncRunWorkflowId(syncRunId)).signal(STOP_SIGNAL)),
  }
}

/** Not an error of the caller's: what was asked for is written down, and `watch` rings again within minutes. */
async function logged(log: Logger, ids: Record<string, string>, call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    log.error({ ...ids, err: error, code: 'TEMPORAL_UNAVAILABLE' }, 'a mailbox could not be rung; the watch will')
  }
}

function attributesOf({ companyId, connectionId, provider }: Ring): TypedSearchAttributes {
  const keyword = (name: string, value: string): SearchAttributePair => ({ key: defineSearchAttributeKey(name, 'KEYWORD'), value })
  return new TypedSearchAttributes([
    keyword(searchAttributes.company, companyId),
    keyword(searchAttributes.connection, connectionId),
    keyword(searchAttributes.provider, provider),
  ])
}
