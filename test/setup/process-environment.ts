import type { FreshTemporal } from './temporal.ts'

/** What a process of ours works with. */
export interface ProcessParts {
  databaseUrl: string
  temporal: Pick<FreshTemporal, 'address' | 'namespace'>
  /** `id:key`, the key in base64. */
  secretKey: string
  sandboxUrl: string
}

/** The environment of a process of ours that works with these parts. */
export const processEnvironment = ({ databaseUrl, temporal, secretKey, sandboxUrl }: ProcessParts) => ({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  SECRET_KEY: secretKey,
  XERO_CLIENT_ID: 'sandbox',
  XERO_CLIENT_SECRET: 'sandbox',
  XERO_API_URL: sandboxUrl,
  XERO_LOGIN_URL: sandboxUrl,
  XERO_IDENTITY_URL: sandboxUrl,
})
