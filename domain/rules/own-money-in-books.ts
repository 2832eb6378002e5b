import type { PushDecision, PushFacts } from '../push-facts.ts'

/**
 * A receipt that stands in the books with the document's own token, in full: it was sent, and we do not know of it because the database was set back (exactly-once
 * rule 19). What was entered as payment and what stayed on account are linked as the parts they were sent as. Undefined: not, or not all of it.
 */
export function ownMoneyInBooks({ document, token, candidates }: PushFacts<'payment'>): PushDecision[] | undefined {
  const { currency, amount } = document.body
  const ours = <T extends { currency: string; state: string; reference?: string }>(records: T[]): T[] =>
    records.filter((record) => record.currency === currency && record.state !== 'void' && (record.reference ?? '').includes(token))
  const [paid, kept] = [ours(candidates.payments).filter(({ partOf }) => partOf === undefined), ours(candidates.onAccount)]
  const records = [...paid, ...kept]
  if (records.length === 0 || paid.length > 1 || kept.length > 1) return undefined
  if (records.reduce((sum, record) => sum + record.amount, 0) !== amount) return undefined
  const adopt = (part: 'main' | 'onAccount', bookId: string): PushDecision => ({
    decision: 'adopt',
    part,
    bookId,
    notes: [{ code: 'ADOPTED', values: {} }],
  })
  return [...paid.map(({ bookId }) => adopt('main', bookId)), ...kept.map(({ bookId }) => adopt('onAccount', bookId))]
}
