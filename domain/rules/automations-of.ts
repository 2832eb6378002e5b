import type { Automations } from '../books.ts'
import type { AutomationName, AutomationState } from '../entities.ts'
import type { ErrorCode } from '../errors.ts'
import type { Settings } from '../settings.ts'

/** One thing that the provider does by itself; `code`: what it means for us and what to do, where something has to be said. */
export interface Automation {
  name: AutomationName
  state: AutomationState
  code?: ErrorCode
  /** What the provider said where it could not be read. */
  detail?: string
}

/** What the provider does by itself in this organisation as it is set up (accounting rule 44), always all of it: what was read, and what follows from our own settings. */
export function automationsOf(read: Automations | undefined, settings: Pick<Settings, 'numbers'>): Automation[] {
  return Object.values(automations).map((about) => about(read, settings))
}

type About = (read: Automations | undefined, settings: Pick<Settings, 'numbers'>) => Automation

const automations = {
  invoiceReminders: (read) => {
    const { state, said } = read?.invoiceReminders ?? { state: 'unknown' }
    const code = reminderCodes[state]
    return { name: 'invoiceReminders', state, ...(code !== undefined && { code }), ...(said !== undefined && { detail: said }) }
  },
  // No provider tells whether it numbers: it does so where no number is sent, which is what this setting means (accounting rule 33).
  ownNumbers: (_read, { numbers }) =>
    numbers.mode === 'provider' ? { name: 'ownNumbers', state: 'on', code: 'NUMBERED_BY_PROVIDER' } : { name: 'ownNumbers', state: 'off' },
} as const satisfies Record<AutomationName, About>

/** What is to be said of reminders, by whether they are on. */
export const reminderCodes = {
  on: 'INVOICE_REMINDERS_ON',
  unknown: 'INVOICE_REMINDERS_UNKNOWN',
  off: undefined,
} as const satisfies Record<AutomationState, ErrorCode | undefined>
