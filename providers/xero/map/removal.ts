import type { Json, WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { Composed } from '../../contract.ts'

/** An approved invoice or credit made void, or a draft deleted, by its state alone. A person has said yes to it (law 4). */
export function composeRemoval(write: WriteIntent): Composed {
  const { kind, externalId } = write.document
  const status = write.operation === 'deleteDraft' ? 'DELETED' : 'VOIDED'
  const id: Json = write.bookId ?? { $ref: refOf(kind, externalId) }
  const credit = kind === 'credit'
  return {
    ok: true,
    body: credit ? { CreditNoteID: id, Status: status } : { InvoiceID: id, Status: status },
    group: credit ? 'credits' : 'invoices',
    expected: { kind, state: 'void' },
    needs: [],
    notes: [],
  }
}
