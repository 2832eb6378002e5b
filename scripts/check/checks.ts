import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import { run } from '../start/run.ts'
import { checkImportRules } from './import-rules.ts'

/** One thing that must hold, and the faults found, in words; none is a pass. */
export type Check = { name: string; faults: () => Promise<string[]> }

/** Everything that `npm run check` looks at, the slow ones first. */
export const checks: readonly Check[] = [
  { name: 'workflow bundle', faults: workflowBundle },
  { name: 'lint (oxlint, with types)', faults: () => program('oxlint', ['--type-aware']) },
  { name: 'dead code (knip)', faults: () => program('knip', ['--no-progress']) },
  { name: 'import rules (tools/import-rules)', faults: importRules },
  { name: 'types (tsc)', faults: () => program('tsc', ['--noEmit', '--pretty', 'false', '-p', '.']) },
  { name: 'format (biome)', faults: () => program('biome', ['format', '--colors=off', '.']) },
  { name: 'lockfiles', faults: () => script('scripts/check-lockfile.ts') },
  { name: 'docs/errors.md', faults: () => script('scripts/error-docs.ts', '--check') },
]

const root = join(import.meta.dirname, '../..')

async function program(name: string, args: readonly string[]): Promise<string[]> {
  const { ok, output } = await run(join(root, 'node_modules/.bin', name), args, { folder: root })
  return ok ? [] : [output]
}

async function script(path: string, ...args: readonly string[]): Promise<string[]> {
  const { ok, output } = await run(process.execPath, [join(root, path), ...args], { folder: root })
  return ok ? [] : [output]
}

async function importRules(): Promise<string[]> {
  return (await checkImportRules()).map(({ rule, why, from, to }) => `${from} imports ${to}\n  against ${rule}: ${why}`)
}

/** Temporal's bundler refuses code that cannot be replayed, but only when it is asked to bundle. */
async function workflowBundle(): Promise<string[]> {
  const workflowsPath = join(root, 'workflows/index.ts')
  if (!existsSync(workflowsPath)) return [`there is no ${workflowsPath}`]
  const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} }
  await bundleWorkflowCode({ workflowsPath, logger: quiet })
  return []
}
