import type { Refusal } from '../plan.ts'
import type { Settings } from '../settings.ts'

type Numbers = Pick<Settings, 'numbers'>

/** The number a document carries in the books (accounting rule 33); undefined where the provider numbers and ours goes into the reference. */
export function sendNumber(number: string, { numbers }: Numbers): string | undefined {
  switch (numbers.mode) {
    case 'send':
      return number
    case 'stripPrefix':
      return number.startsWith(numbers.prefix) && number.length > numbers.prefix.length ? number.slice(numbers.prefix.length) : number
    case 'provider':
      return undefined
    default:
      return numbers satisfies never
  }
}

/** Why a number cannot be sent; undefined where it can. */
export function checkNumber(number: string | undefined, maxLength: number): Refusal | undefined {
  if (number === undefined || number.length <= maxLength) return undefined
  return { code: 'NUMBER_TOO_LONG', values: { number, limit: maxLength } }
}

/** At most so many examples of what a setting would do wrong. */
const EXAMPLES = 5

/** What a numbers setting would do wrong, tried on all numbers of a kind before it is saved (accounting rule 33): too long, or two that become one. */
export function checkNumbersSetting(issued: string[], settings: Numbers, maxLength: number): Refusal[] {
  const wrong: Refusal[] = []
  const taken = new Map<string, string>()
  for (const ours of new Set(issued)) {
    if (wrong.length >= EXAMPLES) return wrong
    const number = sendNumber(ours, settings)
    const tooLong = checkNumber(number, maxLength)
    if (tooLong !== undefined) wrong.push(tooLong)
    if (number === undefined) continue
    const other = taken.get(number.toLowerCase())
    if (other !== undefined) wrong.push({ code: 'NUMBER_NOT_UNIQUE', values: { number, ours: `${other}, ${ours}` } })
    taken.set(number.toLowerCase(), ours)
  }
  return wrong
}
