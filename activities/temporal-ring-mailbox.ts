import { TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common'
import type { Lane } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import { readConnection } from '../ledger/connections.ts'
import { inCompany } from '../ledger/database.ts'
import {
  type ConnectionInput,
  REQUEST_SIGNAL,
  type RequestSignal,
  SYNC_QUEUE,
  connectionWorkflowId,
  searchAttributes,
  workflowTypes,
} from '../workflows/contract.ts'
import type { Deps } from './deps.ts'

/** Wakes the mailbox of a connection, starting it where it sleeps. A workflow cannot signal-with-start, so an activity does. */
export const temporalRingMailbox =
  ({ ledger, temporal }: Deps) =>
  async ({
    companyId,
    connectionId,
    lane,
    requestId = 'ring',
  }: {
    companyId: string
    connectionId: string
    lane: Lane
    requestId?: string
  }): Promise<void> => {
    const connection = await inCompany(ledger, companyId, (scope) => readConnection(scope, connectionId))
    if (!connection) throw new SyncError('NOT_FOUND')
    const keyword = (name: string, value: string) => ({ key: defineSearchAttributeKey(name, 'KEYWORD'), value })
    await temporal.workflow.signalWithStart(workflowTypes.connection, {
      workflowId: connectionWorkflowId(connectionId),
      taskQueue: SYNC_QUEUE,
      args: [{ companyId, connectionId, provider: connection.provider } satisfies ConnectionInput],
      signal: REQUEST_SIGNAL,
      signalArgs: [{ requestId, lane } satisfies RequestSignal],
      typedSearchAttributes: new TypedSearchAttributes([
        keyword(searchAttributes.company, companyId),
        keyword(searchAttributes.connection, connectionId),
        keyword(searchAttributes.provider, connection.provider),
      ]),
      staticSummary: `Mailbox of a ${connection.provider} connection`,
    })
  }
