import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createHost, listHosts } from '../../ledger/companies.ts'
import type { Ledger } from '../../ledger/database.ts'
import { ensureKey, findCaller } from '../../ledger/keys.ts'
import { newSecret } from '../../ledger/secrets.ts'
import { createSignInLink } from '../../ledger/sessions.ts'

/**
 * The operator key of this installation: read from its file, or made and written there (mode 0600) at the first start. Makes the first
 * host too, so that companies have one. The database may be newer than the file: the key is known to it afterwards either way.
 */
export async function ensureOperatorKey(ledger: Ledger, file: string): Promise<string> {
  const secret = (await readSecret(file)) ?? (await writeSecret(file, newSecret('cf_')))
  await ensureKey(ledger, { name: 'operator', scope: 'operator' }, secret)
  if ((await listHosts(ledger, 1)).length === 0) await createHost(ledger, { name: 'First host' })
  return secret
}

/** A one-time address that signs a browser in as the holder of the key; for one company if given. */
export async function signInAddress(ledger: Ledger, publicUrl: string, key: string, companyId?: string): Promise<string> {
  const caller = await findCaller(ledger, key)
  if (!caller) throw new Error('The key of a sign-in link is known to the ledger')
  const { token } = await createSignInLink(ledger, caller.keyId, companyId)
  return `${publicUrl}/sign-in/${token}`
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function writeSecret(file: string, secret: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${secret}\n`, { mode: 0o600 })
  return secret
}
