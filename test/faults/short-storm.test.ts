import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { runSeed } from './run-seed.ts'

/** `npm run test:faults` goes on for thousands of documents and twenty seeds, with workers killed; this is the short form of it. */
const SEED = 1
const DOCUMENTS = 60

test('books, ledger and documents agree record by record after a storm of broken calls, a lost token, a bookkeeper in between and a restart', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-faults-'))
  const said: string[] = []
  const report = await runSeed({
    seed: SEED,
    documents: DOCUMENTS,
    amount: 'short',
    workers: 2,
    folder,
    bundle: inject('workflowBundlePath'),
    say: (line) => void said.push(line),
  })
  expect(report.wrong, `${said.join('\n')}\nAgain: npm run test:faults -- --seed ${SEED} --documents ${DOCUMENTS} --amount short`).toEqual(
    [],
  )
  // A storm that met nothing would prove nothing.
  expect(Object.values(report.weather.injected).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5)
  expect(report.settled.same).toBeGreaterThan(0)
  expect(report.settled.absent).toBeGreaterThan(0)
  rmSync(folder, { recursive: true, force: true })
})
