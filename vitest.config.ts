import { defineConfig } from 'vitest/config'

/** Forked processes, because the native core of Temporal's worker and threads do not mix safely; one real PostgreSQL and one real Temporal server for all of them. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
