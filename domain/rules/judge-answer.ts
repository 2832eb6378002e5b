import type { DocumentKind } from '../entities.ts'
import type { ErrorCode } from '../errors.ts'
import type { Expected, Values } from '../plan.ts'
import type { SettledLookup } from './settle-lookup.ts'

/** What came back for one item, as the provider contract has it. `lookUp`: "already used", or the key was used for other bytes. */
export type AnswerForItem<Taken> =
  | ({ kind: 'taken' } & Taken)
  | { kind: 'refused'; code: ErrorCode; detail: string; values: Values }
  | { kind: 'lookUp'; detail: string }

/** What came back for a whole request, as the provider contract has it. */
export type Answer<Taken> =
  | { outcome: 'answered'; items: AnswerForItem<Taken>[] }
  | { outcome: 'refused'; code: ErrorCode; detail: string }
  | { outcome: 'notTaken' }
  | { outcome: 'unknown' }

/** What an answer means for one item. */
export type JudgedItem<Taken> =
  | { result: 'taken'; taken: Taken }
  | { result: 'refused'; code: ErrorCode; values: Values; detail: string }
  | { result: 'absent'; alone: true }
  | { result: 'lookUp'; detail: string }

/** What an answer means for the envelope: its items are settled, it goes later with the same key and bytes, or it is looked up when its time has come. */
export type JudgedAnswer<Taken> = { becomes: 'settled'; items: JudgedItem<Taken>[] } | { becomes: 'written' } | { becomes: 'unknown' }

/**
 * What an answer means (exactly-once rules 10 and 11): only a complete, parsed one settles. Refused as a whole, a single item is the culprit; of
 * several none was taken, and each goes alone.
 */
export function judgeAnswer<Taken>(answer: Answer<Taken>, count: number): JudgedAnswer<Taken> {
  switch (answer.outcome) {
    case 'answered':
      return { becomes: 'settled', items: Array.from({ length: count }, (_, position) => judgeItem(answer.items[position])) }
    case 'refused':
      return { becomes: 'settled', items: Array.from({ length: count }, () => (count === 1 ? culprit(answer) : goesAlone)) }
    case 'notTaken':
      return { becomes: 'written' }
    case 'unknown':
      return { becomes: 'unknown' }
    default:
      return answer satisfies never
  }
}

const goesAlone = { result: 'absent', alone: true } as const

const culprit = ({ code, detail }: { code: ErrorCode; detail: string }) => ({ result: 'refused', code, values: {}, detail }) as const

function judgeItem<Taken>(answer: AnswerForItem<Taken> | undefined): JudgedItem<Taken> {
  if (answer === undefined) return goesAlone
  switch (answer.kind) {
    case 'taken':
      return { result: 'taken', taken: answer }
    case 'refused':
      return { result: 'refused', code: answer.code, values: answer.values, detail: answer.detail }
    case 'lookUp':
      return { result: 'lookUp', detail: answer.detail }
    default:
      return answer satisfies never
  }
}

/**
 * "Already used" is evidence of an earlier arrival; only if nothing of ours is found is it a refusal (exactly-once rule 11). `released`: records that were this document's
 * and that a person has let go; one of those that is void did not arrive just now, its number is what stands in the way.
 */
export function judgeUsed(
  found: SettledLookup,
  { kind, expected }: { kind: DocumentKind; expected: Expected },
  detail: string,
  released: ReadonlySet<string> = new Set(),
): SettledLookup | { result: 'refused'; code: ErrorCode; values: Values; detail: string } {
  const keptByVoided = found.result === 'problem' && found.code === 'VOIDED_IN_BOOKS' && released.has(found.bookId ?? '')
  if (keptByVoided) return { result: 'refused', code: 'NUMBER_KEPT_BY_VOIDED', values: { number: expected.number ?? '' }, detail }
  if (found.result !== 'absent') return found
  const code = kind === 'customer' ? 'CONTACT_NAME_TAKEN' : 'NUMBER_ALREADY_USED'
  return { result: 'refused', code, values: { number: expected.number ?? expected.name ?? '' }, detail }
}
