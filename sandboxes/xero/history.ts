import { randomUUID } from 'node:crypto'
import { type Answer, type Call, elements, ok } from './call.ts'
import { filled } from './element.ts'
import { apiException, NotFound, RequestRefused } from './refusal.ts'
import { envelope, msMoment, validationErrors } from './wire.ts'

/** Writes a line into the history of a record. */
export function note(call: Pick<Call, 'books' | 'now'>, recordId: string, changes: string, details: string): void {
  call.books.history.put({ id: randomUUID(), recordId, changes, details, user: 'System Generated', at: call.now })
}

/** GET …/History, newest first. */
export function getHistory(call: Call): Answer {
  const records = call.books.history.find('record', recordOf(call)).toReversed()
  return answer(
    call,
    records.map((each) => ({ Changes: each.changes, ...timesOf(each.at), User: each.user, Details: each.details })),
  )
}

/** PUT …/History {HistoryRecords: [{Details}]}: a note of up to 2,500 characters. */
export function putHistory(call: Call): Answer {
  refuseUnsupported(call)
  const recordId = recordOf(call)
  const details = elements(call, 'HistoryRecords').map((each) => filled(each, 'Details') ?? '')
  if (details.some((each) => each === '' || each.length > 2500)) {
    throw new RequestRefused(400, apiException(10, 'ValidationException', 'History note details must have between 1 and 2500 characters'))
  }
  for (const each of details) note(call, recordId, 'Note', each)
  return answer(
    call,
    details.map((Details) => ({ ...timesOf(call.now), Details, ValidationErrors: [] })),
  )
}

/** The schema says of these: "Unsupported - return response incorrect exception, API is not able to create HistoryRecord". */
const WITHOUT_NOTES = ['Overpayments', 'Prepayments', 'Payments']

function refuseUnsupported(call: Call): void {
  if (!WITHOUT_NOTES.includes(call.params['resource'] ?? '')) return
  const ValidationErrors = validationErrors(['The document with the supplied id was not found for this endpoint.'])
  const Elements = elements(call, 'HistoryRecords').map((each) => ({
    ...timesOf(call.now),
    Details: filled(each, 'Details'),
    ValidationErrors,
  }))
  throw new RequestRefused(400, { ...apiException(10, 'ValidationException', 'A validation exception occurred'), Elements })
}

function answer(call: Call, HistoryRecords: unknown[]): Answer {
  return ok(envelope(call.now, call.appName, { HistoryRecords }))
}

const timesOf = (at: number) => ({ DateUTCString: new Date(at).toISOString().slice(0, 19), DateUTC: msMoment(at) })

/** The record of the path must exist on the shelf that the path names. */
export function recordOf(call: Call): string {
  const id = (call.params['id'] ?? '').toLowerCase()
  const shelf = SHELF[call.params['resource'] ?? '']
  const found = shelf && call.books[shelf].get(id)
  if (!found) throw new NotFound()
  return found.id
}

const SHELF: Record<string, (typeof SHELVES)[number]> = {
  Contacts: 'contacts',
  Invoices: 'invoices',
  CreditNotes: 'creditNotes',
  Overpayments: 'overpayments',
  Prepayments: 'prepayments',
  Payments: 'payments',
  BatchPayments: 'batchPayments',
  BankTransactions: 'bankTransactions',
  Accounts: 'accounts',
}

const SHELVES = [
  'contacts',
  'invoices',
  'creditNotes',
  'overpayments',
  'prepayments',
  'payments',
  'batchPayments',
  'bankTransactions',
  'accounts',
] as const
