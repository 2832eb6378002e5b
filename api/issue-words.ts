import type { z } from 'zod'

/** What is wrong with a field, in words that an office can act on; words that a schema states itself are kept. */
export function issueWords(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return sentence(issue.message)
  switch (issue.code) {
    case 'invalid_type':
      return `It should be ${kindWords[issue.expected] ?? 'filled in'}.`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return issue.origin === 'number'
        ? `It may be at most ${String(issue.maximum)}.`
        : `At most ${String(issue.maximum)} ${things(issue.origin)} are taken.`
    case 'invalid_value':
      return `It should be one of: ${issue.values.map(String).join(', ')}.`
    case 'invalid_format':
      return formatWords[issue.format] ?? sentence(issue.message)
    default:
      return sentence(issue.message)
  }
}

const kindWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number (amounts are in pence)',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const formatWords: Record<string, string> = {
  date: 'It should be a day like 2026-08-31.',
  datetime: 'It should be a moment like 2026-08-31T09:30:00Z.',
  url: 'It should be an address that begins with https://.',
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  const { origin, minimum } = issue
  if (origin !== 'number')
    return Number(minimum) <= 1 ? 'It may not be empty.' : `At least ${String(minimum)} ${things(origin)} are needed.`
  if (Number(minimum) === 0)
    return issue.inclusive ? 'It may not be negative.' : 'It must be more than 0; money that goes the other way is a document of its own.'
  return `It must be at least ${String(minimum)}.`
}

const things = (origin: string): string => (origin === 'string' ? 'characters' : 'entries')

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
