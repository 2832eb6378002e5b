import type { SyncRunItem } from '../../api/contract.ts'
import { refWords } from './kind-words.ts'

export type Outcome = NonNullable<SyncRunItem['outcome']>
export interface Told {
  words: string
  color: string
}

/** What became of a document, in words for the office. `{provider}` is the accounting package. */
const outcomes = {
  pushed: { words: 'Sent to {provider}', color: 'teal' },
  adopted: { words: 'Already in {provider}, linked, not sent again', color: 'teal' },
  updated: { words: 'Updated in {provider}', color: 'teal' },
  voided: { words: 'Voided in {provider}', color: 'teal' },
  skipped: { words: 'Nothing to do', color: 'gray' },
  waiting: { words: 'Waits', color: 'yellow' },
  held: { words: 'Held, not sent for now', color: 'gray' },
  asked: { words: 'Needs your answer', color: 'yellow' },
  failed: { words: 'Did not go', color: 'red' },
} as const satisfies Record<Outcome, Told>

/** What a plan would do with a document. */
const decisions: Record<string, Told> = {
  write: { words: 'To send', color: 'ink' },
  adopt: { words: 'Already in {provider}, will be linked, not sent again', color: 'teal' },
  skip: { words: 'Nothing to do', color: 'gray' },
  wait: { words: 'Waits', color: 'yellow' },
  hold: { words: 'Held, not sent for now', color: 'gray' },
  ask: { words: 'Needs your answer', color: 'yellow' },
  refuse: { words: 'Cannot go yet', color: 'red' },
}

export const outcomeNames = Object.keys(outcomes) as Outcome[]
export const decisionNames = Object.keys(decisions)

/** An outcome as a filter or a heading names it. */
export const toldOutcome = (outcome: Outcome, provider: string): Told => filled(outcomes[outcome], provider)

export const toldDecision = (decision: string, provider: string): Told =>
  filled(decisions[decision] ?? { words: decision, color: 'gray' }, provider)

/** One item of a run or of a preview: what happened to it, or what is going to. */
export function toldItem(item: Pick<SyncRunItem, 'outcome' | 'decision' | 'waitsFor' | 'problem'>, provider: string): Told {
  const told = item.outcome === null ? toldDecision(item.decision, provider) : toldOutcome(item.outcome, provider)
  if (item.decision === 'refuse') return toldDecision('refuse', provider)
  const waits = item.outcome === 'waiting' || (item.outcome === null && item.decision === 'wait')
  // A problem says in its title whom it waits for, by name.
  return waits && item.waitsFor && !item.problem ? { ...told, words: `Waits for ${refWords(item.waitsFor)}` } : told
}

const filled = ({ words, color }: Told, provider: string): Told => ({ words: words.replace('{provider}', provider), color })
