import { z } from 'zod'
import { documentStatuses } from '../../domain/entities.ts'
import { documentSchemas } from '../../domain/document.ts'
import { documentKind, explained, moment, page, pageQuery, uuid } from './wire.ts'

/** The four bodies, named for the OpenAPI document. */
export const bodies = {
  customer: documentSchemas.customer.meta({ id: 'Customer' }),
  invoice: documentSchemas.invoice.meta({ id: 'Invoice' }),
  credit: documentSchemas.credit.meta({ id: 'Credit' }),
  payment: documentSchemas.payment.meta({ id: 'Payment' }),
}

export const documentStatus = z.enum(documentStatuses).meta({ id: 'DocumentStatus' })

/** The same record in the books. Amounts in minor units. */
export const documentLink = z
  .object({
    linkId: uuid,
    connectionId: uuid,
    part: z.string(),
    bookId: z.string(),
    bookNumber: z.string().nullable(),
    how: z.enum(['pushed', 'adopted', 'decided']),
    version: z.number().int(),
    linkedAt: moment,
    url: z.string().nullable(),
    bookState: z.string().nullable(),
    amountDue: z.number().int().nullable(),
    paidOn: z.iso.date().nullable(),
  })
  .meta({ id: 'DocumentLink' })
export type DocumentLink = z.infer<typeof documentLink>

export const documentProblem = explained.extend({ problemId: uuid, connectionId: uuid, openedAt: moment }).meta({ id: 'DocumentProblem' })

/** What we add to a document: its version and where it stands. */
const facts = {
  externalId: z.string(),
  version: z.number().int(),
  receivedAt: moment,
  status: documentStatus,
  waitingFor: z.string().nullable(),
  links: z.array(documentLink),
  problems: z.array(documentProblem),
}
export const documentReplies = {
  customer: documentSchemas.customer.safeExtend(facts).meta({ id: 'CustomerWithStatus' }),
  invoice: documentSchemas.invoice.safeExtend(facts).meta({ id: 'InvoiceWithStatus' }),
  credit: documentSchemas.credit.safeExtend(facts).meta({ id: 'CreditWithStatus' }),
  payment: documentSchemas.payment.safeExtend(facts).meta({ id: 'PaymentWithStatus' }),
}
export type InvoiceWithStatus = z.infer<typeof documentReplies.invoice>

/** The answer to a PUT. `started`: the run that automatic sync asked for. */
export const savedDocument = z
  .object({
    kind: documentKind,
    externalId: z.string(),
    version: z.number().int(),
    result: z.enum(['created', 'changed', 'unchanged']),
    receivedAt: moment,
    started: z.array(z.object({ connectionId: uuid, syncRunId: uuid })),
  })
  .meta({ id: 'SavedDocument' })
export type SavedDocument = z.infer<typeof savedDocument>

export const documentListQuery = z.strictObject({ ...pageQuery, state: documentStatus.optional(), query: z.string().max(200).optional() })
/** A row of a list: enough to show and to find. `amount` in minor units. */
export const documentRow = z
  .object({
    kind: documentKind,
    externalId: z.string(),
    version: z.number().int(),
    state: z.string(),
    status: documentStatus,
    waitingFor: z.string().nullable(),
    name: z.string().nullable(),
    number: z.string().nullable(),
    customer: z.string().nullable(),
    date: z.iso.date().nullable(),
    amount: z.number().int().nullable(),
    currency: z.string().nullable(),
    receivedAt: moment,
  })
  .meta({ id: 'DocumentRow' })
export type DocumentRow = z.infer<typeof documentRow>
export const documentPage = page(documentRow)

/** One thing that happened to a document, oldest first. */
export const timelineEntry = z
  .object({
    at: moment,
    event: z.enum(['received', 'item', 'linked', 'detached', 'problem', 'problemClosed', 'question', 'decided']),
    version: z.number().int().nullable(),
    connectionId: uuid.nullable(),
    syncRunId: uuid.nullable(),
    outcome: z.string().nullable(),
    part: z.string().nullable(),
    bookId: z.string().nullable(),
    bookNumber: z.string().nullable(),
    url: z.string().nullable(),
    waitsFor: z.string().nullable(),
    problem: explained.nullable(),
    by: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof timelineEntry>
export const timeline = z.object({ items: z.array(timelineEntry) })

export const statusesQuery = z.strictObject({
  ids: z.string().max(30_000).meta({
    description:
      'Up to 200 of `kind/externalId`, comma separated; an id without a kind is an invoice. Commas inside an id are written %2C once more.',
  }),
})
export const statuses = z.object({
  items: z.array(
    z
      .object({
        kind: documentKind,
        externalId: z.string(),
        status: documentStatus,
        waitingFor: z.string().nullable(),
        bookNumber: z.string().nullable(),
        problemCode: z.string().nullable(),
      })
      .meta({ id: 'Status' }),
  ),
})
