/** Apps created since 2 March 2026 get granular scopes only; an app registered with `broadScopes` stands for an older one. */
export function scopeProblem(scopes: string[], broadAllowed: boolean): string | undefined {
  return scopes.find((scope) => !KNOWN.has(scope) && !(broadAllowed && scope in BROAD))
}

/** Whether a token may read or write a resource. */
export function mayUse(scopes: string[], needed: string, writes: boolean): boolean {
  const granted = new Set(scopes.flatMap((scope) => BROAD[scope] ?? [scope]))
  return granted.has(needed) || (!writes && granted.has(`${needed}.read`))
}

const WITH_READ = [
  'accounting.settings',
  'accounting.contacts',
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.attachments',
  'files',
  'assets',
  'projects',
]

const KNOWN = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  'accounting.budgets.read',
  'accounting.journals.read',
  'accounting.reports.aged.read',
  'accounting.reports.balancesheet.read',
  'accounting.reports.profitandloss.read',
  'accounting.reports.trialbalance.read',
  'accounting.reports.banksummary.read',
  'accounting.reports.executivesummary.read',
  'accounting.reports.taxreports.read',
  ...WITH_READ.flatMap((scope) => [scope, `${scope}.read`]),
])

/** What the scopes of older apps stand for. */
const BROAD: Record<string, string[]> = {
  'accounting.transactions': ['accounting.invoices', 'accounting.payments', 'accounting.banktransactions', 'accounting.manualjournals'],
  'accounting.transactions.read': [
    'accounting.invoices.read',
    'accounting.payments.read',
    'accounting.banktransactions.read',
    'accounting.manualjournals.read',
  ],
  'accounting.reports.read': [],
}
