import type { State } from './state.ts'

/** One thing that can happen in a state. `urgent`: it happens before time goes on. */
export interface Action {
  name: string
  urgent: boolean
  go(s: State): void
}
