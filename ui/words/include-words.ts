import type { SettingsReply } from '../../api/contract.ts'

export type Includable = SettingsReply['settings']['include'][number]

/** What can be ticked for one Save & Sync. `{provider}` is the accounting package. */
export const includeWords = {
  codes: { label: 'Tax codes and nominal codes', hint: 'from {provider}' },
  customersIn: { label: 'Customers', hint: 'from {provider}: offered, not created' },
  customersOut: { label: 'Customers', hint: 'to {provider}' },
  invoices: { label: 'Sales invoices', hint: 'to {provider}, with their customers' },
  credits: { label: 'Credits', hint: 'to {provider}' },
  payments: { label: 'Payments', hint: 'to {provider}' },
  paymentsIn: { label: 'Payments', hint: 'from {provider}: shown, not created' },
} as const satisfies Record<Includable, { label: string; hint: string }>

export const incoming = ['codes', 'customersIn', 'paymentsIn'] as const satisfies readonly Includable[]
export const outgoing = ['customersOut', 'invoices', 'credits', 'payments'] as const satisfies readonly Includable[]

export const includeHint = (name: Includable, provider: string): string => includeWords[name].hint.replace('{provider}', provider)

/** What a run was asked to do, in a few words. */
export function includedWords(include: readonly string[]): string {
  const names = include.flatMap((name) => (name in includeWords ? [shortWords[name as Includable]] : []))
  return names.length > 0 ? names.join(', ') : 'chosen documents'
}

const shortWords = {
  codes: 'codes',
  customersIn: 'customers in',
  customersOut: 'customers',
  invoices: 'invoices',
  credits: 'credits',
  payments: 'payments',
  paymentsIn: 'payments in',
} as const satisfies Record<Includable, string>
