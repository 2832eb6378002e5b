import { defineConfig } from 'vitest/config'

/** For decisions alone: no database, no Temporal. */
export default defineConfig({
  test: {
    include: ['test/accounting/decisions.test.ts', 'test/domain/money.test.ts', 'test/domain/rules/*.test.ts'],
    exclude: ['test/domain/rules/match-example.test.ts'],
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
  },
})
