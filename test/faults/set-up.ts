import { setTimeout as pause } from 'node:timers/promises'
import { defaultSettings, type Settings } from '../../domain/settings.ts'
import { connect } from '../../scripts/demo/connect.ts'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import type { HostClient } from '../../scripts/demo/host-client.ts'
import { openSandboxControl } from '../../scripts/demo/sandbox-control.ts'
import type { Stack } from './stack.ts'
import { taxCodes } from './trade.ts'

/** A new company, connected to new, empty books by the consent page, with every code mapped. */
export async function setUp(stack: Stack, name: string, automatic: boolean): Promise<DemoCompany> {
  const { host } = stack
  const sandbox = openSandboxControl(stack.sandboxUrl)
  const organisationId = await sandbox.newOrganisation(name, 'empty')
  await sandbox.liftLimits(organisationId)
  const { companyId } = await host.post<{ companyId: string }>('/v1/companies', { externalId: name, name })
  const connectionId = await connect(host, sandbox, companyId, organisationId, () => undefined)
  const at = `/v1/companies/${companyId}/connections/${connectionId}`
  const bank = await bankAccount(host, at)
  const { version } = await host.get<{ version: number }>(`${at}/settings`)
  await host.put(`${at}/settings`, settingsWith(bank, automatic), { 'if-match': `"${version}"` })
  return { companyId, connectionId, organisationId }
}

/** A new connection reads its codes by itself. */
async function bankAccount(host: HostClient, at: string): Promise<string> {
  for (;;) {
    const { bankAccounts } = await host.get<{ bankAccounts: { bookId: string; name: string }[] }>(`${at}/codes`)
    const bank = bankAccounts.find((account) => account.name === 'Business Bank Account')
    if (bank) return bank.bookId
    await pause(200)
  }
}

function settingsWith(bank: string, automatic: boolean): Settings {
  return {
    ...defaultSettings,
    taxCodes: Object.fromEntries(
      Object.entries(taxCodes).map(([code, { treatment, percent, bookTaxCode }]) => [
        code,
        { treatment, rates: [{ percent: String(percent) }], bookTaxCode },
      ]),
    ),
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: bank, byMethod: {} },
    automatic: { customers: automatic, invoices: automatic, credits: automatic, payments: automatic },
    reconcileHour: null,
  }
}
