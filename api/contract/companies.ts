import { z } from 'zod'
import { text } from '../../domain/scalars.ts'
import { moment, page, uuid } from './wire.ts'

const timeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone like Europe/London')

/** What a company has paid for. `ended`: nothing is sent, everything can be read. */
export const entitlement = z
  .strictObject({ state: z.enum(['trial', 'active', 'ended']), trialEndsOn: z.iso.date().optional() })
  .meta({ id: 'Entitlement' })
export type Entitlement = z.infer<typeof entitlement>

export const newCompany = z
  .strictObject({
    externalId: text(128).min(1),
    name: text(255).min(1),
    timeZone: timeZone.optional(),
    /** Operators only: the host it belongs to; absent: the first host. */
    hostId: uuid.optional(),
  })
  .meta({ id: 'NewCompany' })
export const companyChange = z.strictObject({ name: text(255).min(1), timeZone: timeZone.optional() }).meta({ id: 'CompanyChange' })

export const company = z
  .object({
    companyId: uuid,
    hostId: uuid,
    externalId: z.string(),
    name: z.string(),
    timeZone: z.string(),
    entitlement,
    createdAt: moment,
  })
  .meta({ id: 'Company' })
export type Company = z.infer<typeof company>
export const companies = page(company)

export const newHost = z.strictObject({ name: text(255).min(1), supportContact: text(255).optional() }).meta({ id: 'NewHost' })
export const host = z
  .object({ hostId: uuid, name: z.string(), supportContact: z.string().nullable(), createdAt: moment })
  .meta({ id: 'Host' })
export const hosts = page(host)

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
