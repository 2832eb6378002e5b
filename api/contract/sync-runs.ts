import { z } from 'zod'
import { includables, lanes, outcomes, stages, syncStatuses } from '../../domain/entities.ts'
import { externalId, text } from '../../domain/scalars.ts'
import { documentKind, explained, moment, page, pageQuery, uuid } from './wire.ts'

export const include = z.array(z.enum(includables)).min(1)
const documents = z
  .array(z.strictObject({ kind: documentKind, externalId }))
  .min(1)
  .max(1000)

/** What to sync: either kinds (and, if wanted, only these documents), or exactly what a preview showed. */
export const newSyncRun = z
  .strictObject({ include: include.optional(), previewId: uuid.optional(), documents: documents.optional() })
  .meta({ id: 'NewSyncRun' })
export const newPreview = z.strictObject({ include: include.optional(), documents: documents.optional() }).meta({ id: 'NewPreview' })
/** `joined`: a run of the same kind was waiting and now serves this wish too. */
export const acceptedSyncRun = z.object({ syncRunId: uuid, joined: z.boolean() }).meta({ id: 'AcceptedSyncRun' })
export type AcceptedSyncRun = z.infer<typeof acceptedSyncRun>
export const acceptedPreview = z.object({ previewId: uuid }).meta({ id: 'AcceptedPreview' })
export type AcceptedPreview = z.infer<typeof acceptedPreview>

/** `planned`: all that the run has planned so far; `toGo`: what of it is still to be done. Per kind of document, how many have come to each outcome. */
export const runCounts = z
  .object({
    planned: z.number().int().default(0),
    toGo: z.number().int().default(0),
    byKind: z.record(z.string(), z.record(z.string(), z.number().int())).default({}),
  })
  .meta({ id: 'RunCounts' })

const run = {
  connectionId: uuid,
  lane: z.enum(lanes),
  status: z.enum(syncStatuses),
  stage: z.enum(stages).nullable(),
  include: z.array(z.string()),
  counts: runCounts,
  /** Why it stopped or needs attention. */
  problem: explained.nullable(),
  askedBy: z.string(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
}
export const syncRun = z
  .object({ syncRunId: uuid, previewId: uuid.nullable(), stopAskedAt: moment.nullable(), temporalUrl: z.string().nullable(), ...run })
  .meta({ id: 'SyncRun' })
export type SyncRun = z.infer<typeof syncRun>
export const syncRuns = page(syncRun)

/** What a run would do: counts by decision, and what each kind comes to in minor units per currency. */
export const preview = z
  .object({
    previewId: uuid,
    expiresAt: moment,
    decisions: z.record(z.string(), z.record(z.string(), z.number().int())),
    /** Sum of what would be written, per kind and currency, in minor units. */
    totals: z.array(z.object({ kind: documentKind, currency: z.string(), documents: z.number().int(), amount: z.number().int() })),
    warnings: z.array(explained.extend({ count: z.number().int() })),
    refusals: z.array(explained.extend({ count: z.number().int() })),
    ...run,
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof preview>
export const previews = page(preview.omit({ decisions: true, totals: true, warnings: true, refusals: true }))

export const itemsQuery = z.strictObject({
  ...pageQuery,
  outcome: z.enum(outcomes).optional(),
  decision: z.enum(['write', 'adopt', 'skip', 'wait', 'hold', 'ask', 'refuse']).optional(),
  kind: documentKind.optional(),
  format: z.enum(['json', 'csv']).default('json'),
})
/** One document (or part of it) in a run. */
export const syncRunItem = z
  .object({
    itemId: uuid,
    kind: documentKind,
    externalId: z.string(),
    part: z.string(),
    version: z.number().int(),
    /** The document as a person knows it. */
    name: z.string().nullable(),
    number: z.string().nullable(),
    customer: z.string().nullable(),
    date: z.iso.date().nullable(),
    amount: z.number().int().nullable(),
    currency: z.string().nullable(),
    url: z.string().nullable(),
    decision: z.string(),
    operation: z.string().nullable(),
    outcome: z.enum(outcomes).nullable(),
    problem: explained.nullable(),
    /** The problem that this item met: `GET …/problems/{problemId}`. Null: it has none of its own. */
    problemId: uuid.nullable(),
    notes: z.array(explained),
    waitsFor: z.string().nullable(),
    bookId: z.string().nullable(),
    bookNumber: z.string().nullable(),
    bookUrl: z.string().nullable(),
    /** Previews only: the body as it would be sent, and what the books should show. */
    body: z.unknown().optional(),
    expected: z.unknown().optional(),
    at: moment,
  })
  .meta({ id: 'SyncRunItem' })
export type SyncRunItem = z.infer<typeof syncRunItem>
export const syncRunItems = page(syncRunItem)

export const logQuery = z.strictObject(pageQuery)
export const logLine = z
  .object({
    id: z.number().int(),
    at: moment,
    level: z.enum(['info', 'warning', 'error']),
    stage: z.string(),
    event: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'LogLine' })
export const log = page(logLine)

/** One request as it was stored before it was sent, and what came back; texts are kept 90 days. */
export const envelope = z
  .object({
    envelopeId: uuid,
    operation: z.string(),
    method: z.string(),
    path: z.string(),
    idempotencyKey: z.string(),
    state: z.string(),
    attempt: z.number().int(),
    /** Its outcome was not known once, and had to be looked up. */
    wasUnknown: z.boolean(),
    writtenAt: moment,
    sentAt: moment.nullable(),
    settledAt: moment.nullable(),
    detail: z.string().nullable(),
    correlationId: z.string().nullable(),
    body: z.string().nullable(),
    answer: z.string().nullable(),
    items: z.array(
      z.object({
        kind: documentKind,
        externalId: z.string(),
        part: z.string(),
        version: z.number().int(),
        result: z.string().nullable(),
        bookId: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Envelope' })
export const envelopes = page(envelope)

/** Raw Temporal events, page by page, while Temporal keeps them; later the compact copy kept at the end of the run. */
export const history = z.object({ source: z.enum(['temporal', 'kept']), items: z.array(z.unknown()), nextCursor: z.string().nullable() })

/** `confirm`: nobody says this by accident. */
export const setBack = z.strictObject({ confirm: z.literal('the database was set back') }).meta({ id: 'SetBack' })
/** How many connections look before they create now, and how many runs were ended. */
export const setBackDone = z.object({ connections: z.number().int(), runs: z.number().int() }).meta({ id: 'SetBackDone' })

/** What comes down an event stream: something changed; read it again. */
export const change = z.object({ kind: z.string(), id: z.string() }).meta({ id: 'Change' })

export const operatorRunsQuery = z.strictObject({ ...pageQuery, company: text(140).optional(), state: z.enum(syncStatuses).optional() })
export const operatorRun = syncRun.extend({ companyId: uuid, companyName: z.string(), provider: z.string() }).meta({ id: 'OperatorRun' })
export type OperatorRun = z.infer<typeof operatorRun>
export const operatorRuns = page(operatorRun)
export const searchQuery = z.strictObject({ query: text(200).min(2) })
export const searchResult = z
  .object({
    type: z.enum(['company', 'connection', 'syncRun', 'document']),
    companyId: uuid,
    companyName: z.string(),
    connectionId: uuid.nullable(),
    id: z.string(),
    label: z.string(),
  })
  .meta({ id: 'SearchResult' })
export type SearchResult = z.infer<typeof searchResult>
export const searchResults = z.object({ items: z.array(searchResult) })
