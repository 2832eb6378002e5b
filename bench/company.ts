import type { DemoCompany } from '../scripts/demo/demo-company.ts'
import type { HostClient } from '../scripts/demo/host-client.ts'
import { saveAndSync } from '../scripts/demo/save-and-sync.ts'
import type { Stack } from './stack.ts'
import type { Trade } from './trade.ts'

/** A company with an empty organisation, connected, its documents brought in and its codes mapped: ready for its first Save & Sync. */
export interface BenchCompany extends DemoCompany {
  name: string
  importSeconds: number
}

/** `automatic`: what is saved goes by itself. */
export async function makeCompany(stack: Stack, name: string, trade: Trade, options: { automatic?: boolean } = {}): Promise<BenchCompany> {
  const organisationId = await stack.sandbox.newOrganisation(name, 'empty')
  const { companyId } = await stack.host.post<{ companyId: string }>('/v1/companies', { externalId: `bench-${name}-${Date.now()}`, name })
  const begun = performance.now()
  await bringIn(stack.host, companyId, trade)
  const importSeconds = (performance.now() - begun) / 1_000
  const company = { name, companyId, organisationId, connectionId: await connect(stack, companyId, organisationId), importSeconds }
  await saveAndSync(stack.host, company, { include: ['codes'] }, () => undefined)
  await acceptProposal(stack.host, company, options.automatic ?? false)
  return company
}

/** Lines of a request: an import of everything at once would be one large transaction. */
const LINES_A_REQUEST = 2_000

async function bringIn(host: HostClient, companyId: string, trade: Trade): Promise<void> {
  for (const part of ['customers', 'invoices', 'payments'] as const)
    for (let from = 0; from < trade[part].length; from += LINES_A_REQUEST)
      await bringInPart(host, companyId, part, trade[part].slice(from, from + LINES_A_REQUEST))
}

async function bringInPart(host: HostClient, companyId: string, part: string, documents: object[]): Promise<void> {
  const form = new FormData()
  const mapping = { taxCodes: { T1: { treatment: 'standard', rate: '20' } } }
  form.append('mapping', new Blob([JSON.stringify(mapping)], { type: 'application/json' }), 'mapping.json')
  form.append(part, new Blob([documents.map((document) => JSON.stringify(document)).join('\n')]), `${part}.jsonl`)
  const answer = await host.send<{ counts: Record<string, Record<string, number>> }>(`/v1/companies/${companyId}/imports`, form)
  if (answer.counts[part]?.['created'] !== documents.length)
    throw new Error(`Of ${documents.length} ${part} not all were taken: ${JSON.stringify(answer.counts)}`)
}

async function connect(stack: Stack, companyId: string, organisationId: string): Promise<string> {
  const at = `/v1/companies/${companyId}/connections`
  const begun = await stack.host.post<{ connectionId: string; authorizeUrl: string }>(at, { provider: 'xero' })
  await stack.host.callback(await stack.sandbox.allow(begun.authorizeUrl, organisationId))
  const { state } = await stack.host.get<{ state: string }>(`${at}/${begun.connectionId}`)
  if (state === 'choosing') await stack.host.post(`${at}/${begun.connectionId}/organisation`, { organisationId })
  return begun.connectionId
}

interface Proposal {
  settings: { nominalCodes: { default: string | null }; bankAccounts: { default: string | null } } & Record<string, unknown>
}

/** The proposed mapping, and the first bank account for every method. */
async function acceptProposal(host: HostClient, { companyId, connectionId }: DemoCompany, automatic: boolean): Promise<void> {
  const at = `/v1/companies/${companyId}/connections/${connectionId}`
  const { settings } = await host.get<Proposal>(`${at}/settings/proposal`)
  const { bankAccounts } = await host.get<{ bankAccounts: { bookId: string }[] }>(`${at}/codes`)
  const { version } = await host.get<{ version: number }>(`${at}/settings`)
  const wanted = {
    ...settings,
    startFrom: null,
    bankAccounts: { ...settings.bankAccounts, default: settings.bankAccounts.default ?? bankAccounts[0]?.bookId ?? null },
    automatic: { customers: automatic, invoices: automatic, credits: automatic, payments: automatic },
    reconcileHour: null,
  }
  await host.put(`${at}/settings`, wanted, { 'if-match': `"${version}"` })
}
