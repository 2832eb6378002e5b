import type { Connection, DocumentRow, ProblemRecord, SyncRun } from '../../api/contract.ts'
import type { Told } from './outcome-words.ts'

/** The light of a connection. */
export const connectionWords = {
  consenting: { words: 'Sign-in not finished', color: 'yellow' },
  choosing: { words: 'Choose the organisation', color: 'yellow' },
  ready: { words: 'Connected', color: 'teal' },
  'needs-attention': { words: 'Needs attention', color: 'red' },
  'needs-permission': { words: 'Needs permission', color: 'red' },
  paused: { words: 'Paused: nothing is sent', color: 'gray' },
  disconnected: { words: 'Disconnected', color: 'gray' },
} as const satisfies Record<Connection['state'], Told>

/** How the organisation accounts for VAT. */
export const vatSchemeWords = {
  standard: 'Standard',
  cash: 'Cash accounting',
  flatRate: 'Flat rate',
  flatRateCash: 'Flat rate, on cash',
  none: 'Not registered',
} as const satisfies Record<NonNullable<NonNullable<Connection['organisation']>['vatScheme']>, string>

/** Where a run is. */
export const runWords = {
  Queued: { words: 'Waits to start', color: 'gray' },
  Running: { words: 'Running', color: 'ink' },
  Waiting: { words: 'Waiting', color: 'yellow' },
  NeedsAttention: { words: 'Needs attention', color: 'yellow' },
  Done: { words: 'Done', color: 'teal' },
  Failed: { words: 'Failed', color: 'red' },
} as const satisfies Record<SyncRun['status'], Told>

/** A run that has ended says so by the moment; its status alone may still need attention while it goes on. */
export const isOver = (run: { status: SyncRun['status']; finishedAt: string | null }): boolean =>
  run.finishedAt !== null || run.status === 'Done' || run.status === 'Failed'

/** Where a document stands. */
export const documentWords = {
  waiting: { words: 'Waiting to go', color: 'yellow' },
  inFlight: { words: 'On its way', color: 'ink' },
  inBooks: { words: 'In the books', color: 'teal' },
  problem: { words: 'Problem', color: 'red' },
  held: { words: 'Held', color: 'gray' },
  notDue: { words: 'Not due', color: 'gray' },
} as const satisfies Record<DocumentRow['status'], Told>
export const documentStatuses = Object.keys(documentWords) as DocumentRow['status'][]

/** Who mends a problem. */
export const remedyWords = {
  wait: 'Mends itself',
  reconnect: 'Sign in again',
  settings: 'Settings or an answer',
  document: 'The record in your job software',
  books: 'The accounting package',
  report: 'Support',
} as const satisfies Record<ProblemRecord['remedy'], string>

type Stage = NonNullable<SyncRun['stage']>
/** The stages of a run, in order. */
export const stageWords = {
  open: 'Checking the connection',
  codes: 'Reading codes',
  mirror: 'Reading what has changed in {provider}',
  match: 'Matching customers',
  plan: 'Deciding what to send',
  push: 'Sending',
  confirm: 'Checking the totals',
  close: 'Finishing',
} as const satisfies Record<Stage, string>
