import { z } from 'zod'
import { documentKinds } from '../../domain/entities.ts'

/** A moment, ISO 8601 UTC. */
export const moment = z.iso.datetime()
export const uuid = z.uuid()
export const documentKind = z.enum(documentKinds).meta({ id: 'DocumentKind' })

/** One field that was not as expected: a JSON pointer into the body (or `query/limit`), a code and words. */
export const fieldError = z
  .object({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'FieldError', description: 'One field that is not as expected.' })

/** RFC 9457 problem details with our code. */
export const problemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    whatToDo: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details. `code` is for ever; see the error table.' })
export type ProblemDetails = z.infer<typeof problemDetails>

/** How lists are paged: pass `nextCursor` of one answer as `cursor` of the next. */
export const pageQuery = { cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

export const choice = z
  .object({ choice: z.string(), label: z.string(), needs: z.array(z.string()).readonly().optional() })
  .meta({ id: 'Choice' })

/** A code in words for a person: what happened, who mends it, what to do, what can be pressed. */
export const explained = z
  .object({
    code: z.string(),
    remedy: z.enum(['wait', 'reconnect', 'settings', 'document', 'books', 'report']),
    title: z.string(),
    cause: z.string(),
    whatToDo: z.string(),
    choices: z.array(choice),
    detail: z.string().nullable().optional(),
  })
  .meta({
    id: 'Explained',
    description: 'A code of the error table with its words filled in. `detail` is what the other side said, word for word.',
  })
export type Explained = z.infer<typeof explained>

export const done = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' })
