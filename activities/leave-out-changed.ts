import type { Scope } from '../ledger/database.ts'
import { previewWrites } from '../ledger/preview-writes.ts'
import type { Decided } from './apply-decisions.ts'
import type { ComposedDecision } from './compose-decision.ts'

/**
 * Proceed sends exactly the versions and bodies that were shown (accounting rule 40): what the plan would write otherwise now, because the
 * document, the mapping, a lock date or the books have changed, is left out and stays due.
 */
export async function leaveOutChanged(scope: Scope, previewId: string, decided: Decided[]): Promise<Decided[]> {
  const [first] = decided
  if (!first) return decided
  const shown = await previewWrites(
    scope,
    previewId,
    first.kind,
    decided.map(({ externalId }) => externalId),
  )
  return decided.map((document) => ({ ...document, decisions: document.decisions.map((decision) => asShown(shown, document, decision)) }))
}

function asShown(shown: Map<string, string>, { kind, externalId, version }: Decided, decision: ComposedDecision): ComposedDecision {
  if (decision.decision !== 'write') return decision
  const { part, operation, body } = decision
  if (shown.get(`${kind}/${externalId}#${part}`) === `${version} ${operation} ${JSON.stringify(body)}`) return decision
  return {
    decision: 'wait',
    part,
    waitsFor: 'preview',
    code: 'CHANGED_SINCE_PREVIEW',
    values: { document: `${kind} ${externalId}` },
    notes: [],
  }
}
