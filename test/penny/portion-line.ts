import type { Run } from '../../scripts/demo/save-and-sync.ts'
import type { Delivery } from './host-records.ts'
import type { Scene } from './scene.ts'
import type { Sheet } from './sheet.ts'

/** What one portion came to. */
export interface Portion {
  saved: Delivery[]
  runs: Run[]
  /** By code and choice. */
  answered: Map<string, number>
  sheet: Sheet
  open: number
  seconds: number
}

/** Columns of a line; `tie-out` counts lines by list and cause. */
export const tableHead = ['day', 'date', 'saved', 'by hand', 'runs', 'outcomes', 'answered', 'open', 'tie-out', 's'].join(' | ')

/** One line of the table. */
export function portionLine(scene: Scene, { saved, runs, answered, sheet, open, seconds }: Portion): string {
  return [
    scene.day,
    scene.stack.calendar.today(),
    saved.length,
    scene.keeper.entered.size,
    runs.length,
    outcomes(runs),
    words(answered) || '-',
    open,
    tieOut(sheet),
    seconds.toFixed(1),
  ].join(' | ')
}

function outcomes(runs: Run[]): string {
  const sums = new Map<string, number>()
  for (const { counts } of runs)
    for (const byOutcome of Object.values(counts.byKind))
      for (const [outcome, count] of Object.entries(byOutcome)) sums.set(outcome, (sums.get(outcome) ?? 0) + count)
  return words(sums)
}

/** Lists that a difference stands on, with their causes. */
export function tieOut({ agrees, unexplained, lines }: Sheet): string {
  const causes = new Map<string, number>()
  for (const { list, cause } of lines) {
    const key = cause === null ? list : `${list === 'apart' ? 'apart ' : ''}${cause}`
    causes.set(key, (causes.get(key) ?? 0) + 1)
  }
  return `${agrees ? 'agrees' : 'differs'}, ${unexplained} unexplained${causes.size > 0 ? ` (${words(causes)})` : ''}`
}

const words = (counts: Map<string, number>): string => [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
