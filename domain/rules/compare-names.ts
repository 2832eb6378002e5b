import { isGivenName, sameGivenName } from './given-names.ts'
import { commonWords, tradeWords } from './name-words.ts'
import { type ComparableName, shortestWithTypos } from './normalise-name.ts'
import { typos } from './typos.ts'

/**
 * How alike two names are. `same` and `similar` make a unique identifier strong. `related` never does: father and son, wife and husband, two firms of a group, the
 * branch of a firm, another trader under the same sign; with the same place it is worth a question. `different` is no likeness at all.
 */
export type Likeness = 'same' | 'similar' | 'related' | 'different'

/** Compares two names; the order does not matter. */
export function compareNames(a: ComparableName, b: ComparableName): Likeness {
  if (a.key === b.key) return a.key === '' ? 'different' : 'same'
  if (!sameNumbers(a, b)) return 'different'
  if (apart(a, b)) return 'related'
  const similar = sameLetters(a, b) || samePart(a, b) || tradeWordsMore(a, b) || samePerson(a, b) || fewTypos(a, b)
  if (similar) return 'similar'
  return begins(a, b) || sharesTellingWord(a, b) ? 'related' : 'different'
}

/** Flat 1 and Flat 2 are two, however alike the rest is. A number that one name lacks tells nothing. */
function sameNumbers(a: ComparableName, b: ComparableName): boolean {
  const [ours, theirs] = [numbersOf(a), numbersOf(b)]
  return ours === '' || theirs === '' || ours === theirs
}

const numbersOf = ({ words }: ComparableName): string => words.filter((word) => /\d/.test(word)).join(' ')

/** Two people of one surname, or two traders under one sign: nothing else makes up for it. */
const apart = (a: ComparableName, b: ComparableName): boolean => a.generation !== b.generation || otherGivenName(a, b) || otherOwner(a, b)

/** Two given names that are not short forms of one another, before the same surname. */
function otherGivenName({ words: a }: ComparableName, { words: b }: ComparableName): boolean {
  const surname = a.length > 1 && b.length > 1 && a.slice(1).join(' ') === b.slice(1).join(' ')
  return surname && sameGivenName(a[0] ?? '', b[0] ?? '') === false
}

/** `A t/a C` and `B t/a C`. */
const otherOwner = ({ parts: [owner, sign] }: ComparableName, { parts: [another, shared] }: ComparableName): boolean =>
  sign !== undefined && sign === shared && owner !== another

/** The same words in another order, or written together. */
const sameLetters = (a: ComparableName, b: ComparableName): boolean =>
  a.letters === b.letters || a.words.toSorted().join(' ') === b.words.toSorted().join(' ')

/** Either half of `A trading as B`. */
const samePart = (a: ComparableName, b: ComparableName): boolean =>
  a.parts.some((part) => b.parts.includes(part) || part === b.key) || b.parts.includes(a.key)

/** One name is the other with more words for what the firm does. */
function tradeWordsMore(a: ComparableName, b: ComparableName): boolean {
  const [fewer, more] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words]
  const added = more.filter((word) => !fewer.includes(word))
  return fewer.length >= 2 && fewer.every((word) => more.includes(word)) && fewer.some(bears) && added.every((word) => tradeWords.has(word))
}

/** `j smith` and `john smith`, `jr smith` and `john smith`, `bob smith` and `robert smith`. */
function samePerson({ words: a }: ComparableName, { words: b }: ComparableName): boolean {
  const [x, y] = [a[0] ?? '', b[0] ?? '']
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-1) || !bears(a.at(-1) ?? '')) return false
  if (a.length === 2 && b.length === 2 && sameGivenName(x, y) === true) return true
  return x.charAt(0) === y.charAt(0) && (x.length <= 2 || y.length <= 2)
}

const shortestWithTwoTypos = 10

/** One letter wrong, missing, too many or two swapped; two of them where the telling words are long. Where blanks stand tells nothing. */
function fewTypos(a: ComparableName, b: ComparableName): boolean {
  if (Math.min(a.letters.length, b.letters.length) < shortestWithTypos || /\d/.test(a.letters + b.letters)) return false
  const telling = Math.min(tellingLetters(a), tellingLetters(b))
  return typos(a.letters, b.letters) <= (telling >= shortestWithTwoTypos ? 2 : 1)
}

/** How many letters the words have that other names do not share. */
const tellingLetters = ({ words }: ComparableName): number => words.filter(bears).join('').length

/** One name begins with the whole of the other: head office and branch, a company and its holding. */
function begins(a: ComparableName, b: ComparableName): boolean {
  const [short, long] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words]
  return short.length > 0 && short.every((word, at) => long[at] === word)
}

/** A surname or a firm's own word in both. */
const sharesTellingWord = (a: ComparableName, b: ComparableName): boolean => a.words.some((word) => tells(word) && b.words.includes(word))

/** Whether a word tells one name from others: a surname, a firm's own word. */
const tells = (word: string): boolean => word.length >= 3 && !/\d/.test(word) && bears(word) && !isGivenName(word)

/** Whether a word is somebody's, and not what many firms do or are. */
const bears = (word: string): boolean => !tradeWords.has(word) && !commonWords.has(word)
