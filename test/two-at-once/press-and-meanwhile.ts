import { until } from '../setup/until.ts'
import type { Trader, TradingHouse } from './trading-house.ts'

/** Presses Save & Sync; while the run's first PUT to `path` (a pattern) takes a while, something happens. Answers the path of the run. */
export async function pressAndMeanwhile(house: TradingHouse, trader: Trader, path: string, work: () => Promise<unknown>): Promise<string> {
  await house.control('faults', { match: { path, method: 'PUT' }, times: 1, kind: 'slow', delayMs: 600 })
  const run = await trader.press()
  await until(
    () => house.control<{ struck: number; times: number }[]>('faults'),
    (faults) => faults.every(({ struck, times }) => struck >= times),
  )
  await work()
  return run
}
