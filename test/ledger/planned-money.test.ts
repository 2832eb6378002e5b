import { expect, test } from 'vitest'
import type { DocumentKind, LinkPart, PushStep } from '../../domain/entities.ts'
import { plannedMoney } from '../../ledger/planned-money.ts'
import { type PlannedItem, planItems } from '../../ledger/sync-run-items.ts'
import { freshLedger } from './fresh-ledger.ts'
import { openDesk } from './planned-writes.ts'

const fresh = freshLedger()

const planned = (kind: DocumentKind, externalId: string, part: LinkPart, step: PushStep): PlannedItem => ({
  kind,
  externalId,
  version: 1,
  decision: {
    decision: 'write',
    operation: 'receipt',
    step,
    part,
    body: {},
    group: 'one',
    expected: { kind },
    needs: ['customer/c1'],
    notes: [],
  },
})

test('a page of receipts that is planned again leaves alone what the run has planned of it', async () => {
  const desk = await openDesk(fresh.ledger, await fresh.newCompany())
  const run = await desk.plan([])
  await desk.as((scope) =>
    planItems(scope, { id: run, connection_id: desk.connectionId, mode: 'sync' }, [
      planned('payment', 'p1', 'main', 'receipts'),
      planned('payment', 'p2', 'onAccount', 'receipts'),
      planned('credit', 'r1', 'main', 'credits'),
      planned('credit', 'r2', 'allocation:i1', 'impliedAllocations'),
    ]),
  )
  const of = (phase: 'payments' | 'creditAllocations') =>
    desk.as((scope) => plannedMoney(scope, run, phase, ['p1', 'p2', 'p3', 'r1', 'r2']))
  expect([...(await of('payments'))].toSorted()).toEqual(['p1', 'p2'])
  // The credit itself is planned in a phase of its own.
  expect([...(await of('creditAllocations'))]).toEqual(['r2'])
})
