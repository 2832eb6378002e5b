import type { Answers } from './answers.ts'
import type { HostClient } from './host-client.ts'
import type { DemoCompany } from './demo-company.ts'

interface Proposal {
  settings: {
    taxCodes: Record<string, { bookTaxCode: string | null }>
    bankAccounts: { default: string | null; byMethod: Record<string, string> }
  } & Record<string, unknown>
}

interface Codes {
  bankAccounts: { bookId: string; name: string }[]
}

/** Takes the proposed mapping and the office's answers over it, and saves the settings. */
export async function mapCodes(host: HostClient, company: DemoCompany, answers: Answers, say: (line: string) => void): Promise<void> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}`
  const { settings } = await host.get<Proposal>(`${at}/settings/proposal`)
  const { bankAccounts } = await host.get<Codes>(`${at}/codes`)
  const idOf = (name: string): string => {
    const account = bankAccounts.find((candidate) => candidate.name === name)
    if (!account) throw new Error(`The books have no bank or clearing account called ${name}.`)
    return account.bookId
  }
  const answered = Object.entries(answers.accounts)
  const taxCodes = Object.fromEntries(
    answered.filter(([key]) => key in settings.taxCodes).map(([key, bookTaxCode]) => [key, { ...settings.taxCodes[key], bookTaxCode }]),
  )
  const byMethod = Object.fromEntries(answered.filter(([key]) => !(key in settings.taxCodes)).map(([key, name]) => [key, idOf(name)]))
  const { version } = await host.get<{ version: number }>(`${at}/settings`)
  const wanted = {
    ...settings,
    ...withAccounts(answers.settings, idOf),
    taxCodes: { ...settings.taxCodes, ...taxCodes },
    bankAccounts: { ...settings.bankAccounts, byMethod: { ...settings.bankAccounts.byMethod, ...byMethod } },
  }
  await host.put(`${at}/settings`, wanted, { 'if-match': `"${version}"` })
  say(`Mapped ${Object.keys(taxCodes).length} tax codes and ${Object.keys(byMethod).length} payment methods.`)
}

/** The answers name accounts; settings hold their ids. */
function withAccounts(settings: Record<string, unknown>, idOf: (name: string) => string): Record<string, unknown> {
  const cis = settings['cisSuffered']
  if (typeof cis !== 'object' || cis === null || !('bankAccount' in cis)) return settings
  return { ...settings, cisSuffered: { ...cis, bankAccount: idOf(String(cis.bankAccount)) } }
}
