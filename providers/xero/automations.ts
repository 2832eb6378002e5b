import type { AutomationReading, Automations } from '../../domain/books.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import { read, type Road } from './client.ts'
import { explain } from './errors.ts'
import { remindersReply } from './wire.ts'

/**
 * What Xero does by itself, as far as its API tells: whether customers are e-mailed about overdue invoices. One call. Whether it numbers cannot be read: it numbers what comes
 * without a number (reference xero.md 7).
 */
export async function readAutomations(road: Road): Promise<Automations> {
  return { readAt: new Date(road.tools.now()).toISOString(), invoiceReminders: await readReminders(road) }
}

/**
 * The schema wants `accounting.settings.read` for it, which the first consent asks for; Xero's list of what that scope opens does not name it (UNCONFIRMED). It is told to a person and decides
 * nothing, so a refusal of this one call is an answer, "not known", and never stops a run.
 */
async function readReminders(road: Road): Promise<AutomationReading> {
  try {
    const { InvoiceReminders } = remindersReply.parse(
      await read(road, 'GET /InvoiceReminders/Settings', (api, tenant) => api.getInvoiceReminders(tenant)),
    )
    const [setting] = InvoiceReminders
    return setting?.Enabled === undefined ? { state: 'unknown' } : { state: setting.Enabled ? 'on' : 'off' }
  } catch (failure) {
    const explanation = explain(failure)
    if (explanation === undefined || passing.has(explanation.code)) throw failure
    return { state: 'unknown', said: explanation.detail }
  }
}

/** The token has ended, or it is not our turn: the same call is made again, as any other would be. */
const passing: ReadonlySet<ErrorCode> = new Set(['TOKEN_EXPIRED', 'PROVIDER_RATE_LIMITED', 'PROVIDER_DAY_LIMIT'])
