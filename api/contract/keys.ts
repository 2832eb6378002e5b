import { z } from 'zod'
import { text } from '../../domain/scalars.ts'
import { provider } from './connections.ts'
import { moment, page, uuid } from './wire.ts'

/** `company`: one company; `host`: all companies of one host; `operator`: support, every view logged. */
export const keyScope = z.enum(['company', 'host', 'operator'])

export const newApiKey = z
  .strictObject({
    name: text(255).min(1),
    scope: keyScope,
    /** With scope `company`; ours or `ext:{hostId}`. */
    companyId: text(140).optional(),
    /** With scope `host`, operators only; absent: the caller's host. */
    hostId: uuid.optional(),
  })
  .meta({ id: 'NewApiKey' })

export const apiKey = z
  .object({
    id: uuid,
    name: z.string(),
    scope: keyScope,
    hostId: uuid.nullable(),
    companyId: uuid.nullable(),
    createdAt: moment,
    lastUsedAt: moment.nullable(),
    revokedAt: moment.nullable(),
  })
  .meta({ id: 'ApiKey' })
export const apiKeys = page(apiKey)
/** `key` is shown this once; we keep only its hash. */
export const createdApiKey = apiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' })

export const newSignInLink = z
  .strictObject({ companyId: text(140).optional().meta({ description: 'The one company the session is for; ours or ext:{hostId}.' }) })
  .meta({ id: 'NewSignInLink' })
export const signInLink = z.object({ url: z.string(), expiresAt: moment }).meta({ id: 'SignInLink' })

/** Who is asking: by key or by session. */
export const session = z
  .object({
    scope: keyScope,
    name: z.string(),
    hostId: uuid.nullable(),
    companyId: uuid.nullable(),
    signedInWith: z.enum(['key', 'session']),
    /** Where the Temporal UI is, for operators. */
    temporalUiUrl: z.string().nullable(),
    /** What can be connected here. `sandbox`: a pretend one, and every page says so. */
    providers: z.array(z.object({ provider, label: z.string(), sandbox: z.boolean() })),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>
