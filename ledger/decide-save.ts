import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import type { Values } from '../domain/errors.ts'
import { bookedFields, documentFacts } from './document-facts.ts'
import { fingerprint } from './fingerprint.ts'
import { enterMerge, type Merges } from './merged-customers.ts'
import type { Write } from './write-documents.ts'

export interface Sent<K extends DocumentKind> {
  externalId: string
  body: DocumentBodies[K]
  sourceVersion: string | undefined
  ifMatch?: number | undefined
}

export interface Stored<K extends DocumentKind> {
  version: number
  source_version: string | null
  fingerprint: Buffer
  body: DocumentBodies[K]
}

export interface Around {
  inBooks: boolean
  /** Issued number → id of the document that bears it; a number given here is entered, so that the next row of the batch sees it. */
  holders: Map<string, string>
  /** Merges of customers; a merge given here is entered, so that the next row of the batch sees it. */
  merges: Merges
}

export type SaveRefusal = 'STALE_DOCUMENT' | 'PRECONDITION_FAILED' | 'IN_BOOKS' | 'NUMBER_TAKEN' | 'MERGED_IN_A_CIRCLE'

/** What became of one document; a refusal is data and leaves the stored version as it was. */
export type SaveResult =
  | { result: 'created' | 'changed' | 'unchanged'; version: number }
  | { result: 'refused'; code: SaveRefusal; values: Values }

/** Decides what saving one document means, on what stands now: nothing, a new version, or a refusal with its reason. */
export function decideSave<K extends DocumentKind>(
  kind: K,
  sent: Sent<K>,
  stored: Stored<K> | undefined,
  around: Around,
): { result: SaveResult } | { write: Write<K> } {
  if (sent.ifMatch !== undefined && sent.ifMatch !== stored?.version) return refused('PRECONDITION_FAILED', {})
  if (stored && isLower(sent.sourceVersion, stored.source_version)) {
    return refused('STALE_DOCUMENT', { ours: sent.sourceVersion ?? '', theirs: stored.source_version ?? '' })
  }
  const print = fingerprint(sent.body)
  if (stored && print.equals(stored.fingerprint)) return unchanged(sent, stored, print)
  const booked = stored && around.inBooks ? changedBookedField(kind, stored.body, sent.body) : undefined
  if (booked !== undefined) return refused('IN_BOOKS', { field: booked })
  const circle = enterMerge(around.merges, sent.externalId, sent.body)
  if (circle !== undefined) return refused('MERGED_IN_A_CIRCLE', { customer: sent.externalId, value: circle })
  const holder = takeNumber(kind, sent, around.holders)
  if (holder !== undefined)
    return refused('NUMBER_TAKEN', { number: documentFacts(kind, sent.body).number ?? '', document: `${kind} ${holder}` })
  return { write: { ...sent, print, form: stored ? 'changed' : 'created', version: (stored?.version ?? 0) + 1 } }
}

const refused = (code: SaveRefusal, values: Values): { result: SaveResult } => ({ result: { result: 'refused', code, values } })

/** Same content with a higher counter: only the counter is kept, so that an older message is still known as old. */
function unchanged<K extends DocumentKind>(sent: Sent<K>, stored: Stored<K>, print: Buffer): { result: SaveResult } | { write: Write<K> } {
  if (sent.sourceVersion === undefined || sent.sourceVersion === stored.source_version) {
    return { result: { result: 'unchanged', version: stored.version } }
  }
  return { write: { ...sent, print, form: 'unchanged', version: stored.version } }
}

/** Counters are integers or moments; one of each cannot be compared, and is taken as newer. */
function isLower(sent: string | undefined, stored: string | null): boolean {
  if (sent === undefined || stored === null) return false
  const [ours, theirs] = isInteger(sent) && isInteger(stored) ? [Number(sent), Number(stored)] : [Date.parse(sent), Date.parse(stored)]
  return isInteger(sent) === isInteger(stored) && ours < theirs
}

const isInteger = (counter: string): boolean => /^-?\d+$/.test(counter)

function changedBookedField<K extends DocumentKind>(kind: K, before: DocumentBodies[K], after: DocumentBodies[K]): string | undefined {
  const fields: Record<string, (body: DocumentBodies[K]) => unknown> = bookedFields[kind]
  return Object.entries(fields).find(([, read]) => read(before) !== read(after))?.[0]
}

/** The document that stands in the way of this number; none: the number is taken now. */
function takeNumber<K extends DocumentKind>(kind: K, sent: Sent<K>, holders: Map<string, string>): string | undefined {
  const { number, state } = documentFacts(kind, sent.body)
  if (number === null || state !== 'issued') return undefined
  const holder = holders.get(number) ?? sent.externalId
  if (holder !== sent.externalId) return holder
  holders.set(number, sent.externalId)
  return undefined
}
