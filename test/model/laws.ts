import { entryAt } from './entry-at.ts'
import { docNamed } from './facts.ts'
import type { Scenario } from './scenario.ts'
import type { ModelDoc, State } from './state.ts'

/** What must never be: the first law that a state breaks, in words. */
export function brokenLaw(s: State, c: Scenario): string | undefined {
  if (s.bad !== null) return s.bad
  const linked = s.docs.flatMap((doc) => doc.links.map(({ rec }) => rec))
  if (new Set(linked).size !== linked.length) return 'one record is linked twice'
  for (const [d, doc] of s.docs.entries())
    for (const { rec, part } of doc.links) {
      const record = entryAt(s.recs, rec)
      const isOwn = record.doc === d && record.part === part
      const isSameMoney = c.manualIsSame === true && record.doc === -1 && record.kind === entryAt(c.docs, d).kind
      if (!isOwn && !isSameMoney) return 'a wrong link'
    }
  return undefined
}

/** What must be once nothing happens any more. */
export function brokenEnd(s: State, c: Scenario): string | undefined {
  if (s.envs.some(({ state }) => state !== 'settled')) return 'an envelope is never settled'
  for (const [d, doc] of s.docs.entries()) {
    const broken = brokenDocument(s, c, doc, d)
    if (broken !== undefined) return `document ${d} (${entryAt(c.docs, d).id}): ${broken}`
  }
  return undefined
}

/** Problems that show a person the record that is not linked. */
const asksWithBoth = new Set(['DOUBLED_IN_BOOKS', 'SAME_TOTAL_OTHER_NUMBER'])

function brokenDocument(s: State, c: Scenario, doc: ModelDoc, d: number): string | undefined {
  const own = s.recs.flatMap((record, rec) => (record.doc === d && !record.void && record.org === s.org ? [rec] : []))
  const linked = doc.links.map(({ rec }) => rec)
  const lost = own.filter((rec) => !linked.includes(rec))
  if (lost.length > 0 && !asksWithBoth.has(doc.code ?? ''))
    return own.length > lost.length ? 'doubled in the books, and nobody was told' : 'in the books, and not linked'
  if (c.poison === d) return doc.status === 'problem' ? undefined : 'the culprit has no problem'
  switch (doc.status) {
    case 'inBooks':
      return brokenInBooks(s, c, doc, d)
    case 'problem':
      return isTrue(s, c, doc, d) ? undefined : `a problem that is not true (${doc.code})`
    case 'waiting':
      return waitsRightly(s, c, doc) ? undefined : `forgotten, waiting${doc.due ? ' and due' : ` for ${doc.waitsFor}`}`
    case 'inFlight':
      return 'in flight for ever'
    case 'notDue':
      return undefined
    default:
      return doc.status satisfies never
  }
}

function brokenInBooks(s: State, c: Scenario, doc: ModelDoc, d: number): string | undefined {
  const main = doc.links.find(({ part }) => part === 'main')
  if (main === undefined) return 'called done, without a link'
  if (doc.due) return 'in the books and due for ever'
  const spec = entryAt(c.docs, d)
  const record = entryAt(s.recs, main.rec)
  const shows = spec.kind === 'invoice' && record.doc === d && !record.altered && !record.void
  if (shows && record.version !== doc.version) return `the books show version ${record.version}, the newest is ${doc.version}`
  const allocated = doc.links.some(({ part }) => part.startsWith('allocation:'))
  if (spec.kind === 'credit' && spec.on !== undefined && !record.void && !allocated && parentStands(s, c, spec.on))
    return 'called done, its allocation is missing'
  return undefined
}

const parentStands = (s: State, c: Scenario, invoice: string): boolean => {
  const parent = docNamed(c, `invoice/${invoice}`)
  return parent === undefined || entryAt(s.docs, parent).links.length > 0
}

/** A problem tells the truth: what it says is so, or was so. */
function isTrue(s: State, c: Scenario, doc: ModelDoc, d: number): boolean {
  const own = s.recs.filter((record) => record.doc === d)
  switch (doc.code) {
    case 'VOIDED_IN_BOOKS':
      return own.some((record) => record.void)
    case 'ARRIVED_CHANGED':
    case 'CHANGED_IN_BOOKS':
      return own.some((record) => record.altered || record.rev > 0)
    case 'DOUBLED_IN_BOOKS':
      return own.length > 1 || (own.length > 0 && doc.links.some(({ rec }) => entryAt(s.recs, rec).doc === -1))
    case 'NUMBER_TAKEN_BY_STRANGER':
    case 'NUMBER_DIFFERENT_IN_BOOKS':
    case 'NUMBER_ALREADY_USED':
    case 'POSSIBLE_DUPLICATE_PAYMENT':
    case 'SAME_TOTAL_OTHER_NUMBER':
      return s.recs.some(
        (record) => record.kind === entryAt(c.docs, d).kind && (record.doc !== d || doc.code === 'SAME_TOTAL_OTHER_NUMBER'),
      )
    case 'ORGANISATION_CHANGED':
      return c.budget.move > 0
    default:
      return false
  }
}

/** A document may wait for ever only for one that a person has to mend, or that nobody has sent. */
function waitsRightly(s: State, c: Scenario, doc: ModelDoc): boolean {
  if (doc.due || doc.waitsFor === null) return false
  const parent = docNamed(c, doc.waitsFor)
  if (parent === undefined) return true
  return entryAt(s.docs, parent).links.length === 0
}
