import type { ComposedDecision } from '../../../activities/compose-decision.ts'
import type { HostDocument } from './host-document.ts'

/** What a number of predictions came to. */
export interface PredictionFigures {
  documents: number
  lines: number
  written: number
  /** Seen again in the books at the end. */
  booked: number
  /** Sum of what was written, minor units. */
  gross: number
  /** By note of the plan: how often another layout, a rounding line or the books' own penny of VAT was needed. */
  notes: Record<string, number>
  /** By code: what the plan would not send, with the first number it met. */
  refused: Record<string, { count: number; example: string }>
  /** Differences between prediction, answer, books and customer's copy: there must be none. */
  wrong: string[]
  count(document: HostDocument, decision: ComposedDecision): void
}

/** Begins at nothing. */
export function noFigures(): PredictionFigures {
  const figures: PredictionFigures = {
    documents: 0,
    lines: 0,
    written: 0,
    booked: 0,
    gross: 0,
    notes: {},
    refused: {},
    wrong: [],
    count: ({ body }, decision) => {
      figures.documents += 1
      figures.lines += body.lines.length
      if (decision.decision === 'write') {
        figures.written += 1
        figures.gross += body.totals.gross
        for (const code of new Set(decision.notes.map((note) => note.code))) figures.notes[code] = (figures.notes[code] ?? 0) + 1
      } else {
        const code = 'code' in decision ? (decision.code ?? decision.decision) : decision.decision
        const before = figures.refused[code]
        figures.refused[code] = { count: (before?.count ?? 0) + 1, example: before?.example ?? body.number }
      }
    },
  }
  return figures
}
