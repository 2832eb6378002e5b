import type { DocumentBodies } from '../../domain/document.ts'
import { type DocumentKind, documentKinds } from '../../domain/entities.ts'
import { inCompany } from '../../ledger/database.ts'
import { listDocuments } from '../../ledger/documents.ts'
import type { DemoData } from '../../scripts/demo/answers.ts'
import { bringIn } from '../../scripts/demo/bring-in.ts'
import type { PennyStack } from './penny-stack.ts'

/** The host's documents by kind and id. */
export type HostRecords = { [K in DocumentKind]: Map<string, DocumentBodies[K]> }

/** Nothing yet. */
export const noRecords = (): HostRecords => ({ customer: new Map(), invoice: new Map(), credit: new Map(), payment: new Map() })

/** The whole data set as documents: its files are imported into a company of their own, as an office would, and read back. */
export async function readHostRecords(stack: PennyStack, data: DemoData): Promise<HostRecords> {
  const companyId = await bringIn(stack.host, data, () => undefined)
  const records = noRecords()
  await inCompany(stack.api.ledger, companyId, async (scope) => {
    for (const kind of documentKinds) {
      const into: Map<string, unknown> = records[kind]
      for (let cursor: string | undefined; ; ) {
        const page = await listDocuments(scope, kind, { limit: 500, cursor })
        for (const { externalId, body } of page.documents) into.set(externalId, body)
        if (page.next === undefined) break
        cursor = page.next
      }
    }
  })
  return records
}

/** A document with its kind and id. */
export interface Delivery<K extends DocumentKind = DocumentKind> {
  kind: K
  externalId: string
  body: DocumentBodies[K]
}

const parts = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const satisfies Record<
  DocumentKind,
  string
>

/** The host saves documents: one import of JSON lines, with what its tax codes mean. Throws with the first refusals. */
export async function deliver(stack: PennyStack, companyId: string, deliveries: Delivery[], taxCodes: unknown): Promise<void> {
  const form = new FormData()
  form.append('mapping', new Blob([JSON.stringify({ taxCodes })], { type: 'application/json' }), 'mapping.json')
  for (const [kind, own] of Map.groupBy(deliveries, (delivery) => delivery.kind)) {
    const lines = own.map(({ externalId, body }) => JSON.stringify({ externalId, ...body })).join('\n')
    form.append(parts[kind], new Blob([lines], { type: 'application/x-ndjson' }), `${parts[kind]}.jsonl`)
  }
  if (deliveries.length === 0) return
  const answer = await stack.host.send<{
    rows: { items: { result: string; externalId: string; message: string | null }[] }
    counts: Record<string, Record<string, number>>
  }>(`/v1/companies/${companyId}/imports`, form)
  const refused = Object.values(answer.counts).reduce((sum, counts) => sum + (counts['refused'] ?? 0), 0)
  if (refused > 0)
    throw new Error(`${refused} refused: ${JSON.stringify(answer.rows.items.filter(({ result }) => result === 'refused').slice(0, 3))}`)
}
