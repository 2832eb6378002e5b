import type { BookContact } from '../books.ts'
import type { Customer } from '../customer.ts'
import type { Note } from '../plan.ts'
import type { WriteIntent } from '../plan.ts'
import { refOf } from './refs.ts'
import type { Decide, LinkFacts, PushDecision, PushFacts } from '../push-facts.ts'
import { cleanName } from './normalise-name.ts'
import { waitForParents } from './wait-for-parents.ts'

type Facts = PushFacts<'customer'>

/** What is to become of a customer (accounting rules 25 to 32). The match stage has linked or asked before; whoever is left without a link is new. */
export const decideCustomer: Decide<'customer'> = (facts) => [decide(facts)]

function decide(facts: Facts): PushDecision {
  const { body } = facts.document
  if (body.hold === true) return { decision: 'hold', part: 'main' }
  const link = facts.links.main
  if (link !== undefined) return decideLinked(facts, link)
  switch (body.state) {
    case 'merged':
      return decideAlias(facts)
    case 'archived':
      return { decision: 'notDue', part: 'main', code: 'ARCHIVED_IN_HOST', values: { customer: body.name } }
    case 'active':
      return decideNew(facts)
    default:
      return body.state satisfies never
  }
}

/** The host merged this customer into another: its documents go to that one's contact (accounting rule 26). */
function decideAlias(facts: Facts): PushDecision {
  const { mergedInto } = facts.document.body
  if (mergedInto === undefined) return { decision: 'refuse', part: 'main', code: 'FIELD_REQUIRED', values: { field: 'Merged into' } }
  const primary = refOf('customer', mergedInto)
  const waits = waitForParents(facts, [primary])
  if (waits !== undefined) return waits
  const bookId = facts.parents.get(primary)?.bookId
  if (bookId === undefined) {
    return {
      decision: 'wait',
      part: 'main',
      waitsFor: primary,
      code: 'PARENT_WAITING',
      values: { waitsFor: `customer ${mergedInto}` },
      notes: [],
    }
  }
  return {
    decision: 'adopt',
    part: 'main',
    bookId,
    alias: true,
    notes: [{ code: 'CUSTOMER_MERGED_HERE', values: { customer: mergedInto } }],
  }
}

function decideNew(facts: Facts): PushDecision {
  const { document, token, sendName, match } = facts
  if (match !== undefined && facts.choice !== 'create') return { decision: 'ask', part: 'main', ...match }
  const named = sendName ?? { name: cleanName(document.body.name), notes: [] }
  const intent: WriteIntent = { operation: 'createCustomer', part: 'main', document: withName(document, named.name), token }
  return { decision: 'write', step: 'customers', intent, needs: [], notes: named.notes }
}

const withName = (document: Facts['document'], name: string): Facts['document'] => ({ ...document, body: { ...document.body, name } })

const nothing: PushDecision = { decision: 'skip', part: 'main' }

function decideLinked(facts: Facts, link: LinkFacts): PushDecision {
  const { record, document } = facts
  // Also of one that became an alias by the merge.
  if (facts.standsAgain !== undefined)
    return { decision: 'ask', part: 'main', code: 'CUSTOMER_MERGE_UNDONE', values: {}, bookId: facts.standsAgain }
  // An alias has no contact of its own: the primary's customer speaks for it. Merges in the books are followed (accounting rule 30).
  if (link.alias || document.body.state === 'merged') return nothing
  if (record?.mergedInto !== undefined) {
    return { decision: 'adopt', part: 'main', bookId: record.mergedInto, notes: [{ code: 'CUSTOMER_MERGED_IN_BOOKS', values: {} }] }
  }
  if (record?.state === 'archived') return archived(facts, link)
  const compared = compareThreeWays(facts, link, record)
  if (compared.both !== undefined && facts.choice === undefined) {
    return { decision: 'ask', part: 'main', code: 'CUSTOMER_CHANGED_BOTH', values: compared.both, bookId: link.bookId }
  }
  const fields = facts.choice === 'sendOurs' ? [...compared.ours, ...compared.conflicts] : compared.ours
  if (fields.length === 0 || facts.choice === 'acceptTheirs') return nothing
  return update(facts, link, fields, compared.notes)
}

