import type { Generated } from 'kysely'

export interface ApiKeysTable {
  id: Generated<string>
  hash: Buffer
  name: string
  scope: 'company' | 'host' | 'operator'
  host_id: string | null
  company_id: string | null
  created_at: Generated<Date>
  last_used_at: Date | null
  revoked_at: Date | null
}

export interface SessionsTable {
  id: Generated<string>
  hash: Buffer
  api_key_id: string
  company_id: string | null
  created_at: Generated<Date>
  expires_at: Date
  ended_at: Date | null
}

export interface SignInLinksTable {
  hash: Buffer
  api_key_id: string
  company_id: string | null
  expires_at: Date
  used_at: Date | null
}

export interface ViewingsTable {
  id: Generated<number>
  at: Generated<Date>
  api_key_id: string
  company_id: string | null
  path: string
}

export interface IdempotencyKeysTable {
  api_key_id: string
  path: string
  key: string
  body_hash: Buffer
  status: number | null
  answer: string | null
  created_at: Generated<Date>
}
