import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { figuresTable, type Measured } from './report.ts'

/** What was measured last of each benchmark, when and on what. */
type Kept = Record<string, Measured & { at: string; machine: string }>

const figures = join(import.meta.dirname, 'figures.json')
const page = join(import.meta.dirname, '../docs/performance.md')
const BEGIN = '<!-- figures: written by npm run bench -- --write -->'
const END = '<!-- end of figures -->'

/** Keeps these figures and writes the table of docs/performance.md anew; benchmarks that were not run keep theirs. `measured`: by the name on the command line. */
export function writeFigures(measured: Record<string, Measured>): void {
  const kept: Kept = existsSync(figures) ? (JSON.parse(readFileSync(figures, 'utf8')) as Kept) : {} // written below
  const at = new Date().toISOString().slice(0, 10)
  for (const [name, found] of Object.entries(measured)) kept[name] = { ...found, detail: shortened(found.detail), at, machine: machine() }
  writeFileSync(figures, `${JSON.stringify(kept, null, 2)}\n`)
  const text = readFileSync(page, 'utf8')
  const [before, after] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))]
  if (!text.includes(BEGIN) || !text.includes(END)) throw new Error(`${page} has no place for the figures`)
  writeFileSync(page, `${before}${BEGIN}\n\n${figuresTable(Object.values(kept))}\n\n${measuredOn(kept)}\n\n${after}`)
}

/** Samples by the hundred are for the JSON of the run, not for the project. */
const shortened = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(detail).filter(([, value]) => !Array.isArray(value) || value.length <= LONGEST_LIST))

const LONGEST_LIST = 40

function measuredOn(kept: Kept): string {
  const days = [...new Set(Object.values(kept).map(({ at, machine: on }) => `${at} on ${on}`))]
  return `Measured ${days.join('; ')}.`
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
}
