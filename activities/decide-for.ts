import type { DocumentKind } from '../domain/entities.ts'
import type { PlanContext, PushDecision, PushFacts } from '../domain/push-facts.ts'
import { decideCredit } from '../domain/rules/decide-credit.ts'
import { decideCreditAllocations } from '../domain/rules/decide-credit-allocations.ts'
import { decideCustomer } from '../domain/rules/decide-customer.ts'
import { decideInvoice } from '../domain/rules/decide-invoice.ts'
import { decideWriteOff } from '../domain/rules/decide-write-off.ts'
import { decidePayment } from '../domain/rules/decide-payment.ts'
import type { PlanPhase } from '../domain/rules/next-stage.ts'

/** The rule that decides in a phase. Facts are gathered by the phase's own kind, which the casts state once. */
export function decideFor(phase: PlanPhase, facts: PushFacts<DocumentKind>, context: PlanContext): PushDecision[] {
  switch (phase) {
    case 'customers':
      return decideCustomer(facts as PushFacts<'customer'>, context)
    case 'invoices':
      return decideInvoice(facts as PushFacts<'invoice'>, context)
    case 'credits':
      return decideCredit(facts as PushFacts<'credit'>, context)
    case 'payments':
      return decidePayment(facts as PushFacts<'payment'>, context)
    case 'creditAllocations':
      return decideCreditAllocations(facts as PushFacts<'credit'>, context)
    case 'writeOffs':
      return decideWriteOff(facts as PushFacts<'invoice'>, context)
    default:
      return phase satisfies never
  }
}
