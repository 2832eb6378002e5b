import { bareReading } from './bare-script.ts'
import { quantile, type Measured } from './report.ts'
import type { Stage } from './stage.ts'
import { syncOf, type Synced } from './sync.ts'

const RUNS = 10

/** A run with nothing to do on full books: what it costs to look. */
export async function idleRun(stage: Stage): Promise<Measured> {
  const { stack, company } = await stage.fullBooks()
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
      { what: 'time, median', figure: quantile(seconds, 0.5), unit: 's' },
    ],
    detail: { seconds, calls, processorSeconds: runs.at(-1)?.processor },
  }
}
