import { entryAt } from './entry-at.ts'
import { bodyOf, amounts } from './bodies.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import type { Found, ModelAnswer, ModelItem, ModelRecord, ModelRequest, State } from './state.ts'

/* The provider's books: what a request does in them, and what a look-up finds, as the provider contract describes it. */

/** Carries one item of a request out. Two records of one document are marked as bad, unless the scenario says that they have to be told. */
export function enter(s: State, c: Scenario, r: Rules, request: ModelRequest, item: ModelItem): ModelAnswer {
  if (item.rec !== null && item.op.startsWith('update')) return change(s, request, item)
  const like = newRecord(s, c, request, item)
  if (like.num !== null) {
    const holder = s.recs.findIndex(
      (record) => record.kind === like.kind && record.num === like.num && (!record.void || like.kind === 'customer'),
    )
    if (holder >= 0 && r.createOnly) return 'used'
    if (holder >= 0) return overwrite(s, holder, item)
  }
  if (like.kind === 'allocation' && allocated(s, item.d) + amounts.allocation > amounts.credit) return 'refused'
  const before = s.recs.filter((record) => record.doc === item.d && record.part === item.part)
  if (before.some((record) => record.void)) s.bad ??= 'created again what a person had made void'
  if (before.some((record) => !record.void) && !c.doublingIsTold) s.bad ??= 'two records of one document in the books'
  if (request.org !== request.meant) s.bad ??= 'sent to another organisation'
  s.recs.push(like)
  return s.recs.length - 1
}

function newRecord(s: State, c: Scenario, request: ModelRequest, item: ModelItem): ModelRecord {
  const spec = entryAt(c.docs, item.d)
  const kind = item.op === 'allocateCredit' ? 'allocation' : spec.kind
  const on =
    item.needs.find((ref) => ref.startsWith('invoice/')) ??
    (spec.kind === 'payment' || kind === 'allocation' ? `invoice/${spec.on ?? 'base'}` : '')
  return {
    kind,
    num: kind === 'payment' || kind === 'allocation' ? null : item.num,
    token: kind === 'payment' ? `CF-${item.d}` : null,
    doc: item.d,
    part: item.part,
    version: item.version,
    amount: amounts[kind],
    on,
    altered: false,
    void: false,
    visible: s.t + c.visibilityLag,
    rev: 0,
    org: request.org,
    by: [request.key],
  }
}

function change(s: State, request: ModelRequest, item: ModelItem): ModelAnswer {
  const record = entryAt(s.recs, item.rec ?? -1)
  if (record.void) return 'refused'
  if (record.altered && record.version === item.version) s.bad ??= "sent again over a person's change"
  Object.assign(record, { version: item.version, num: record.num === null ? null : item.num, altered: false, rev: record.rev + 1 })
  if (!record.by.includes(request.key)) record.by.push(request.key)
  return item.rec ?? -1
}

function overwrite(s: State, holder: number, item: ModelItem): ModelAnswer {
  const record = entryAt(s.recs, holder)
  if (record.doc !== item.d) s.bad ??= "overwrote somebody else's record"
  record.version = item.version
  return holder
}

const allocated = (s: State, d: number): number =>
  s.recs.filter((record) => record.kind === 'allocation' && record.doc === d).length * amounts.allocation

/** Everything in the books that bears what was sent. */
export function find(s: State, c: Scenario, r: Rules, item: ModelItem, org: number): Found[] {
  const number = r.byEnvelope ? item.num : todaysNumber(s, c, item)
  const records = s.recs
    .map((record, index) => ({ record, id: `R${index}`, index }))
    .filter(({ record }) => record.visible <= s.t && record.org === org)
  if (item.rec !== null && item.op.startsWith('update')) {
    const own = records.find(({ index }) => index === item.rec)
    return own === undefined ? [] : [{ bookId: own.id, likeness: updateLikeness(s, own.record, item) }]
  }
  const kind = item.op === 'allocateCredit' ? 'allocation' : entryAt(c.docs, item.d).kind
  if (kind === 'allocation' && !r.allocationRead) return []
  return records.flatMap(({ record, id }): Found[] => {
    if (record.kind !== kind || (!r.voidIsSeen && record.void)) return []
    const likeness = likenessOf(c, r, record, item, number)
    return likeness === undefined ? [] : [{ bookId: id, likeness }]
  })
}

function likenessOf(c: Scenario, r: Rules, record: ModelRecord, item: ModelItem, number: string | null): Found['likeness'] | undefined {
  if (record.kind === 'allocation') return record.doc === item.d && record.part === item.part && !record.void ? 'same' : undefined
  if (record.kind === 'payment') return moneyLikeness(r, record, item)
  if (record.num !== number) return undefined
  // The same customer, day and total: it holds what was sent, whoever entered it. What the scenarios enter by hand has another total.
  const ours = record.doc >= 0 && entryAt(c.docs, record.doc).customer === entryAt(c.docs, item.d).customer
  if (!ours) return 'stranger'
  if (record.void) return 'void'
  return record.altered ? 'changed' : 'same'
}

/** With a token ours is what bears it; without, what is like it in everything. */
function moneyLikeness(r: Rules, record: ModelRecord, item: ModelItem): Found['likeness'] | undefined {
  const ours = r.token ? record.token === `CF-${item.d}` : true
  if (ours) return record.void ? 'void' : record.altered ? 'changed' : 'same'
  return record.void || record.altered || record.doc >= 0 ? undefined : 'stranger'
}

function updateLikeness(s: State, record: ModelRecord, item: ModelItem): Found['likeness'] {
  if (record.void) return 'void'
  if (record.version === item.version && !record.altered) return 'same'
  const before = entryAt(s.docs, item.d).links.find((link) => link.part === item.part)?.rev
  return before === record.rev ? 'before' : 'changed'
}

function todaysNumber(s: State, c: Scenario, item: ModelItem): string | null {
  const body = bodyOf(entryAt(c.docs, item.d), entryAt(s.docs, item.d).version, entryAt(s.docs, item.d).renumbered)
  return 'number' in body ? body.number : item.num
}
