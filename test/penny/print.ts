import { tieOut } from './portion-line.ts'
import type { PredictionFigures } from './predict/prediction-figures.ts'
import type { Verdict } from './verdict.ts'

/** Prints what the predictions came to; true: no difference. */
export function printPrediction(figures: PredictionFigures, say: (line: string) => void): boolean {
  const { documents, lines, written, booked, gross, notes, refused, wrong } = figures
  say(`${documents} documents with ${lines} lines: ${written} let go by the plan, ${booked} seen in the books, ${pounds(gross)} in all.`)
  for (const [code, count] of Object.entries(notes)) say(`  ${code}: ${count}`)
  for (const [code, { count, example }] of Object.entries(refused)) say(`  refused before sending, ${code}: ${count} (as ${example})`)
  for (const line of wrong.slice(0, 20)) say(`  WRONG: ${line}`)
  say(wrong.length === 0 ? 'What was predicted is what the books show, to the penny.' : `${wrong.length} differences.`)
  return wrong.length === 0
}

/** Prints the verdict; true: to the penny. */
export function printVerdict({ faults, away, check, sheet, figures, told, notPossible }: Verdict, say: (line: string) => void): boolean {
  say(`In between: ${[...told].map(([what, count]) => `${count} ${what}`).join(', ')}.`)
  for (const words of new Set(notPossible)) say(`  not possible by hand: ${words}`)
  say(`The books, read by themselves: ${check.contacts} contacts, ${inBooks(check)}, balance ${pounds(check.balance)}.`)
  say('figure | data set | as expected | planned changes | books')
  for (const { name, data, expected, changes, books } of figures)
    say([name, figure(data), expected === undefined ? '-' : expected ? 'yes' : 'NO', figure(changes), figure(books)].join(' | '))
  say(`Not in the books: ${[...away].map(([why, refs]) => `${refs.length} ${why}`).join(', ') || 'nothing'}.`)
  say(`Tie-out: ${tieOut(sheet)}.`)
  for (const line of faults.slice(0, 60)) say(`  FAULT: ${line}`)
  say(faults.length === 0 ? 'To the penny.' : `${faults.length} faults.`)
  return faults.length === 0
}

const inBooks = ({ invoices, credits, receipts }: Verdict['check']): string =>
  `${invoices.count} invoices ${pounds(invoices.amount)}, ${credits.count} credits ${pounds(credits.amount)}, ${receipts.count} receipts ${pounds(receipts.amount)}`

const figure = ({ count, amount }: { count: number; amount: number }): string => `${count} · ${pounds(amount)}`

const pounds = (minor: number): string => (minor / 100).toFixed(2)
