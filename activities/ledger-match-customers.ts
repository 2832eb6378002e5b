import type { Customer } from '../domain/customer.ts'
import { type CustomerMatch, indexContacts, indexCustomers } from '../domain/rules/match-customer.ts'
import { matchCustomers } from '../domain/rules/match-customers.ts'
import { SyncError } from '../domain/errors.ts'
import { inCompany, type Scope } from '../ledger/database.ts'
import { hasCustomersToMatch } from '../ledger/has-customers-to-match.ts'
import { allCustomers } from '../ledger/all-customers.ts'
import { linkCustomers } from '../ledger/link-customers.ts'
import { lookAgainAtRestored } from '../ledger/look-again.ts'
import { lookAgainAtUndone } from '../ledger/undone-merges.ts'
import { askMatches, customersToCreate } from '../ledger/ask-matches.ts'
import { allContacts } from '../ledger/book-records.ts'
import { logRun } from '../ledger/sync-log.ts'
import { type PlannedItem, planItems } from '../ledger/sync-run-items.ts'
import { enterStage, readRun } from '../ledger/sync-runs.ts'
import type { Deps, RunIds } from './deps.ts'

/**
 * Decides for every customer that is due and has no link whether it is already in the books: linked, left to be created by the plan, or
 * asked. A preview decides the same and writes nothing.
 */
export const ledgerMatchCustomers =
  ({ ledger }: Deps) =>
  ({ companyId, connectionId, syncRunId }: RunIds): Promise<{ linked: number; created: number; asked: number }> =>
    inCompany(ledger, companyId, async (scope) => {
      const run = await readRun(scope, syncRunId)
      if (!run) throw new SyncError('NOT_FOUND')
      await enterStage(scope, syncRunId, 'match')
      await lookAgainAtRestored(scope, connectionId)
      if (run.mode === 'sync') await lookAgainAtUndone(scope, connectionId)
      const only = run.documents?.filter(({ kind }) => kind === 'customer').map(({ externalId }) => externalId)
      const matches = (await hasCustomersToMatch(scope, connectionId, only)) ? await decideMatches(scope, connectionId) : []
      await planItems(scope, run, matches.flatMap(itemOf))
      const links = matches.flatMap(({ customer, match }) => (match.decision === 'link' ? [{ customer, match }] : []))
      const questions = matches.flatMap(({ customer, match }) => (match.decision === 'ask' ? [{ customer, match }] : []))
      if (run.mode === 'sync') {
        await linkCustomers(
          scope,
          connectionId,
          links.map(({ customer, match }) => ({ customer: customer.externalId, version: customer.version, bookId: match.bookId })),
        )
        await askMatches(
          scope,
          connectionId,
          questions.map(({ customer, match }) => ({
            customer: customer.externalId,
            code: match.code,
            candidates: match.candidates,
          })),
        )
      }
      const counts = { linked: links.length, created: matches.length - links.length - questions.length, asked: questions.length }
      await logRun(scope, syncRunId, [{ level: 'info', stage: 'match', event: 'customers-matched', facts: counts }])
      return counts
    })

/** A link or a question stands in the run's history; what is to be created is planned with its body. */
function itemOf({ customer, match }: Matched): PlannedItem[] {
  const of = { kind: 'customer' as const, externalId: customer.externalId, version: customer.version }
  if (match.decision === 'link' && match.archived)
    return [{ ...of, decision: { decision: 'refuse', part: 'main', code: 'CONTACT_ARCHIVED', values: { customer: customer.body.name } } }]
  if (match.decision === 'link') return [{ ...of, decision: { decision: 'adopt', part: 'main', bookId: match.bookId, notes: [] } }]
  if (match.decision === 'ask')
    return [
      {
        ...of,
        decision: { decision: 'ask', part: 'main', code: match.code, values: { name: customer.body.name, count: match.candidates.length } },
      },
    ]
  return []
}

interface Matched {
  customer: { externalId: string; version: number; body: Customer }
  match: CustomerMatch
}

/** The same decisions for a run, a preview and the plan of either. */
async function decideMatches(scope: Scope, connectionId: string): Promise<Matched[]> {
  const customers = await allCustomers(scope, connectionId)
  const unlinked = customers.filter(
    (customer) => !customer.linkedTo && customer.due && customer.body.state === 'active' && !customer.body.hold,
  )
  if (unlinked.length === 0) return []
  const toCreate = await customersToCreate(scope, connectionId)
  const context = {
    contacts: indexContacts(await allContacts(scope, connectionId)),
    customers: indexCustomers(customers),
    linked: new Map(customers.flatMap((customer) => (customer.linkedTo ? [[customer.linkedTo, customer.externalId] as const] : []))),
  }
  const decided = unlinked.filter(({ externalId }) => toCreate.has(externalId))
  const open = unlinked.filter(({ externalId }) => !toCreate.has(externalId))
  return [
    ...decided.map((customer): Matched => ({ customer, match: { decision: 'create', notes: [] } })),
    ...matchCustomers(open, context),
  ].toSorted((a, b) => (a.customer.externalId < b.customer.externalId ? -1 : 1))
}
