import type { SyncRun } from '../../api/contract.ts'
import { countWords } from './amounts.ts'

/** A run in a few words: `120 in the books, 3 need you, 2 did not go`. */
export function summaryWords(run: Pick<SyncRun, 'counts'>): string {
  const parts = groups.flatMap(({ outcomes, words }) => {
    const count = countOf(run.counts, outcomes)
    return count > 0 ? [`${countWords(count)} ${words}`] : []
  })
  return parts.join(', ') || 'no documents'
}

/** How many documents of a run came to one of these outcomes. */
export const countOf = (counts: SyncRun['counts'], outcomes: readonly string[]): number =>
  Object.values(counts.byKind).reduce((sum, byOutcome) => sum + outcomes.reduce((part, name) => part + (byOutcome[name] ?? 0), 0), 0)

const groups = [
  { outcomes: ['pushed'], words: 'sent' },
  { outcomes: ['adopted'], words: 'linked' },
  { outcomes: ['updated', 'voided'], words: 'updated' },
  { outcomes: ['skipped'], words: 'with nothing to do' },
  { outcomes: ['waiting', 'held'], words: 'waiting' },
  { outcomes: ['asked'], words: 'to be answered' },
  { outcomes: ['failed'], words: 'did not go' },
]
