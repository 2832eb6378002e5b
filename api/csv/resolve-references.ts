import type { Scope } from '../../ledger/database.ts'
import { idsByNumber } from '../../ledger/document-ids.ts'
import type { AllDrafts } from './read-import.ts'

/** Files name documents by number; ours are named by id. Numbers of the import and of what is here already become ids; what is neither stays as it is. */
export async function resolveReferences(scope: Scope, drafts: AllDrafts): Promise<void> {
  const invoices = await names(scope, 'invoice', drafts)
  const credits = await names(scope, 'credit', drafts)
  for (const { body } of drafts.credit.drafts) {
    for (const ref of [...(body.corrects ?? []), ...(body.allocations ?? []), ...body.lines.flatMap((line) => line.corrects ?? [])])
      ref.invoice = invoices(ref.invoice)
  }
  for (const { body } of drafts.invoice.drafts) {
    for (const line of body.lines) if (line.depositInvoice !== undefined) line.depositInvoice = invoices(line.depositInvoice)
  }
  for (const { body } of drafts.payment.drafts) {
    for (const part of body.allocations ?? []) {
      if (part.invoice !== undefined) part.invoice = invoices(part.invoice)
      if (part.credit !== undefined) part.credit = credits(part.credit)
    }
    if (body.refunds?.credit !== undefined) body.refunds.credit = credits(body.refunds.credit)
  }
}

async function names(scope: Scope, kind: 'invoice' | 'credit', drafts: AllDrafts): Promise<(name: string) => string> {
  const own = drafts[kind].drafts
  const ids = new Set(own.map(({ externalId }) => externalId))
  const byNumber = new Map(own.map(({ externalId, body }) => [body.number, externalId]))
  const here = await idsByNumber(scope, kind)
  return (name) => (ids.has(name) ? name : (byNumber.get(name) ?? here.get(name) ?? name))
}
