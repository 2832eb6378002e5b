import type { Credit } from '../credit.ts'
import type { Invoice } from '../invoice.ts'
import { percentOf, sum } from '../money.ts'
import type { Note, Refusal } from '../plan.ts'
import type { Settings } from '../settings.ts'

type Sales = Pick<Invoice | Credit, 'cis' | 'lines' | 'currency'>

/** Why the CIS suffered on a document does not fit (accounting rule 20): labour times rate is the deduction, to the penny. */
export function checkCis({ cis, lines, currency }: Sales): Refusal | undefined {
  if (cis === undefined) return undefined
  const deduction = percentOf(cis.labourNet, cis.rate)
  if (Math.abs(deduction - cis.deduction) > 1) return { code: 'CIS_WRONG', values: { ours: cis.deduction, theirs: deduction, currency } }
  const labelled = lines.every((line) => line.cis !== undefined && line.net !== undefined)
  const labour = sum(lines.filter((line) => line.cis === 'labour').map((line) => line.net ?? 0))
  return labelled && labour !== cis.labourNet ? { code: 'CIS_WRONG', values: { ours: cis.labourNet, theirs: labour, currency } } : undefined
}

/** Says where a deduction is not entered, because the company does not handle it here. */
export function warnCis({ cis, currency }: Sales, { cisSuffered }: Pick<Settings, 'cisSuffered'>): Note[] {
  return cis !== undefined && cisSuffered.mode === 'off' ? [{ code: 'CIS_NOT_HANDLED', values: { amount: cis.deduction, currency } }] : []
}
