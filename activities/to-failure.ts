import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import { errors, SyncError, type Remedy } from '../domain/errors.ts'

/** A bug is tried again this often: a restart of something may cure it; then the run ends and support is told. */
const ATTEMPTS_FOR_BUGS = 5

const retries = {
  wait: true,
  reconnect: false,
  settings: false,
  document: false,
  books: false,
  report: false,
} as const satisfies Record<Remedy, boolean>

/**
 * The one place where an error becomes Temporal's: the type is our code, the remedy decides whether it is tried again, and what the other
 * side said about waiting becomes the next delay, so that no worker slot is held. No detail goes along: histories carry no names or amounts.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error
  if (error instanceof SyncError) return syncFailure(error)
  if (isDatabaseAway(error)) return syncFailure(new SyncError('DATABASE_UNAVAILABLE', { cause: error }))
  const type = error instanceof Error ? error.name : typeof error
  return ApplicationFailure.create({
    type: 'INTERNAL',
    message: `INTERNAL: ${type}`,
    nonRetryable: Context.current().info.attempt >= ATTEMPTS_FOR_BUGS,
  })
}

function syncFailure(error: SyncError): ApplicationFailure {
  const wait = errors[error.code].remedy === 'wait'
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !retries[errors[error.code].remedy],
    ...(wait ? { category: ApplicationFailureCategory.BENIGN } : {}),
    ...(error.retryAfterSeconds === undefined ? {} : { nextRetryDelay: Math.ceil(error.retryAfterSeconds * 1000) }),
  })
}

/** PostgreSQL's class 08 (connection), 57P (shutdown), 53 (resources), 40 (a transaction rolled back to let another go), and the socket's own words. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(08|57P|53|40)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /Connection terminated/.test(error.message)
  )
}
