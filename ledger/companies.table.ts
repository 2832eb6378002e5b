import type { Generated } from 'kysely'
import type { Entitlement } from './shapes.ts'
import type { DefaultedJson } from './json-column.ts'

export interface HostsTable {
  id: Generated<string>
  name: string
  support_contact: string | null
  created_at: Generated<Date>
}

export interface CompaniesTable {
  company_id: Generated<string>
  host_id: string
  external_id: string
  name: string
  time_zone: Generated<string>
  entitlement: DefaultedJson<Entitlement>
  created_at: Generated<Date>
}
