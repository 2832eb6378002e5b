import type { Operation } from '../entities.ts'
import type { ErrorCode } from '../errors.ts'

/** Refusals that say only that the record has moved on since the plan read it: the other lane paid the invoice between plan and push, say. */
const movedOn: Partial<Record<Operation, readonly ErrorCode[]>> = { updateInvoice: ['INVOICE_PAID_OR_CREDITED'] }

/**
 * Whether a refused write is for the next plan to decide anew (of a paid invoice only some fields may still be sent, accounting rule 35) and not for a person. Once:
 * `alone` says that it has been decided anew before, and then the refusal is a problem.
 */
export const plannedTooEarly = (operation: Operation, code: ErrorCode, alone: boolean): boolean =>
  !alone && (movedOn[operation] ?? []).includes(code)
