import { type DocumentKind, type Includable, type Stage, stages } from '../entities.ts'

/** What a plan goes through, in order: credit allocations take what receipts leave open (accounting rules 1 and 2), write-offs what these leave (rule 6). */
export const planPhaseNames = ['customers', 'invoices', 'credits', 'payments', 'creditAllocations', 'writeOffs'] as const
export type PlanPhase = (typeof planPhaseNames)[number]

const phaseNeeds = {
  customers: ['customersOut'],
  invoices: ['invoices'],
  credits: ['credits'],
  payments: ['payments'],
  creditAllocations: ['credits'],
  writeOffs: ['invoices', 'payments'],
} as const satisfies Record<PlanPhase, readonly Includable[]>

/** The kind of document that a phase decides on. */
export const phaseKind = {
  customers: 'customer',
  invoices: 'invoice',
  credits: 'credit',
  payments: 'payment',
  creditAllocations: 'credit',
  writeOffs: 'invoice',
} as const satisfies Record<PlanPhase, DocumentKind>

const previewStages: readonly Stage[] = ['open', 'codes', 'mirror', 'match', 'plan', 'close']
const resumedStages: readonly Stage[] = ['push', 'confirm', 'close']

/** The stages of a run, in order. A preview closes after the plan; a run continued as new goes on with the push. */
export function stagesOf(run: { mode: 'sync' | 'preview'; include: readonly Includable[]; resumeAtStep?: number }): readonly Stage[] {
  if (run.mode === 'preview') return previewStages
  if (run.resumeAtStep !== undefined) return resumedStages
  return stages.filter((stage) => stage !== 'match' || run.include.includes('customersOut'))
}

/** The phases of a plan that the ticked kinds ask for, each by any of its own. */
export function planPhases(include: readonly Includable[]): PlanPhase[] {
  return planPhaseNames.filter((phase) => phaseNeeds[phase].some((kind) => include.includes(kind)))
}
