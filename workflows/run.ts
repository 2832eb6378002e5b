import type { SyncRunInput } from './contract.ts'

/** What every stage is given. */
export interface Run {
  input: SyncRunInput
  /** A person asked to stop after the current batch. */
  stopAsked(): boolean
  /** A line that support reads in the Temporal UI: counts, never names or amounts. */
  show(line: string): void
}

/** What a stage answers: go on, end here (nothing more to do), or begin a new execution at a push step. */
export type StageEnd = { next: 'go' } | { next: 'end' } | { next: 'continueAsNew'; resumeAtStep: number }
