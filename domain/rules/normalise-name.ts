import { generations, legalForms, spellings, titles } from './name-words.ts'

/** A name in the forms that matching compares; every word in lower case without accents and punctuation. */
export interface ComparableName {
  /** All words but legal form and titles, in order: what makes two names the same. */
  key: string
  words: string[]
  /** The words written together: where blanks stand tells nothing. */
  letters: string
  /** Keys of the parts of “A trading as B”; the whole where there is none. */
  parts: string[]
  /** The form in law, where the name says it. */
  legalForm?: 'limited' | 'plc' | 'llp' | 'lp' | 'cic' | 'foreign'
  /** The name has a title of a person. */
  titled: boolean
  /** Father or son, where the name says it. */
  generation?: string
}

/** A trade or person's name made comparable: Ltd and Limited, & and and, Mr, J. R. and accents make no difference (design section 9). */
export function normaliseName(name: string): ComparableName {
  const raw = splitWords(name)
  const words = significant(raw)
  const parts = name.split(/\bt\s*\/\s*a\b|\btrading as\b/i).map((part) => significant(splitWords(part)).join(' '))
  const form = formOf(raw)
  const generation = words.length > 1 ? generations[words.at(-1) ?? ''] : undefined
  return {
    key: words.join(' '),
    words,
    letters: words.join(''),
    parts: parts.filter((part) => part !== ''),
    ...(form !== undefined && { legalForm: form }),
    titled: titles.has(raw[0] ?? ''),
    ...(generation !== undefined && { generation }),
  }
}

/** A name as it is sent: trimmed, with single blanks (accounting rule 32). */
export const cleanName = (name: string): string => name.replace(/\s+/gu, ' ').trim()

/** Keys under which a name is found by similar ones; names that differ by more than these meet only by what else they share. */
export function similarityKeys({ key, words, letters, parts }: ComparableName): Set<string> {
  const [first, second] = words
  const last = words.at(-1)
  const keys = new Set([...parts.map((part) => `=${part}`), `=${key}`, `~${words.toSorted().join('')}`])
  if (first !== undefined && second !== undefined) keys.add(`^${first} ${second}`)
  if (first !== undefined && last !== undefined && words.length > 1) keys.add(`s${first.charAt(0)} ${last}`)
  for (const one of letters.length >= shortestWithTypos ? oneLetterLess(letters) : [letters]) keys.add(`-${one}`)
  return keys
}

/** Names shorter than this have no misspellings, only others. */
export const shortestWithTypos = 5

/** The letters themselves and every form with one left out: two names one typo apart share one of these. */
const oneLetterLess = (letters: string): string[] => [
  letters,
  ...Array.from(letters, (_, at) => letters.slice(0, at) + letters.slice(at + 1)),
]

function splitWords(name: string): string[] {
  const marks = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const plain = marks.replace(/[łøđßæœ]/gu, (letter) => plainLetters[letter] ?? letter)
  const spaced = plain
    .replace(/[’'`]/g, '')
    .replace(/[&+]/g, ' and ')
    .replace(/\bl\.l\.p\b/g, 'llp')
    .replace(/\bp\.l\.c\b/g, 'plc')
  return spaced.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** Letters that are no accent of another one, as they are typed without a special key. */
const plainLetters: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' }

/** `j r smith` becomes `jr smith`. */
function joinInitials(words: string[]): string[] {
  const joined: string[] = []
  let open = false
  for (const word of words) {
    const initial = /^\p{L}$/u.test(word)
    if (initial && open) joined.push(`${joined.pop() ?? ''}${word}`)
    else joined.push(word)
    open = initial
  }
  return joined
}

/** McDonald, Macdonald, Mc Donald and Mac Donald are one name; so are O’Neill and O Neill, but for an O in front, which is an initial. */
function joinMac(words: string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = joined.at(-1)
    if ((before === 'mc' || before === 'mac') && word.length > 2) joined.splice(-1, 1, `mc${word}`)
    else if (before === 'o' && joined.length > 1 && joined[0] !== 'and' && word.length > 2) joined.splice(-1, 1, `o${word}`)
    else joined.push(word.replace(/^mac(?=[a-z]{4})/, 'mc'))
  }
  return joined
}

/** Words without legal form and title, which say nothing about who it is, unless there are no others; one spelling of each. */
function significant(raw: string[]): string[] {
  // Titles before initials are joined: M. R. Smith has none.
  const untitled = raw.filter((word) => !titles.has(word))
  const words = joinMac(joinInitials(untitled)).map((word) => spellings[word] ?? word)
  const named = words.filter((word) => legalForms[word] === undefined)
  const inner = named.filter((word, at) => word !== 'and' || (at > 0 && at < named.length - 1))
  if (inner.length > 0) return inner
  return words.length > 0 ? words : raw
}

const formOf = (raw: string[]): ComparableName['legalForm'] =>
  raw
    .map((word) => legalForms[word])
    .find((form): form is Exclude<typeof form, 'none' | undefined> => form !== undefined && form !== 'none')
