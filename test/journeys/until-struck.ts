import { until } from '../setup/until.ts'
import type { Engine } from './engine.ts'

/** Until the sandbox has begun every call that a fault was planted for. */
export async function untilStruck(engine: Engine): Promise<void> {
  await until(
    () => engine.control<{ struck: number; times: number }[]>('faults'),
    (faults) => faults.length > 0 && faults.every(({ struck, times }) => struck >= times),
  )
}
