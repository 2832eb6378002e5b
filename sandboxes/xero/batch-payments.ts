import { randomUUID } from 'node:crypto'
import { sum } from './arithmetic.ts'
import { batchAnswer, type BatchWrite } from './batch.ts'
import { batchPaymentShape } from './batch-payment-shape.ts'
import { type Answer, type Call, elements, ok, today } from './call.ts'
import { echo } from './echo.ts'
import { day, type Element, filled, list } from './element.ts'
import { listAnswer } from './listing.ts'
import { accountProblem, createPayment, dateProblems, deletePayment, moneyAccount } from './payment-write.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { BatchPayment, Payment } from './rows.ts'
import { envelope, ZERO_GUID } from './wire.ts'

/** GET /BatchPayments: an unpaged list in the schema. */
export function listBatchPayments(call: Call): Answer {
  return listAnswer(call, {
    name: 'BatchPayments',
    rows: call.books.batchPayments.all(),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: {
      BatchPaymentID: (row) => row.id,
      Status: (row) => row.status,
      Type: (row) => row.type,
      Date: (row) => Date.parse(row.date),
      Reference: (row) => row.reference,
      TotalAmount: (row) => row.total / 100,
      IsReconciled: (row) => row.isReconciled,
      UpdatedDateUTC: (row) => row.updatedAt,
      'Account.AccountID': (row) => row.accountId,
    },
    full: (row) => batchPaymentShape(call.books, row),
    paged: true,
  })
}

/** GET /BatchPayments/{BatchPaymentID}. */
export function getBatchPayment(call: Call): Answer {
  const shape = batchPaymentShape(call.books, found(call, call.params['id']))
  return ok(envelope(call.now, call.appName, { BatchPayments: [shape] }))
}

/** PUT /BatchPayments: one amount on the bank statement, paying several invoices of one side. */
export function putBatchPayments(call: Call): Answer {
  return batchAnswer(call, { ...BATCH, write: (element) => ({ json: batchPaymentShape(call.books, createBatch(call, element)) }) })
}

/** POST /BatchPayments {BatchPaymentID, Status: DELETED} and POST /BatchPayments/{id} {Status: DELETED}. */
export function postBatchPayments(call: Call): Answer {
  return batchAnswer(
    call,
    {
      ...BATCH,
      write: (element) => {
        const batch = found(call, call.params['id'] ?? filled(element, 'BatchPaymentID'))
        refuseIf([filled(element, 'Status')?.toUpperCase() !== 'DELETED' && 'Batch payments cannot be modified, only deleted'], batch.id)
        return { json: batchPaymentShape(call.books, deleteBatch(call, batch)) }
      },
    },
    elements(call, 'BatchPayments'),
  )
}

const BATCH: Omit<BatchWrite, 'write'> = {
  name: 'BatchPayments',
  errorFlag: 'HasValidationErrors',
  refused: (element, refusal) => ({ ...echo(element), BatchPaymentID: refusal.existingId ?? ZERO_GUID }),
}

function createBatch(call: Call, element: Element): BatchPayment {
  const given = list(element, 'Payments') ?? []
  const account = moneyAccount(call, element)
  const date = day(element, 'Date') ?? today(call)
  refuseIf([
    given.length === 0 && 'A batch payment must have at least one payment',
    accountProblem(account),
    account !== undefined && account.type !== 'BANK' && 'A batch payment must be made from or to a bank account',
    ...dateProblems(call, date, 'payment'),
    ...LENGTHS.map(
      ([name, most]) =>
        (filled(element, name)?.length ?? 0) > most && `The field ${name} must be a string with a maximum length of ${most}`,
    ),
  ])
  const batchPaymentId = randomUUID()
  const payments = given.map((each) => createPayment(call, each, { batchPaymentId, account, date }))
  return call.books.batchPayments.put({
    id: batchPaymentId,
    type: sideOf(call, payments),
    status: 'AUTHORISED',
    accountId: account?.id ?? '',
    date,
    reference: filled(element, 'Reference'),
    particulars: filled(element, 'Particulars'),
    code: filled(element, 'Code'),
    details: filled(element, 'Details'),
    narrative: filled(element, 'Narrative'),
    total: sum(payments.map((payment) => payment.amount)),
    isReconciled: false,
    updatedAt: call.now,
  })
}

/** Details ≤ 18, Code and Particulars ≤ 12, Reference ≤ 255, Narrative ≤ 18. */
const LENGTHS: [string, number][] = [
  ['Details', 18],
  ['Narrative', 18],
  ['Code', 12],
  ['Particulars', 12],
  ['Reference', 255],
]

function sideOf(call: Call, payments: Payment[]): BatchPayment['type'] {
  const types = new Set(payments.map((payment) => call.books.invoices.get(payment.documentId)?.type))
  refuseIf([(types.size !== 1 || types.has(undefined)) && 'A batch payment can only pay invoices, or only bills'])
  return types.has('ACCREC') ? 'RECBATCH' : 'PAYBATCH'
}

function deleteBatch(call: Call, batch: BatchPayment): BatchPayment {
  refuseIf(
    [
      batch.status === 'DELETED' && 'The batch payment has already been deleted',
      batch.isReconciled && call.quirks.reconciledPayments === 'kept' && 'The batch payment is reconciled and cannot be deleted',
    ],
    batch.id,
  )
  const standing = call.books.payments.find('batch', batch.id).filter((payment) => payment.status === 'AUTHORISED')
  for (const payment of standing) deletePayment(call, payment, true)
  return call.books.batchPayments.put({ ...batch, status: 'DELETED', updatedAt: call.now })
}

function found(call: Call, id: string | undefined): BatchPayment {
  const batch = call.books.batchPayments.get(id?.toLowerCase())
  if (!batch) throw new NotFound()
  return batch
}
