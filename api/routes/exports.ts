import { SyncError } from '../../domain/errors.ts'
import type { Customer } from '../../domain/customer.ts'
import { listConnections } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { documentsForExport, type ExportDays } from '../../ledger/documents-for-export.ts'
import { listPurchaseInvoices } from '../../ledger/purchase-invoices.ts'
import { type ExportKind, type ExportLayout, exportLayouts, type ExportRecords, type ExportTable } from '../../providers/front-desk.ts'
import { exportKinds, exportQuery } from '../contract/imports.ts'
import { csvAnswer } from '../csv-answer.ts'
import { exportCodes } from '../export-codes.ts'
import { ValidationError } from '../problem-response.ts'
import { companyRoute, type Route } from '../route.ts'
import { z } from 'zod'

/** Files for packages that import them by hand, in the layouts that they take. */
export const exportRoutes: Route[] = [
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/exports/{kind}.csv',
      summary: `Documents as a file for a package's own import; layouts: ${exportLayouts.map(({ name }) => name).join(', ')}`,
      query: exportQuery,
      reply: z.string(),
      also: ['text/csv'],
    },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const kind = exportKinds.find((name) => name === params.kind)
        if (!kind) throw new SyncError('NOT_FOUND')
        const layout = await layoutOf(scope, query.layout)
        const table = await makeTable(scope, layout, kind, query)
        return csvAnswer(`${layout.name}-${kind}.csv`, table.header, table.rows)
      }),
  ),
]

/** The layout named, else that of the package the company is connected to, else the first. */
async function layoutOf(scope: Scope, name: string | undefined): Promise<ExportLayout> {
  const wanted = name ?? (await listConnections(scope))[0]?.provider
  const layout = exportLayouts.find((known) => known.name === wanted) ?? (name === undefined ? exportLayouts[0] : undefined)
  if (!layout) throw unknownLayout('layout', `It should be one of ${exportLayouts.map((known) => known.name).join(', ')}.`)
  return layout
}

async function makeTable<K extends ExportKind>(scope: Scope, layout: ExportLayout, kind: K, days: ExportDays): Promise<ExportTable> {
  const make = layout.tables[kind]
  if (!make) throw unknownLayout('layout', `${layout.label} cannot import ${kind}.`)
  return make(await records[kind](scope, days), await exportCodes(scope))
}

const unknownLayout = (field: string, message: string) => new ValidationError([{ pointer: `query/${field}`, code: 'NOT_ONE_OF', message }])

const records: { [K in ExportKind]: (scope: Scope, days: ExportDays) => Promise<ExportRecords[K][]> } = {
  customers: (scope, days) => documentsForExport(scope, 'customer', days),
  invoices: async (scope, days) => withCustomers(scope, await documentsForExport(scope, 'invoice', days)),
  credits: async (scope, days) => withCustomers(scope, await documentsForExport(scope, 'credit', days)),
  payments: async (scope, days) => withCustomers(scope, await documentsForExport(scope, 'payment', days)),
  purchaseInvoices: async (scope, days) => (await listPurchaseInvoices(scope, days)).map((body) => ({ body })),
}

/** A document whose customer never came bears the customer's id as name. */
async function withCustomers<B extends { customer: string }>(scope: Scope, documents: { body: B }[]) {
  const all = new Map((await documentsForExport(scope, 'customer', {})).map((row) => [row.externalId, row.body]))
  return documents.map(({ body }) => ({
    body,
    customer: { externalId: body.customer, body: all.get(body.customer) ?? ({ state: 'active', name: body.customer } satisfies Customer) },
  }))
}
