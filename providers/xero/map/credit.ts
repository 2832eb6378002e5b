import type { Credit } from '../../../domain/credit.ts'
import type { WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { ComposeContext, Composed } from '../../contract.ts'
import { composeLines } from './lines.ts'
import { contactOf, currencyOf, currencyRefused, dateOf, expectedOf, notSent, referenceOf, stateFor } from './sales-document.ts'

/** A new sales credit note, settled against nothing yet: allocations are calls of their own. Discounts stand in the description. */
export function composeCredit(write: WriteIntent, credit: Credit, context: ComposeContext): Composed {
  const refused = currencyRefused(credit)
  if (refused !== undefined) return refused
  const lines = composeLines(write, credit, context)
  if (!lines.ok) return lines
  const { status, state } = stateFor[context.settings.invoiceState]
  const reference = referenceOf(write, credit)
  return {
    ok: true,
    body: {
      Type: 'ACCRECCREDIT',
      Status: status,
      Contact: contactOf(credit.customer),
      ...(write.number !== undefined && { CreditNoteNumber: write.number }),
      ...(reference.text !== '' && { Reference: reference.text }),
      Date: dateOf(write, credit),
      ...currencyOf(credit),
      LineAmountTypes: lines.inclusive ? 'Inclusive' : 'Exclusive',
      LineItems: lines.items,
    },
    group: 'credits',
    expected: { ...expectedOf(write, credit, lines, reference.text), state },
    needs: [refOf('customer', credit.customer)],
    notes: [...lines.notes, ...reference.notes, ...notSent(credit)],
  }
}
