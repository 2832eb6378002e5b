import type { DocumentBodies } from '../../domain/document.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { PurchaseInvoice } from '../../domain/purchase-invoice.ts'
import { canonicalJson } from '../../domain/rules/canonical-json.ts'
import type { ImportRow } from '../contract/imports.ts'
import { refusal, refusedRow, type Refusal, type RowPlace } from './refusal.ts'

/** What an import brings: the four documents, and suppliers' invoices. */
export interface ImportedBodies extends DocumentBodies {
  purchaseInvoice: PurchaseInvoice
}
export type ImportedKind = DocumentKind | 'purchaseInvoice'

/** A document as the files have it, and the rows it was read from. */
export interface Draft<K extends ImportedKind = ImportedKind> {
  externalId: string
  body: ImportedBodies[K]
  rows: RowPlace[]
}

/** What could be read of one kind, and the answers to the rows that could not. */
export interface Drafts<K extends ImportedKind> {
  drafts: Draft<K>[]
  refused: ImportRow[]
}

/** Gathers drafts: an id that comes again with other content is refused, with the same content it is the same document. */
export function gather<K extends ImportedKind>(kind: K): Gathering<K> {
  const seen = new Map<string, { print: string; draft: Draft<K> }>()
  const refused: ImportRow[] = []
  const refuse = (rows: RowPlace[], externalId: string | null, why: Refusal) =>
    void refused.push(...rows.map((place) => refusedRow(place, kind, externalId, why)))
  return {
    refuse,
    add: (draft) => {
      const print = canonicalJson(draft.body)
      const earlier = seen.get(draft.externalId)
      if (!earlier) seen.set(draft.externalId, { print, draft })
      else if (earlier.print === print) earlier.draft.rows.push(...draft.rows)
      else refuse(draft.rows, draft.externalId, refusal('IMPORT_ROW_DOUBLED', 'externalId', { value: draft.externalId }))
    },
    done: () => ({ drafts: [...seen.values()].map(({ draft }) => draft), refused }),
  }
}

export interface Gathering<K extends ImportedKind> {
  add(draft: Draft<K>): void
  refuse(rows: RowPlace[], externalId: string | null, why: Refusal): void
  done(): Drafts<K>
}
