import { z } from 'zod'
import { tieOutLists } from '../../domain/rules/tie-out/tie-out-line.ts'
import { externalId, text } from '../../domain/scalars.ts'
import { documentKind, explained, moment, page, pageQuery, uuid } from './wire.ts'

/** Is this customer already in the books? Best candidate first, with reasons a person can read. */
export const match = z
  .object({
    matchId: uuid,
    state: z.enum(['asked', 'decided', 'later', 'withdrawn']),
    customer: z.object({
      externalId: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      postcode: z.string().nullable(),
      url: z.string().nullable(),
    }),
    candidates: z.array(
      z.object({
        bookId: z.string(),
        name: z.string(),
        reasons: z.array(z.string()),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        postcode: z.string().nullable(),
        state: z.string().nullable(),
        isSupplier: z.boolean().nullable(),
        url: z.string().nullable(),
      }),
    ),
    askedAt: moment,
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'Match' })
export type Match = z.infer<typeof match>
export const matches = page(match)
export const matchesQuery = z.strictObject({ ...pageQuery, state: z.enum(['asked', 'decided', 'later', 'withdrawn']).optional() })
export const matchDecision = z
  .union([
    z.strictObject({ link: text(128).min(1) }),
    z.strictObject({ create: z.literal(true) }),
    z.strictObject({ later: z.literal(true) }),
  ])
  .meta({ id: 'MatchDecision' })

/** What is wrong now with a document or the connection, with what can be done. */
export const problem = explained
  .extend({
    problemId: uuid,
    connectionId: uuid,
    kind: documentKind.nullable(),
    externalId: z.string().nullable(),
    part: z.string(),
    version: z.number().int().nullable(),
    name: z.string().nullable(),
    number: z.string().nullable(),
    amount: z.number().int().nullable(),
    currency: z.string().nullable(),
    url: z.string().nullable(),
    bookId: z.string().nullable(),
    bookUrl: z.string().nullable(),
    syncRunId: uuid.nullable(),
    supportContact: z.string().nullable(),
    state: z.enum(['open', 'resolved', 'dismissed']),
    openedAt: moment,
    closedAt: moment.nullable(),
    closedBy: z.string().nullable(),
    choice: z.string().nullable(),
  })
  .meta({ id: 'ProblemRecord' })
export type ProblemRecord = z.infer<typeof problem>
export const problems = page(problem)
export const problemsQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'resolved', 'dismissed']).default('open'),
  code: text(100).optional(),
  kind: documentKind.optional(),
})
export const fix = z
  .strictObject({ choice: text(50).min(1), values: z.record(text(50), z.union([text(255), z.number()])).optional() })
  .meta({ id: 'Fix' })
/** `syncRunId`: the run that will look at it again. */
export const fixed = z
  .object({ problemId: uuid, state: z.enum(['open', 'resolved', 'dismissed']), syncRunId: uuid.nullable() })
  .meta({ id: 'Fixed' })
export type Fixed = z.infer<typeof fixed>

export const link = z
  .object({
    linkId: uuid,
    kind: documentKind,
    externalId: z.string(),
    part: z.string(),
    bookId: z.string(),
    bookNumber: z.string().nullable(),
    alias: z.boolean(),
    how: z.enum(['pushed', 'adopted', 'decided']),
    decidedBy: z.string().nullable(),
    version: z.number().int(),
    linkedAt: moment,
    detachedAt: moment.nullable(),
    detachedBy: z.string().nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'Link' })
export type Link = z.infer<typeof link>
export const links = page(link)
export const linksQuery = z.strictObject({ ...pageQuery, kind: documentKind.optional(), externalId: externalId.optional() })
export const move = z.strictObject({ externalId }).meta({ id: 'MoveLink' })

export const bookCustomersQuery = z.strictObject({
  ...pageQuery,
  linked: z.enum(['true', 'false']).optional(),
  query: text(200).optional(),
})
export const bookCustomer = z
  .object({
    bookId: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    state: z.string(),
    isSupplier: z.boolean(),
    linkedTo: z.string().nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'BookCustomer' })
export type BookCustomer = z.infer<typeof bookCustomer>
export const bookCustomers = page(bookCustomer)
/** Takes a contact of the books in as a customer of the host: under the host's id, or one made from the contact's. */
export const bringIn = z.strictObject({ externalId: externalId.optional() }).meta({ id: 'BringIn' })
export const broughtIn = z.object({ externalId: z.string(), linkId: uuid }).meta({ id: 'BroughtIn' })

export const bookPaymentsQuery = z.strictObject({ ...pageQuery, since: z.iso.date().optional() })
export const bookPayment = z
  .object({
    bookId: z.string(),
    form: z.string(),
    contactId: z.string().nullable(),
    customer: z.string().nullable(),
    date: z.iso.date(),
    amount: z.number().int(),
    currency: z.string(),
    bankAccountId: z.string().nullable(),
    reference: z.string().nullable(),
    reconciled: z.boolean(),
    state: z.string(),
    payment: z.string().nullable(),
    allocations: z.array(z.object({ bookId: z.string(), invoice: z.string().nullable(), amount: z.number().int() })),
  })
  .meta({ id: 'BookPayment' })
export type BookPayment = z.infer<typeof bookPayment>
export const bookPayments = page(bookPayment)

/** The latest comparison of both sides; amounts in minor units. */
export const tieOut = z
  .object({
    tieOutId: uuid,
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    agrees: z.boolean().nullable(),
    asOf: moment.nullable(),
    askedAt: moment,
    finishedAt: moment.nullable(),
    problem: explained.nullable(),
    summary: z.unknown(),
    lines: z.array(
      z.object({
        list: z.string(),
        kind: z.string().nullable(),
        externalId: z.string().nullable(),
        bookId: z.string().nullable(),
        cause: z.string().nullable(),
        ours: z.unknown(),
        theirs: z.unknown(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'TieOut' })
export type TieOut = z.infer<typeof tieOut>
export const tieOutQuery = z.strictObject({
  ...pageQuery,
  format: z.enum(['json', 'csv']).default('json'),
  list: z.enum(tieOutLists).optional(),
})
export const acceptedTieOut = z.object({ tieOutId: uuid }).meta({ id: 'AcceptedTieOut' })

/** What the bell says. */
export const notification = z
  .object({
    notificationId: uuid,
    code: z.string(),
    text: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
    connectionId: uuid.nullable(),
    syncRunId: uuid.nullable(),
    at: moment,
    readAt: moment.nullable(),
  })
  .meta({ id: 'Notification' })
export type Notification = z.infer<typeof notification>
export const notifications = page(notification).extend({ unread: z.number().int() })
export type Notifications = z.infer<typeof notifications>
