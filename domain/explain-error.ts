import { type Choice, type ErrorCode, type ErrorRow, errors, type Remedy, type Values } from './errors.ts'
import { fillWords } from './errors/fill-words.ts'
import { groupedWords } from './errors/grouped-words.ts'

/** A problem or note in words for a person, with what can be pressed. */
export interface ExplainedError {
  remedy: Remedy
  title: string
  cause: string
  whatToDo: string
  choices: Choice[]
}

/**
 * The words of a code with the problem's values in place. Add `provider` (its label) to the values; amounts are whole minor units of `values.currency`.
 * A value that is missing becomes neutral words: no `{x}` is ever left. Retry and dismiss are choices of every problem.
 */
export function explainError(code: ErrorCode, values: Values = {}): ExplainedError {
  const row: ErrorRow = errors[code]
  return {
    remedy: row.remedy,
    title: fillWords(row.title, values),
    cause: fillWords(row.cause, values),
    whatToDo: fillWords(row.whatToDo, values),
    choices: [...(row.choices ?? []), ...always],
  }
}

/** The words of a code that many documents bear: they speak of none of them, and a cause that would need one's values is left blank. `provider`: its label. */
export function explainGroup(code: ErrorCode, provider: string): ExplainedError {
  const words = explainError(code, { provider })
  const grouped = groupedWords[code]
  const ofOne = /\{(?!provider\})\w+\}/
  return {
    ...words,
    cause: ofOne.test(errors[code].cause) ? '' : words.cause,
    ...(grouped && { title: fillWords(grouped.title, { provider }) }),
    ...(grouped?.whatToDo !== undefined && { whatToDo: fillWords(grouped.whatToDo, { provider }) }),
  }
}

const always: Choice[] = [
  { choice: 'retry', label: 'Retry' },
  { choice: 'dismiss', label: 'Dismiss' },
]
