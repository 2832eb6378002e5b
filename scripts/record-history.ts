import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Records the histories that test/workflows/replay.test.ts replays: one journey of the real engine, as a test makes it, copied to
 * test/workflows/histories. Do it when the workflows were changed on purpose, and keep the old ones while runs of theirs may be alive.
 */

const root = join(import.meta.dirname, '..')
const journey = 'test/journeys/live-histories.test.ts'
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', journey], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const from = join(tmpdir(), 'counterfoil-live-histories')
const to = join(root, 'test/workflows/histories')
mkdirSync(to, { recursive: true })
for (const name of readdirSync(from)) {
  copyFileSync(join(from, name), join(to, name))
  console.log(`recorded ${name}`)
}
