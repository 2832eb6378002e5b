import { dueDay, laterDay } from '../days.ts'
import type { Note } from '../plan.ts'
import type { PlanContext, PushFacts } from '../push-facts.ts'
import { reminderCodes } from './automations-of.ts'

type SaleFacts = PushFacts<'invoice'> | PushFacts<'credit'>

/**
 * What the provider will do by itself to a document that is about to be entered (accounting rule 44): number it, or remind its customer because it is overdue already.
 * `number`: the one it is sent with; `date`: the day it is moved to, if it is.
 */
export function warnAutomations(facts: SaleFacts, context: PlanContext, { number, date }: { number?: string; date?: string }): Note[] {
  const { providerLabel } = context.limits
  const numbered: Note[] = number === undefined ? [{ code: 'NUMBERED_BY_PROVIDER', values: { provider: providerLabel } }] : []
  const code = reminderCodes[context.organisation.automations?.invoiceReminders.state ?? 'off']
  const reminded = code !== undefined && isOverdueThere(facts, context, date)
  return reminded ? [...numbered, { code, values: { provider: providerLabel } }] : numbered
}

/** An approved invoice past its due day; nobody is reminded of drafts, and of credits never. */
function isOverdueThere({ document, customer }: SaleFacts, { settings, today }: PlanContext, movedTo: string | undefined): boolean {
  if (document.kind !== 'invoice' || settings.invoiceState !== 'approved') return false
  const { issueDate, dueDate } = document.body
  const due = dueDate ?? (customer?.terms === undefined ? issueDate : dueDay(issueDate, customer.terms))
  return laterDay(due, movedTo ?? issueDate) < today
}
