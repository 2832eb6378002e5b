import { afterAll, beforeAll, describe } from 'vitest'
import { breaks } from './contract/breaks.ts'
import { employ } from './contract/clerk.ts'
import type { Harness } from './contract/harness.ts'
import { lookUps } from './contract/look-ups.ts'
import { mirror } from './contract/mirror.ts'
import { taking } from './contract/taking.ts'
import { updates } from './contract/updates.ts'

/** What every provider must do the same, at its sandbox over real HTTP (design section 12, exactly-once sections 2 and 3). */
export function providerContract(name: string, harness: Harness): void {
  describe(`${name} keeps the provider contract`, () => {
    const clerk = employ(harness)
    beforeAll(() => clerk.open())
    afterAll(() => clerk.books.stop())
    taking(clerk)
    breaks(clerk)
    lookUps(clerk)
    updates(clerk)
    mirror(clerk)
  })
}
