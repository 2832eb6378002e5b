import { sql } from 'kysely'
import { createConnection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { appendEvent } from '../../ledger/events.ts'
import { saveImport } from '../../ledger/imports.ts'
import { createKey } from '../../ledger/keys.ts'
import { link } from '../../ledger/links.ts'
import { applyContacts } from '../../ledger/mirror.ts'
import { notify } from '../../ledger/notifications.ts'
import { openProblem } from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { requestPreview, requestSync, requestTieOut } from '../../ledger/sync-requests.ts'
import { createWebhookEndpoint } from '../../ledger/webhook-endpoints.ts'
import type { RunningApi, TestCompany } from './start-api.ts'

/** A company with one of everything, every word of it bearing a mark, and the ids of it by the names that paths use. */
export async function fillCompany(api: RunningApi, company: TestCompany, mark: string): Promise<Record<string, string>> {
  const inner = await company.inside((scope) => fill(api, company, scope, mark))
  const { key } = await createKey(api.ledger, { name: `${mark} key`, scope: 'company', companyId: company.companyId })
  return { companyId: company.companyId, provider: 'xero', kind: 'invoices', bookId: `${mark}-contact`, ...inner, id: key.id }
}

/** Bodies that each write route takes, by the end of its path. */
export const bodyFor: Record<string, unknown> = {
  '/v1/hosts': { name: 'x' },
  '/v1/database-set-back': { confirm: 'the database was set back' },
  '/v1/companies': { externalId: 'x', name: 'x' },
  '/v1/companies/{companyId}': { name: 'x' },
  '/entitlement': { state: 'active' },
  '/customers/{externalId}': { state: 'active', name: 'x' },
  '/invoices/{externalId}': sales(),
  '/credits/{externalId}': sales(),
  '/payments/{externalId}': { state: 'recorded', customer: 'C1', date: '2026-11-01', amount: 1, currency: 'GBP', method: 'BACS' },
  '/app-keys/{provider}': { clientId: 'a', clientSecret: 'b', consent: true },
  '/connections': { provider: 'xero' },
  '/organisation': { organisationId: 'x' },
  '/decision': { later: true },
  '/fix': { choice: 'later' },
  '/move': { externalId: 'C2' },
  '/v1/api-keys': { name: 'x', scope: 'company' },
  '/v1/webhook-endpoints': { url: 'https://example.com/hook' },
}

export function sales(number = 'INV-1', customer = 'C1') {
  const line = { lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: '100', net: 10000, taxCode: 'S' }
  return {
    state: 'issued' as const,
    number,
    customer,
    issueDate: '2026-11-02',
    currency: 'GBP',
    pricesIncludeTax: false,
    lines: [line],
    totals: { net: 10000, tax: 2000, gross: 12000 },
  }
}

async function fill(api: RunningApi, company: TestCompany, scope: Scope, mark: string): Promise<Record<string, string>> {
  const id = `${mark}-C1`
  const connectionId = await createConnection(scope, 'xero')
  await sql`update connections set state = 'ready', organisation_id = ${`org of ${company.companyId} ${mark}`} where id = ${connectionId}`.execute(
    scope.db,
  )
  await saveDocument(scope, 'customer', id, { state: 'active', name: `${mark} Customer` })
  await saveDocument(scope, 'invoice', id, sales(`${mark}-1`, id))
  await saveDocument(scope, 'credit', id, sales(`${mark}-2`, id))
  await saveDocument(scope, 'payment', id, {
    state: 'recorded',
    customer: id,
    date: '2026-11-01',
    amount: 100,
    currency: 'GBP',
    method: mark,
  })
  const wish = { connectionId, lane: 'bulk', include: ['invoices'], askedBy: 'test' } as const
  const { syncRunId } = await requestSync(scope, { ...wish, include: [...wish.include] })
  const preview = await requestPreview(scope, { ...wish, include: [...wish.include] })
  const { tieOutId } = await requestTieOut(scope, connectionId, 'test')
  const { problemId } = await openProblem(scope, { connectionId, kind: 'invoice', externalId: id, version: 1, code: 'PROVIDER_REFUSED' })
  await applyContacts(scope, connectionId, [
    {
      bookId: `${mark}-contact`,
      name: `${mark} Customer`,
      phones: [],
      isSupplier: false,
      state: 'active',
      fields: {},
      updatedAt: '2026-01-01T00:00:00.000Z',
    },
  ])
  const linked = await link(scope, {
    connectionId,
    kind: 'customer',
    externalId: id,
    bookId: `${mark}-contact`,
    how: 'decided',
    version: 1,
  })
  const match = await scope.db
    .insertInto('matches')
    .values({ company_id: scope.companyId, connection_id: connectionId, customer: id, code: 'CUSTOMER_UNKNOWN', candidates: '[]' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const notificationId = await notify(scope, { code: 'RUN_FINISHED', connectionId, values: {} })
  const importId = await saveImport(scope, { state: 'done', mapping: {}, questions: [], counts: {}, askedBy: 'test' }, [])
  const { endpoint } = await createWebhookEndpoint(scope, api.vault, {
    hostId: company.hostId,
    url: `https://${mark}.example/hook`,
    types: null,
  })
  appendEvent(scope, 'document.in-books', { connectionId, kind: 'invoice', externalId: `${mark}-event` })
  return {
    connectionId,
    externalId: id,
    syncRunId,
    previewId: preview.syncRunId,
    tieOutId,
    problemId,
    linkId: linked.linked ? linked.linkId : '',
    matchId: match.id,
    notificationId,
    importId,
    endpointId: endpoint.id,
  }
}
