import { documentsOf } from './books.ts'
import { type Answer, type Call, ok } from './call.ts'
import { creditShape, LISTED, THIN, WRITTEN } from './document-shape.ts'
import { documentFields, unitdpOf } from './invoices.ts'
import { commaList, listAnswer } from './listing.ts'
import { NotFound } from './refusal.ts'
import { remainingCredit } from './settlement.ts'
import { envelope } from './wire.ts'

/** GET /Overpayments and /Prepayments: made by bank transactions, only read and allocated here. */
export function listOnAccount(call: Call): Answer {
  const { kind, name, id } = sortOf(call)
  const references = commaList(call, 'References')
  const numbers = commaList(call, 'InvoiceNumbers')
  const unitdp = unitdpOf(call)
  const rows = documentsOf(call.books, kind).all()
  return listAnswer(call, {
    name,
    rows: rows.filter(
      (row) =>
        (!references || references.has(row.reference?.toLowerCase() ?? '')) && (!numbers || numbers.has(row.number?.toLowerCase() ?? '')),
    ),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: { ...documentFields(call), [id]: (row) => row.id, RemainingCredit: (row) => remainingCredit(call.books, row) / 100 },
    full: (row) => creditShape(call.books, row, { ...LISTED, unitdp }),
    thin: (row) => creditShape(call.books, row, { ...THIN, unitdp }),
    paged: true,
  })
}

/** GET /Overpayments/{id} and /Prepayments/{id}. */
export function getOnAccount(call: Call): Answer {
  const { kind, name } = sortOf(call)
  const document = documentsOf(call.books, kind).get((call.params['id'] ?? '').toLowerCase())
  if (!document) throw new NotFound()
  return ok(envelope(call.now, call.appName, { [name]: [creditShape(call.books, document, { ...WRITTEN, unitdp: unitdpOf(call) })] }))
}

function sortOf(call: Call) {
  return call.params['resource'] === 'Prepayments'
    ? ({ kind: 'prepayment', name: 'Prepayments', id: 'PrepaymentID' } as const)
    : ({ kind: 'overpayment', name: 'Overpayments', id: 'OverpaymentID' } as const)
}
