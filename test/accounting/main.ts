import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { mutate } from '../mutations/mutate.ts'
import { mutations } from './mutations.ts'

/* npm run test:rules: the tests of the 44 rules, with real books. npm run test:rules -- --mutate [--rule N]: breaks each rule in a copy, and wants its test to fail. */

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const light = ['--config', 'test/accounting/light.config.ts']

process.exitCode = process.argv.includes('--mutate')
  ? await mutate(chosen(), light)
  : (spawnSync(process.execPath, [vitest, 'run', 'test/accounting'], { stdio: 'inherit' }).status ?? 1)

function chosen() {
  const at = process.argv.indexOf('--rule')
  const only = at < 0 ? mutations : mutations.filter(({ rule }) => rule === Number(process.argv[at + 1]))
  return only.map(({ rule, ...mutation }) => ({
    ...mutation,
    guarantee: `rule ${String(rule).padStart(2)}`,
    tests: [...light, '-t', `rule ${rule}:`],
  }))
}
