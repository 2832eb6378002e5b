import type { Journal } from './journal.ts'

/** One kind of record of the pretend books, found by id or by any of its indexes. Rows are never changed in place. */
export class Shelf<Row extends { id: string }, Index extends string = never> {
  private readonly rows = new Map<string, Row>()
  private readonly found: Record<Index, Map<string, Set<string>>>
  private readonly options: ShelfOptions<Row, Index>

  constructor(options: ShelfOptions<Row, Index>) {
    this.options = options
    const names = Object.keys(options.indexes) as Index[] // Object.keys forgets the key type
    this.found = Object.fromEntries(names.map((name) => [name, new Map<string, Set<string>>()])) as typeof this.found // same
  }

  get(id: string | undefined): Row | undefined {
    return id === undefined ? undefined : this.rows.get(id)
  }

  all(): Row[] {
    return [...this.rows.values()]
  }

  count(): number {
    return this.rows.size
  }

  find(index: Index, key: string | undefined): Row[] {
    const ids = key === undefined ? undefined : this.found[index].get(key)
    return ids ? [...ids].flatMap((id) => this.rows.get(id) ?? []) : []
  }

  put(row: Row): Row {
    const before = this.rows.get(row.id)
    this.place(row, before)
    this.options.journal.record({
      undo: () => (before ? this.place(before, row) : this.drop(row)),
      told: () => this.options.changed?.(row, before),
    })
    return row
  }

  private place(row: Row, before: Row | undefined): void {
    this.reindex(before, row)
    this.rows.set(row.id, row)
  }

  private drop(row: Row): void {
    this.reindex(row, undefined)
    this.rows.delete(row.id)
  }

  private reindex(before: Row | undefined, after: Row | undefined): void {
    for (const name of Object.keys(this.options.indexes) as Index[]) {
      const key = this.options.indexes[name]
      const [old, now] = [before && key(before), after && key(after)]
      if (old === now) continue
      if (before && old !== undefined) this.found[name].get(old)?.delete(before.id)
      if (after && now !== undefined) setOf(this.found[name], now).add(after.id)
    }
  }
}

export interface ShelfOptions<Row, Index extends string> {
  journal: Journal
  indexes: Record<Index, (row: Row) => string | undefined>
  /** Told once a change stands; `before` is missing for a new row. */
  changed?: ((row: Row, before: Row | undefined) => void) | undefined
}

function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  const existing = map.get(key)
  if (existing) return existing
  const made = new Set<string>()
  map.set(key, made)
  return made
}
