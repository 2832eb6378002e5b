/** A name in the forms that matching compares; every word in lower case without accents and punctuation. */
export interface ComparableName {
  /** All words but legal form and titles, in order: what makes two names the same. */
  key: string
  words: string[]
  /** Keys of the parts of “A trading as B”; the whole where there is none. */
  parts: string[]
}

/** A trade or person's name made comparable: Ltd and Limited, & and and, Mr, J. R. and accents make no difference (design section 9). */
export function normaliseName(name: string): ComparableName {
  const words = significant(splitWords(name))
  const parts = name.split(/\bt\s*\/\s*a\b|\btrading as\b/i).map((part) => significant(splitWords(part)).join(' '))
  return { key: words.join(' '), words, parts: parts.filter((part) => part !== '') }
}

/** How alike two names are. `similar` is never enough by itself to link. */
export function compareNames(a: ComparableName, b: ComparableName): 'same' | 'similar' | 'different' {
  if (a.key === b.key) return a.key === '' ? 'different' : 'same'
  const similar = sharePart(a, b) || sameLetters(a, b) || oneInside(a, b) || sameSurname(a, b) || fewTypos(a.key, b.key)
  return similar ? 'similar' : 'different'
}

/** A name as it is sent: trimmed, with single blanks (accounting rule 32). */
export const cleanName = (name: string): string => name.replace(/\s+/gu, ' ').trim()

/** Keys under which a name is found by similar ones; two similar names share at least one. */
export function similarityKeys({ key, words, parts }: ComparableName): Set<string> {
  const [first, second] = words
  const last = words.at(-1)
  const keys = new Set([...parts.map((part) => `=${part}`), `=${key}`, `~${words.toSorted().join('')}`, `~${words.join('')}`])
  if (first !== undefined && second !== undefined) keys.add(`^${first} ${second}`)
  if (first !== undefined && last !== undefined && words.length > 1) keys.add(`s${first.charAt(0)} ${last}`)
  if (key.length >= shortestWithTypos) for (const one of oneLetterLess(key)) keys.add(`-${one}`)
  return keys
}

function splitWords(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’'`]/g, '').replace(/[&+]/g, ' and ')
  return joinInitials(plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))
}

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

/** Words without legal form and title, which say nothing about who it is, unless there are no others. */
function significant(words: string[]): string[] {
  const spelt = words.map((word) => spellings[word] ?? word)
  const named = spelt.filter((word) => !legalForms.has(word) && !titles.has(word))
  const inner = named.filter((word, at) => word !== 'and' || (at > 0 && at < named.length - 1))
  if (inner.length > 0) return inner
  const titled = spelt.filter((word) => !legalForms.has(word))
  return titled.length > 0 ? titled : spelt
}

const spellings: Record<string, string> = {
  bros: 'brothers',
  centre: 'center',
  svcs: 'services',
  serv: 'services',
  htg: 'heating',
  plbg: 'plumbing',
  mgmt: 'management',
}

const legalForms = new Set(['the', 'ltd', 'limited', 'plc', 'llp', 'lp', 'cic', 'co', 'company', 'inc', 'gmbh', 'sa', 'bv'])
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'sir', 'prof', 'rev'])

const sharePart = (a: ComparableName, b: ComparableName): boolean =>
  a.parts.some((part) => b.parts.includes(part) || part === b.key) || b.parts.includes(a.key)

/** The same words in another order, or written together. */
function sameLetters(a: ComparableName, b: ComparableName): boolean {
  return a.words.toSorted().join(' ') === b.words.toSorted().join(' ') || a.words.join('') === b.words.join('')
}

/** One name begins with the whole of the other, of at least two words. */
function oneInside(a: ComparableName, b: ComparableName): boolean {
  const [short, long] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words]
  return short.length >= 2 && short.every((word, at) => long[at] === word)
}

/** `j smith` and `john smith`, `jr smith` and `john smith`. */
function sameSurname(a: ComparableName, b: ComparableName): boolean {
  const [x, y] = [a.words[0] ?? '', b.words[0] ?? '']
  if (a.words.length < 2 || b.words.length < 2 || a.words.at(-1) !== b.words.at(-1) || x.charAt(0) !== y.charAt(0)) return false
  return x.length <= 2 || y.length <= 2
}

const shortestWithTypos = 5
const shortestWithTwoTypos = 10

/** One letter wrong, missing, too many or two swapped; two of them in long names. */
function fewTypos(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < shortestWithTypos || /\d/.test(a + b)) return false
  return typos(a, b) <= (shorter >= shortestWithTwoTypos ? 2 : 1)
}

/** Letters added, left out, changed or swapped with their neighbour (optimal string alignment); 3 stands for more than two. */
function typos(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3
  const [a, b] = withoutCommonEnds(left, right)
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = typosRow(a, b, i, last, before)
    if (Math.min(...row) > 2) return 3
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? 3, 3)
}

/** What is left when both begin and end alike: most pairs are decided by a few letters. */
function withoutCommonEnds(a: string, b: string): [string, string] {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)]
}

function typosRow(a: string, b: string, i: number, last: number[], before: number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j += 1) {
    const changed = (last[j - 1] ?? Infinity) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity
    row.push(Math.min(changed, swapped, (last[j] ?? Infinity) + 1, (row[j - 1] ?? Infinity) + 1))
  }
  return row
}

/** The key itself and every form with one letter left out: two keys one typo apart share one of these. */
const oneLetterLess = (key: string): string[] => [key, ...Array.from(key, (_, at) => key.slice(0, at) + key.slice(at + 1))]
