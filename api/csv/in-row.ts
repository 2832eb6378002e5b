import type { Refusal } from './refusal.ts'
import type { SheetRow } from './sheet.ts'

/** A refusal in the words of the file: its header, and the cell as it stands there. */
export function inRow(row: SheetRow, why: Refusal): Refusal {
  const text = row.text(why.field)
  return {
    ...why,
    values: {
      ...why.values,
      column: row.column(why.field),
      ...(why.code === 'IMPORT_VALUE_INVALID' && text !== '' ? { value: text } : {}),
    },
  }
}
