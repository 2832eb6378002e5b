import type { Ledger } from './database.ts'

/** Notes that an operator looked at a company, or at a list across companies; the path says what at, never a query. */
export async function logViewing(ledger: Ledger, keyId: string, companyId: string | undefined, path: string): Promise<void> {
  await ledger.auth
    .insertInto('viewings')
    .values({ api_key_id: keyId, company_id: companyId ?? null, path })
    .execute()
}
