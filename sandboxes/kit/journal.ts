/**
 * Makes a piece of work in the pretend books all or nothing: what was written is taken back when the work throws,
 * and what should be told to others (webhooks, saving) is told only once the outermost work has succeeded.
 */
export class Journal {
  private open: Entry[] | undefined

  attempt<T>(work: () => T): T {
    const outer = this.open
    const mine: Entry[] = []
    this.open = mine
    try {
      const result = work()
      this.open = outer
      this.close(mine, outer)
      return result
    } catch (error) {
      this.open = outer
      for (const entry of mine.toReversed()) entry.undo()
      throw error
    }
  }

  record(entry: Entry): void {
    if (this.open) this.open.push(entry)
    else entry.told()
  }

  private close(mine: Entry[], outer: Entry[] | undefined): void {
    for (const entry of mine) {
      if (outer) outer.push(entry)
      else entry.told()
    }
  }
}

export interface Entry {
  undo: () => void
  told: () => void
}
