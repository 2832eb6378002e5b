import {
  ActivityFailure,
  ChildWorkflowFailure,
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import { lanes, type Lane } from '../domain/entities.ts'
import {
  type ConnectionInput,
  REQUEST_SIGNAL,
  type RequestSignal,
  reconcileWorkflowId,
  syncRunWorkflowId,
  workflowTypes,
} from './contract.ts'
import { ledger } from './proxies.ts'
import { runAttributes } from './run-attributes.ts'

/** How long an idle mailbox waits for the next ring before it ends. */
const IDLE_MS = 20_000
/**
 * How long a ring waits for more of the same lane, so that a burst of saved documents becomes one run. A person waits for express, and what
 * comes while its run goes on gathers by itself for the next.
 */
const GATHER_MS = { express: 100, bulk: 300 } as const satisfies Record<Lane, number>

/** A child outlives its mailbox, and one run is carried out once: a request handed out a second time finds its run begun or over. */
const childOptions = { parentClosePolicy: ParentClosePolicy.ABANDON, workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const

export const requestSignal = defineSignal<[RequestSignal]>(REQUEST_SIGNAL)

/**
 * The mailbox of one connection: at most one child per lane, awake only when needed. A ring only rings; the rows in the ledger say
 * what is wanted. The shape is exact: between the last look at what waits and the return nothing is awaited, or rings are lost.
 */
export async function connection(input: ConnectionInput): Promise<void> {
  const waiting: Record<Lane, string[]> = input.waiting ?? { express: [], bulk: [] }
  const running: Record<Lane, boolean> = { express: false, bulk: false }
  let takings = 0
  setHandler(requestSignal, ({ requestId, lane }) => void waiting[lane].push(requestId))

  for (;;) {
    for (const lane of lanes) if (mayStart(lane)) void serve(lane)
    if (running.express || running.bulk) {
      await condition(() => lanes.some(mayStart) || !(running.express || running.bulk))
      continue
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof connection>({ ...input, waiting })
    }
    await condition(waits, input.pace?.idle ?? IDLE_MS)
    if (!waits()) return
  }

  /** Also a ring that may not start here any more, because the mailbox has grown too old while it was idle: the next execution serves it. */
  function waits(): boolean {
    return lanes.some((lane) => waiting[lane].length > 0)
  }

  function mayStart(lane: Lane): boolean {
    if (running[lane] || waiting[lane].length === 0) return false
    // While draining for continue-as-new, express may start only as long as bulk runs; what waits is carried over.
    return !workflowInfo().continueAsNewSuggested || (lane === 'express' && running.bulk)
  }

  async function serve(lane: Lane): Promise<void> {
    const rings = waiting[lane].splice(0).length
    running[lane] = true
    setCurrentDetails(`${lane}: serving ${rings} ring(s)`)
    try {
      await sleep(input.pace?.gather ?? GATHER_MS[lane])
      waiting[lane].splice(0)
      await carryOut(input, lane, `${workflowInfo().runId}/${++takings}`)
    } catch (failure) {
      if (!(failure instanceof ActivityFailure || failure instanceof ChildWorkflowFailure)) throw failure
      // The child has written down what stopped it; what it did not reach stays due.
      log.warn('a run of this mailbox failed', { lane })
    } finally {
      running[lane] = false
      setCurrentDetails('idle')
    }
  }
}

/** Takes what waits in the lane and runs it, one after the other. */
async function carryOut(input: ConnectionInput, lane: Lane, takenBy: string): Promise<void> {
  const { companyId, connectionId, provider } = input
  const executions = await ledger.ledgerTakeRequests({ companyId, connectionId, lane, takenBy })
  for (const execution of executions) {
    try {
      if (execution.form === 'run') await runChild(input, lane, execution)
      else
        await executeChild(workflowTypes.reconcile, {
          workflowId: reconcileWorkflowId(execution.tieOutId),
          args: [{ companyId, connectionId, provider, tieOutId: execution.tieOutId }],
          ...childOptions,
          searchAttributes: runAttributes(input, 'Queued'),
          staticSummary: 'tie-out',
        })
    } catch (failure) {
      if (isAlreadyStarted(failure) || failure instanceof ChildWorkflowFailure) log.warn('a child did not end well', { lane })
      else throw failure
    }
  }
}

function runChild(
  input: ConnectionInput,
  lane: Lane,
  { syncRunId, mode, include }: { syncRunId: string; mode: 'sync' | 'preview'; include: string[] },
): Promise<unknown> {
  const { companyId, connectionId, provider } = input
  return executeChild(workflowTypes.syncRun, {
    workflowId: syncRunWorkflowId(syncRunId),
    args: [{ companyId, connectionId, provider, syncRunId, lane, mode, include }],
    ...childOptions,
    searchAttributes: runAttributes(input, 'Queued'),
    staticSummary: `${mode} · ${lane} · ${include.join(', ')}`,
    priority: { priorityKey: lane === 'express' ? 1 : 3, fairnessKey: companyId },
  })
}

/** A run that an earlier mailbox left running: it goes on by itself. */
const isAlreadyStarted = (failure: unknown): boolean => failure instanceof Error && failure.name === 'WorkflowExecutionAlreadyStartedError'