/** The books take nothing for an archived contact: said at once, not when the first invoice is refused. A customer archived here too is no problem. */
function archived({ document, choice }: Facts, { bookId }: LinkFacts): PushDecision {
  const fine = document.body.state === 'archived' || choice === 'leave' || choice === 'mendedInBooks'
  return fine ? nothing : { decision: 'refuse', part: 'main', code: 'CONTACT_ARCHIVED', values: { customer: document.body.name }, bookId }
}

function update(facts: Facts, { bookId }: LinkFacts, fields: string[], notes: Note[]): PushDecision {
  const { document, token, sendName } = facts
  const named = fields.includes('name') && sendName !== undefined ? withName(document, sendName.name) : document
  const intent: WriteIntent = { operation: 'updateCustomer', part: 'main', document: named, token, bookId, fields }
  return { decision: 'write', step: 'customers', intent, needs: [], notes }
}

interface Compared {
  /** Fields that only we changed: they are sent. */
  ours: string[]
  /** Fields that both sides changed, to different things. */
  conflicts: string[]
  /** The first of them, in words. */
  both: { field: string; ours: string; theirs: string } | undefined
  /** What someone changed in the books, which is kept. */
  notes: Note[]
}

/** Last sent, ours, theirs, field by field (accounting rule 29): ours changed is sent, theirs changed is kept, both changed is a question. */
function compareThreeWays({ document, linkedBody }: Facts, link: LinkFacts, record: BookContact | undefined): Compared {
  const now = customerFields(document.body)
  const before = linkedBody === undefined ? now : customerFields(linkedBody)
  const last = { ...before, ...link.sent?.expected?.fields }
  const compared: Compared = { ours: [], conflicts: [], both: undefined, notes: [] }
  for (const [field, value] of Object.entries(now)) {
    const theirs = record?.fields[field]
    const weChanged = !alike(value, before[field] ?? '')
    // A contact that was linked, not written, may never have had this field: blank is nobody's change.
    const neverThere = theirs === '' && link.sent?.expected?.fields === undefined
    const theyChanged = theirs !== undefined && !neverThere && !alike(theirs, last[field] ?? '')
    if (theyChanged && alike(theirs, value)) continue
    if (weChanged && !theyChanged) compared.ours.push(field)
    if (weChanged && theyChanged) {
      compared.conflicts.push(field)
      compared.both ??= { field, ours: value, theirs }
    }
    if (!weChanged && theyChanged) compared.notes.push({ code: 'CUSTOMER_CHANGED_IN_BOOKS', values: { field, theirs } })
  }
  return compared
}

/** A customer field by field, by the names of `BookContact.fields`; blank where there is nothing. */
export function customerFields(body: Customer): Record<string, string> {
  const { lines, city, region, postcode, country } = body.billingAddress ?? {}
  return {
    name: body.name,
    accountNumber: body.accountNumber ?? '',
    contactName: body.contactName ?? '',
    email: body.email ?? '',
    phone: body.phone ?? '',
    mobile: body.mobile ?? '',
    line1: lines?.[0] ?? '',
    line2: lines?.[1] ?? '',
    line3: lines?.[2] ?? '',
    line4: lines?.slice(3).join(', ') ?? '',
    city: city ?? '',
    region: region ?? '',
    postcode: postcode ?? '',
    country: country ?? '',
    vatNumber: body.vatNumber ?? '',
    companyNumber: body.companyNumber ?? '',
  }
}

/** Equal but for blanks and case: what a provider tidies up is no change. */
const alike = (a: string, b: string): boolean => a.replace(/\s+/gu, '').toLowerCase() === b.replace(/\s+/gu, '').toLowerCase()
