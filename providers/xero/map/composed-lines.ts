import type { Json, Note, Predicted, Refusal } from '../../../domain/plan.ts'

/** The lines of a document as Xero takes them, and what it will make of them. */
export type ComposedLines =
  | { ok: true; items: { [key: string]: Json }[]; lineIds: string[]; predicted: Predicted; notes: Note[]; inclusive: boolean }
  | ({ ok: false } & Refusal)
