import type { Settings } from './mapping-parts.ts'

type Name = 'invoiceState' | 'unallocatedCredits' | 'overpayments' | 'deposits' | 'lockedPeriod'

interface PlainChoice {
  name: Name
  label: string
  /** value → words, in the order shown */
  options: Record<string, string>
  /** The settings with this chosen; a value that is not among the options changes nothing. */
  set: (settings: Settings, value: string) => Settings
}

/** The settings that are one of a few words. */
const words: { [N in Name]: { label: string; options: Record<Settings[N], string> } } = {
  invoiceState: {
    label: 'Invoices arrive as',
    options: { approved: 'Approved', awaitingApproval: 'Awaiting approval', draft: 'Drafts' },
  },
  unallocatedCredits: {
    label: 'A credit that names no invoice to settle',
    options: { original: 'Goes to the invoice it corrects, as far as that is open', onAccount: 'Stays on the customer’s account' },
  },
  overpayments: {
    label: 'A payment larger than what is open',
    options: { onAccount: 'The rest goes on the customer’s account', wait: 'The whole payment waits' },
  },
  deposits: {
    label: 'Deposits',
    options: { vatInvoice: 'A VAT deposit invoice, taken off the final one', onAccount: 'On account without VAT, listed in the tie-out' },
  },
  lockedPeriod: {
    label: 'A document dated in a locked period',
    options: { hold: 'Is held, and I am told', firstOpenDay: 'Goes with the first open day' },
  },
}

export const plainChoices: readonly PlainChoice[] = [
  choice('invoiceState'),
  choice('unallocatedCredits'),
  choice('overpayments'),
  choice('deposits'),
  choice('lockedPeriod'),
]

function choice<N extends Name>(name: N): PlainChoice {
  const { label, options } = words[name]
  const set = (settings: Settings, value: string): Settings => (value in options ? { ...settings, [name]: value } : settings)
  return { name, label, options, set }
}
