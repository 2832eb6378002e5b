import type { AddressInfo } from 'node:net'
import { openChanges } from '../../ledger/changes.ts'
import { createCompany, createHost } from '../../ledger/companies.ts'
import { inCompany, openLedger, type Ledger, type Scope } from '../../ledger/database.ts'
import { createKey } from '../../ledger/keys.ts'
import { openVault, type Vault } from '../../ledger/vault.ts'
import { createApp } from '../../api/app.ts'
import type { ProviderApp } from '../../api/house.ts'
import { openLog } from '../../api/open-log.ts'
import { openMailbox } from '../../api/ring.ts'
import { type AskWithKey, askAt } from './ask-at.ts'
import { freshDatabase } from '../setup/database.ts'
import { freshTemporal, type FreshTemporal } from '../setup/temporal.ts'

export type { Answer } from './ask-at.ts'

/** A real API over HTTP on a fresh database and a Temporal namespace of its own, with an operator's key. */
export interface RunningApi {
  url: string
  ledger: Ledger
  vault: Vault
  /** The vault's, as a process of its own is given it. */
  secretKey: string
  temporal: FreshTemporal
  operatorKey: string
  /** Lines of the log, as JSON. */
  logged: string[]
  ask: AskWithKey
  /** A company of a new host, with a key of its own and one of the host. */
  newCompany(name?: string): Promise<TestCompany>
  close(): Promise<void>
}

export interface TestCompany {
  companyId: string
  hostId: string
  externalId: string
  key: string
  hostKey: string
  path: string
  inside<T>(work: (scope: Scope) => Promise<T>): Promise<T>
}

export const SANDBOX_APP: ProviderApp = {
  sandbox: true,
  clientId: 'sandbox',
  clientSecret: 'sandbox',
  webhookKey: 'test-webhook-key',
  apiUrl: 'http://localhost:1',
  loginUrl: 'http://localhost:1',
  identityUrl: 'http://localhost:1',
}

/** `pagesFolder`: built pages that it serves too. `databaseUrl` and `temporal`: where it does not stand on the servers of a run of the tests. */
export async function startApi({
  xero = SANDBOX_APP,
  pagesFolder,
  ...given
}: {
  xero?: ProviderApp
  pagesFolder?: string
  databaseUrl?: string
  temporal?: FreshTemporal
} = {}): Promise<RunningApi> {
  const databaseUrl = given.databaseUrl ?? (await freshDatabase())
  const ledger = openLedger(databaseUrl)
  const changes = await openChanges(databaseUrl)
  const temporal = given.temporal ?? (await freshTemporal())
  const secretKey = `test:${Buffer.alloc(32, 7).toString('base64')}`
  const vault = openVault(secretKey)
  const logged: string[] = []
  const log = openLog('trace', { write: (line: string) => void logged.push(line) })
  const config = { production: false, publicUrl: '', temporalUiUrl: undefined, temporalNamespace: temporal.namespace, apps: { xero } }
  const parts = { config, ledger, changes, vault, temporal: temporal.client, mailbox: openMailbox(temporal.client, log), log }
  const server = createApp(parts, { pagesFolder }).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  // Listening on a port, so the address is one of TCP.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  config.publicUrl = url
  const { secret: operatorKey } = await createKey(ledger, { name: 'operator', scope: 'operator' })
  let count = 0
  return {
    url,
    ledger,
    vault,
    secretKey,
    temporal,
    operatorKey,
    logged,
    ask: askAt(url),
    newCompany: (name) => newCompany(ledger, `acme-${(count += 1)}`, name ?? 'Acme Heating'),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await changes.close()
      await temporal.close()
      await ledger.close()
    },
  }
}

async function newCompany(ledger: Ledger, externalId: string, name: string): Promise<TestCompany> {
  const host = await createHost(ledger, { name: `Host of ${name}` })
  const { company } = await createCompany(ledger, { hostId: host.id, externalId, name })
  const { secret: key } = await createKey(ledger, { name: 'office', scope: 'company', companyId: company.company_id })
  const { secret: hostKey } = await createKey(ledger, { name: 'host', scope: 'host', hostId: host.id })
  const path = `/v1/companies/${company.company_id}`
  const inside: TestCompany['inside'] = (work) => inCompany(ledger, company.company_id, work)
  return { companyId: company.company_id, hostId: host.id, externalId, key, hostKey, path, inside }
}
