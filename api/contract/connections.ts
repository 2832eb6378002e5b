import { z } from 'zod'
import { vatSchemes } from '../../domain/books.ts'
import { automationNames, automationStates, connectionStates, providerNames } from '../../domain/entities.ts'
import { settings } from '../../domain/settings.ts'
import { text } from '../../domain/scalars.ts'
import { explained, moment, page, uuid } from './wire.ts'

export const provider = z.enum(providerNames).meta({ id: 'Provider' })

export const newConnection = z
  .strictObject({
    provider,
    /** Where the browser goes after the sign-in: an address of ours or of the host. */
    returnTo: text(2000).optional(),
  })
  .meta({ id: 'NewConnection' })
/** Send the browser to `authorizeUrl`; the same for reconnecting an existing connection. */
export const begunConnection = z.object({ connectionId: uuid, authorizeUrl: z.string() }).meta({ id: 'BegunConnection' })
export type BegunConnection = z.infer<typeof begunConnection>

export const organisation = z
  .object({
    organisationId: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    baseCurrency: z.string().nullable(),
    lockedUntil: z.iso.date().nullable(),
    vatScheme: z.enum(vatSchemes).nullable(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Organisation' })

export const connection = z
  .object({
    connectionId: uuid,
    provider,
    providerLabel: z.string(),
    /** A pretend provider: every page says so. */
    sandbox: z.boolean(),
    state: z.enum(connectionStates),
    /** Why it is not ready, in words. */
    reason: explained.nullable(),
    organisation: organisation.nullable(),
    /** To choose from while `choosing`. */
    organisations: z.array(z.object({ organisationId: z.string(), name: z.string() })),
    settingsVersion: z.number().int(),
    codesReadAt: moment.nullable(),
    mirrorFilledAt: moment.nullable(),
    createdAt: moment,
  })
  .meta({ id: 'Connection' })
export type Connection = z.infer<typeof connection>
export const connections = page(connection)

export const chosenOrganisation = z.strictObject({ organisationId: text(128).min(1) }).meta({ id: 'ChosenOrganisation' })

export const newAppKeys = z
  .strictObject({ clientId: text(200).min(1), clientSecret: text(500).min(1), consent: z.literal(true) })
  .meta({ id: 'NewAppKeys' })
/** The client id and the redirect address to copy; the secret is never given back. */
export const appKeys = z
  .object({ provider, clientId: z.string().nullable(), redirectUrl: z.string(), consentedAt: moment.nullable() })
  .meta({ id: 'AppKeys' })
export type AppKeys = z.infer<typeof appKeys>

/** Something that the accounting package does by itself beside what we send. `explained`: what it may do and where it is switched off; null where nothing has to be said. */
export const automation = z
  .object({ name: z.enum(automationNames), state: z.enum(automationStates), explained: explained.nullable() })
  .meta({ id: 'Automation' })
/** `readAt`: when the provider was asked last; null: not yet. */
export const automations = z.object({ readAt: moment.nullable(), items: z.array(automation) }).meta({ id: 'Automations' })
export type Automations = z.infer<typeof automations>

export const settingsBody = settings.meta({ id: 'Settings' })
/** Settings with their version; send it back in If-Match. `missing`: what must be set before the kinds named can be sent. */
export const settingsReply = z
  .object({
    version: z.number().int(),
    changedAt: moment.nullable(),
    changedBy: z.string().nullable(),
    settings: settingsBody,
    missing: z.array(explained),
    warnings: z.array(explained),
    automations,
    versions: z.array(z.object({ version: z.number().int(), changedAt: moment, changedBy: z.string() })),
  })
  .meta({ id: 'SettingsReply' })
export type SettingsReply = z.infer<typeof settingsReply>

/** One code that documents use, how many use it, and what it is mapped to, now or as a first proposal. */
const used = {
  code: z.string(),
  documents: z.number().int(),
  mapped: z.string().nullable(),
  proposed: z.string().nullable(),
  why: z.string().nullable(),
}
export const proposal = z
  .object({
    taxCodes: z.array(
      z.object({
        ...used,
        treatment: z.string().nullable(),
        percent: z.string().nullable(),
      }),
    ),
    nominalCodes: z.array(z.object(used)),
    methods: z.array(z.object(used)),
    defaultNominalCode: z.string().nullable(),
    startFrom: z.iso.date().nullable(),
    /** Why that day is proposed; null where the settings have one already, or none is proposed. */
    startFromWhy: z.string().nullable(),
    /** The current settings with every proposal filled in, but for a start date that only the VAT period speaks for: PUT it as it is to accept. */
    settings: settingsBody,
  })
  .meta({ id: 'SettingsProposal' })
export type SettingsProposal = z.infer<typeof proposal>

export const taxCode = z
  .object({
    bookId: z.string(),
    name: z.string(),
    percent: z.string(),
    treatment: z.string().nullable(),
    active: z.boolean(),
    forSales: z.boolean(),
  })
  .meta({ id: 'TaxCode' })
export const nominalCode = z
  .object({
    bookId: z.string(),
    code: z.string(),
    name: z.string(),
    type: z.string(),
    active: z.boolean(),
    forSales: z.boolean(),
    defaultTaxCode: z.string().nullable().optional(),
  })
  .meta({ id: 'NominalCode' })
export const bankAccount = z
  .object({
    bookId: z.string(),
    code: z.string().nullable().optional(),
    name: z.string(),
    currency: z.string().nullable().optional(),
    active: z.boolean(),
    form: z.enum(['bank', 'clearing']),
  })
  .meta({ id: 'BankAccount' })
export const codes = z
  .object({ readAt: moment.nullable(), taxCodes: z.array(taxCode), nominalCodes: z.array(nominalCode), bankAccounts: z.array(bankAccount) })
  .meta({ id: 'Codes' })
export type Codes = z.infer<typeof codes>
