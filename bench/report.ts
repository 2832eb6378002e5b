/** One figure of a benchmark, with its goal and its baseline from the same run. */
export interface Row {
  what: string
  figure: number
  unit: string
  /** The figure is to be at most this. */
  goal?: number
  baseline?: { figure: number; what: string }
}

/** What one benchmark found; `detail` is what explains it: where the time went, sizes, counts. */
export interface Measured {
  name: string
  rows: Row[]
  detail: Record<string, unknown>
}

/** A Markdown table of all figures, as the terminal and docs/performance.md show it. */
export function figuresTable(all: readonly Measured[]): string {
  const head = ['measure', 'figure', 'goal', 'met', 'baseline in the same run']
  const rows = all.flatMap(({ name, rows: found }) => found.map((row) => [`${name}: ${row.what}`, ...cells(row)]))
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}

function cells({ figure, unit, goal, baseline }: Row): string[] {
  return [
    `${shown(figure)} ${unit}`,
    goal === undefined ? '' : `≤ ${shown(goal)} ${unit}`,
    goal === undefined ? '' : figure <= goal ? 'yes' : 'NO',
    baseline === undefined ? '' : `${shown(baseline.figure)} ${unit} (${baseline.what})`,
  ]
}

const shown = (value: number): string => String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100)

/** The value below which a share of the samples lies; NaN without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}
