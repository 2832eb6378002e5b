import { dayInZone } from '../domain/days.ts'
import { SyncError } from '../domain/errors.ts'
import { compareBooks, type TieOutLine } from '../domain/rules/compare-books.ts'
import { announce } from '../ledger/changes.ts'
import { readCodes } from '../ledger/codes.ts'
import { readCompany } from '../ledger/companies.ts'
import { readConnection } from '../ledger/connections.ts'
import { type Scope, inCompany } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { notify } from '../ledger/notifications.ts'
import { readSettings } from '../ledger/settings.ts'
import { type NewTieOutLine, countDifferences, finishTieOut, readTieOut } from '../ledger/tie-outs.ts'
import type { Deps } from './deps.ts'
import { gatherTieOut } from './gather-tie-out.ts'
import type { TieOutAt } from './tie-out-at.ts'

export interface CompareInput {
  companyId: string
  connectionId: string
  tieOutId: string
}

/** Compares both sides and files the dated sheet; answers how many differences nobody decided. A sheet that is filed already stays as it is. */
export const ledgerCompareBooks =
  (deps: Deps) =>
  ({ companyId, connectionId, tieOutId }: CompareInput): Promise<{ differences: number }> =>
    inCompany(deps.ledger, companyId, async (scope) => {
      const sheet = await readTieOut(scope, tieOutId)
      if (sheet?.state !== 'done') await fileSheet(scope, tieOutId, await readAt(deps, scope, connectionId), deps.clock())
      return { differences: await countDifferences(scope, tieOutId) }
    })

async function readAt(deps: Deps, scope: Scope, connectionId: string): Promise<TieOutAt> {
  const connection = await readConnection(scope, connectionId)
  if (!connection?.organisation) throw new SyncError('CONNECTION_NOT_READY')
  const { body: settings } = await readSettings(scope, connectionId)
  const codes = await readCodes(scope, connectionId)
  const company = await readCompany(scope)
  const today = dayInZone(deps.clock(), company?.time_zone ?? 'Europe/London')
  return { connectionId, today, settings, codes, baseCurrency: connection.organisation.baseCurrency }
}

async function fileSheet(scope: Scope, tieOutId: string, at: TieOutAt, now: number): Promise<void> {
  const { agrees, summary, lines } = compareBooks(await gatherTieOut(scope, at))
  await finishTieOut(scope, tieOutId, { asOf: new Date(now), agrees, summary, lines: lines.map(asKept) })
  const { connectionId } = at
  const count = await countDifferences(scope, tieOutId)
  await notify(scope, { code: agrees ? 'TIE_OUT_AGREES' : 'TIE_OUT_DIFFERS', values: { count }, connectionId })
  appendEvent(scope, 'tie-out.finished', { connectionId, tieOutId, agrees, differences: count })
  await announce(scope, 'tie-out', tieOutId)
}

/** Which fields differ is kept with our figures: a kept line has no place of its own for it. */
const asKept = ({ differs, ours, ...line }: TieOutLine): NewTieOutLine => ({
  ...line,
  ...((ours !== undefined || differs !== undefined) && { ours: { ...ours, ...(differs && { differs }) } }),
})
