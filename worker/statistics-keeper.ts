import type { Ledger } from '../ledger/database.ts'
import { keepStatistics } from '../ledger/keep-statistics.ts'

/** Long enough to cost nothing while nothing happens, short enough that a first sync hardly begins without statistics. */
const EVERY_MS = 1_000

/** Looks after the statistics of the database for as long as the worker runs; answers a function that ends it. A database that is away is asked again. */
export function startStatisticsKeeper(
  ledger: Ledger,
  log: (event: string, facts: Record<string, string | number>) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const look = async () => {
    try {
      await keepStatistics(ledger)
    } catch (error) {
      log('statistics-not-kept', { reason: error instanceof Error ? error.name : 'unknown' })
    }
    if (!ended) timer = setTimeout(lookAgain, EVERY_MS)
  }
  const lookAgain = () => {
    running = look()
  }
  let ended = false
  let timer = setTimeout(lookAgain, EVERY_MS)
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}
