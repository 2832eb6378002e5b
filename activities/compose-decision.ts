import type { DocumentKind } from '../domain/entities.ts'
import type { Expected, PlannedWrite } from '../domain/plan.ts'
import type { PlanContext, PushDecision, PushFacts } from '../domain/push-facts.ts'
import { sendNumber } from '../domain/rules/send-number.ts'
import type { Provider } from '../providers/contract.ts'

/** A decision with the body that a write will send. */
export type ComposedDecision = Exclude<PushDecision, { decision: 'write' }> | PlannedWrite

/** Lets the provider compose a write; what it can refuse beforehand is a refusal, before anything is sent. */
export function composeDecision(
  provider: Provider,
  context: PlanContext,
  facts: PushFacts<DocumentKind>,
  decision: PushDecision,
): ComposedDecision {
  if (decision.decision !== 'write') return decision
  const { intent, step } = decision
  const unsupported = provider.manifest.unsupported[intent.operation]
  if (unsupported !== undefined)
    return {
      decision: 'refuse',
      part: intent.part,
      code: 'UNSUPPORTED_BY_PROVIDER',
      values: { provider: provider.manifest.label, reason: unsupported },
    }
  const { settings, codes, organisation } = context
  const composed = provider.compose(intent, { settings, codes, organisation, ...(facts.customer ? { customer: facts.customer } : {}) })
  if (!composed.ok)
    return {
      decision: 'refuse',
      part: intent.part,
      code: composed.code,
      values: composed.values,
      ...(composed.detail === undefined ? {} : { detail: composed.detail }),
    }
  return {
    decision: 'write',
    operation: intent.operation,
    step,
    part: intent.part,
    body: composed.body,
    group: composed.group,
    expected: { ...composed.expected, ...(intent.part === 'main' && numberToFollow(context, facts, composed.expected)) },
    needs: [...new Set([...decision.needs, ...composed.needs])],
    ...(intent.bookId === undefined ? {} : { bookId: intent.bookId }),
    notes: [...decision.notes, ...composed.notes],
  }
}

/** The number that the document has by now, where its create has to carry the one first sent. */
function numberToFollow(
  { settings }: PlanContext,
  { document, links }: PushFacts<DocumentKind>,
  { number }: Expected,
): Pick<Expected, 'numberToFollow'> {
  if (links.main !== undefined || number === undefined || (document.kind !== 'invoice' && document.kind !== 'credit')) return {}
  const wanted = sendNumber(document.body.number, settings)
  return wanted === undefined || wanted === number ? {} : { numberToFollow: wanted }
}
