import { type ErrorCode, type ErrorRow, errors } from '../errors.ts'

/**
 * Whether a document that waits has a problem of its own: only where somebody has to choose on this very document or in the settings. What stands on a parent that is
 * asked about or has a problem only waits and says for whom (accounting section 7): one cause is one problem, however much stands on it. Age makes it one in the end (law 10).
 */
export function waitIsProblem(code: ErrorCode): boolean {
  const { remedy, choices = [] }: ErrorRow = errors[code]
  return remedy === 'settings' || (remedy === 'document' && choices.length > 0)
}

/** Whether a code is a question to a person: what may be answered later is one. */
export function isQuestion(code: ErrorCode): boolean {
  const { choices = [] }: ErrorRow = errors[code]
  return choices.some(({ choice }) => choice === 'later')
}
