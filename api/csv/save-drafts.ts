import type { DocumentRef } from '../../domain/document.ts'
import { documentKinds, type DocumentKind } from '../../domain/entities.ts'
import type { Scope } from '../../ledger/database.ts'
import { savePurchaseInvoices } from '../../ledger/purchase-invoices.ts'
import { type SaveResult, saveDocuments } from '../../ledger/save-documents.ts'
import type { ImportRow } from '../contract/imports.ts'
import type { Draft, ImportedKind } from './draft.ts'
import type { AllDrafts } from './read-import.ts'
import { refusedRow } from './refusal.ts'
import { resolveReferences } from './resolve-references.ts'

/** Saves what was read, customers first; answers every row of the files. `saved`: what is new or changed. */
export async function saveDrafts(scope: Scope, drafts: AllDrafts): Promise<{ rows: ImportRow[]; saved: DocumentRef[] }> {
  await resolveReferences(scope, drafts)
  const rows: ImportRow[] = []
  const saved: DocumentRef[] = []
  for (const kind of documentKinds) {
    const outcome = await saveKind(scope, kind, drafts)
    rows.push(...outcome.rows)
    saved.push(...outcome.saved)
  }
  rows.push(...(await savePurchases(scope, drafts)))
  return { rows, saved }
}

async function saveKind<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  all: AllDrafts,
): Promise<{ rows: ImportRow[]; saved: DocumentRef[] }> {
  const { drafts, refused } = all[kind]
  const results = await saveDocuments(scope, kind, drafts)
  const rows = drafts.flatMap((draft, index) => answers(kind, draft, results[index]))
  const saved = drafts
    .filter((_, index) => ['created', 'changed'].includes(results[index]?.result ?? ''))
    .map(({ externalId }) => ({ kind, externalId }))
  return { rows: [...refused, ...rows], saved }
}

function answers(kind: ImportedKind, draft: Draft, result: SaveResult | undefined): ImportRow[] {
  if (!result) throw new Error('Every saved document has a result')
  if (result.result === 'refused') {
    const why = { code: result.code, field: fieldOfRefusal[result.code] ?? String(result.values['field'] ?? ''), values: result.values }
    return draft.rows.map((place) => refusedRow(place, kind, draft.externalId, why))
  }
  return draft.rows.map((place) => ({
    ...place,
    kind,
    externalId: draft.externalId,
    result: result.result,
    code: null,
    field: null,
    message: null,
  }))
}

const fieldOfRefusal: Record<string, string> = { NUMBER_TAKEN: 'number', MERGED_IN_A_CIRCLE: 'mergedInto', STALE_DOCUMENT: 'sourceVersion' }

async function savePurchases(scope: Scope, { purchaseInvoice: { drafts, refused } }: AllDrafts): Promise<ImportRow[]> {
  const results = await savePurchaseInvoices(
    scope,
    drafts.map(({ body }) => body),
  )
  const rows = drafts.flatMap((draft, index) =>
    draft.rows.map((place) => ({
      ...place,
      kind: 'purchaseInvoice',
      externalId: draft.externalId,
      result: results[index] ?? 'unchanged',
      code: null,
      field: null,
      message: null,
    })),
  )
  return [...refused, ...rows]
}
