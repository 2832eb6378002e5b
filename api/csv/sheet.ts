import type { ImportKind } from '../contract/imports.ts'
import type { Refusal } from './refusal.ts'

/** One part of an import as rows whose cells are asked for by our field names. */
export interface Sheet {
  part: ImportKind
  rows: SheetRow[]
  /** Whether a column or a default stands for the field. */
  has(field: string): boolean
}

/** A row as the spreadsheet counts it: the header is row 1. */
export interface SheetRow {
  row: number
  /** The cell's text after the mapping's values and defaults, trimmed; '' where there is nothing. */
  text(field: string): string
  /** The file's own header over the field; our name of it where a default stands for a column. */
  column(field: string): string
  /** Why none of its cells can be trusted. */
  fault?: Refusal | undefined
}

/** What a file holds before anybody knows what its headers mean. */
export interface Table {
  headers: string[]
  rows: { row: number; cells: string[] }[]
}

/** One line of JSON: a document body with its externalId. */
export interface JsonLine {
  row: number
  value: unknown
}

export type PartContent = { part: ImportKind; form: 'table'; table: Table } | { part: ImportKind; form: 'jsonLines'; lines: JsonLine[] }
