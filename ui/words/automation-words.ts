import type { Automations } from '../../api/contract.ts'
import type { Told } from './outcome-words.ts'

export type Automation = Automations['items'][number]

interface Words {
  name: string
  states: Record<Automation['state'], Told>
}

/** What an accounting package may do by itself, and whether it does. */
export const automationWords = {
  invoiceReminders: {
    name: 'E-mails customers about overdue invoices',
    states: {
      on: { words: 'Switched on', color: 'yellow' },
      off: { words: 'Off', color: 'teal' },
      unknown: { words: 'Not known', color: 'yellow' },
    },
  },
  ownNumbers: {
    name: 'Gives invoices and credit notes its own numbers',
    states: {
      on: { words: 'As you have set it', color: 'ink' },
      off: { words: 'Not for ours: they bear your numbers', color: 'teal' },
      unknown: { words: 'Not known', color: 'yellow' },
    },
  },
} as const satisfies Record<Automation['name'], Words>
