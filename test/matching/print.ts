import { parseArgs } from 'node:util'
import { countOf, judge, type Judged, tally, type Tally } from './judge.ts'
import { makeWorld } from './world.ts'

/* npm run test:matching [-- --seed N] [-- --faults]: prints what matching makes of the labelled pairs, by kind. Exit 1: a wrong link, or a creation that the data could have prevented. */

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, faults: { type: 'boolean', default: false } } })
/** What the command is for is what it prints. */
const say = (line: string): void => console.log(line)

const seed = Number(values.seed)
const world = makeWorld(seed)
const judged = judge(world)
const total = countOf('all', judged)
say(`seed ${seed}: ${world.customers.length} customers, ${world.contacts.length} contacts, ${world.pairs.length} labelled pairs\n`)
const rows = [...tally(judged), total]
const columns = ['kind', 'pairs', 'links', 'questions', 'creations', 'wrongLinks', 'wrongCreations', 'needlessQuestions'] as const
const width = (column: (typeof columns)[number]): number => Math.max(column.length, ...rows.map((row) => String(row[column]).length))
const print = (cells: string[]): void => say(cells.join('  '))
print(columns.map((column) => (column === 'kind' ? column.padEnd(width(column)) : column.padStart(width(column)))))
for (const row of rows) print(columns.map((column) => cell(row, column)))
if (values.faults) for (const each of judged) if (each.fault !== undefined) say(faultLine(each))
process.exitCode = total.wrongLinks + total.wrongCreations > 0 ? 1 : 0

function cell(row: Tally, column: (typeof columns)[number]): string {
  const text = String(row[column])
  return column === 'kind' ? text.padEnd(width(column)) : text.padStart(width(column))
}

function faultLine({ pair, match, fault }: Judged): string {
  const ours = world.customers.find(({ externalId }) => externalId === pair.customer)
  const theirs = world.contacts.find(({ bookId }) => bookId === pair.bookId)
  const shown = match.decision === 'ask' ? match.candidates.map(({ name, reasons }) => `${name} (${reasons.join('; ')})`).join(' | ') : ''
  return `${fault}  ${pair.kind}: ${ours?.body.name} / ${theirs?.name ?? '-'} → ${match.decision} ${shown}`
}
