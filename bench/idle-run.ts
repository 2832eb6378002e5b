import { setTimeout as sleep } from 'node:timers/promises'
import { bareReading } from './bare-script.ts'
import { quantile, type Measured } from './report.ts'
import type { Stage } from './stage.ts'
import { syncOf, type Synced } from './sync.ts'

const RUNS = 10

/** Longer than the provider's longest request and its lag (110 s): until then what was just written is read again by every run (exactly-once rule 23). */
const SETTLED_MILLISECONDS = 120_000

/** A run with nothing to do on full books: what it costs to look. */
export async function idleRun(stage: Stage): Promise<Measured> {
  const { stack, company } = await stage.fullBooks()
  await sleep(SETTLED_MILLISECONDS)
  const catchingUp = await syncOf(stack, company)
  const runs: Synced[] = []
  const bare: number[] = []
  for (let run = 0; run < RUNS; run++) {
    runs.push(await syncOf(stack, company))
    bare.push(await bareReading(stack.sandbox, company.organisationId))
  }
  const seconds = runs.map((run) => run.seconds)
  const calls = runs.map((run) => run.calls)
  return {
    name: 'nothing to do',
    rows: [
      {
        what: 'calls, the most of ten runs',
        figure: Math.max(...calls),
        unit: 'calls',
        goal: 8,
        baseline: { figure: 5, what: 'five lists, bare' },
      },
      {
        what: 'time, the slowest of ten runs',
        figure: Math.max(...seconds),
        unit: 's',
        goal: 3,
        baseline: { figure: quantile(bare, 0.5) / 1_000, what: 'five lists, bare, median' },
      },
      { what: 'calls of the run before them, which reads what the first sync wrote', figure: catchingUp.calls, unit: 'calls' },
      { what: 'time, median', figure: quantile(seconds, 0.5), unit: 's' },
    ],
    detail: { seconds, calls, processorSeconds: runs.at(-1)?.processor },
  }
}
