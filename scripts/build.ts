import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import { build } from 'vite'

// npm run build: what production runs. With --pages the pages alone.
const root = join(import.meta.dirname, '..')
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error }
await buildPages()
if (!process.argv.includes('--pages')) await buildWorkflows()

/** The pages as static files that the API serves; put in place when they are complete, for an API may be serving the old ones. */
async function buildPages(): Promise<void> {
  const [draft, final] = [join(root, 'dist/ui-draft'), join(root, 'dist/ui')]
  await build({ configFile: join(root, 'ui/vite.config.ts'), logLevel: 'warn', build: { outDir: draft } })
  rmSync(final, { recursive: true, force: true })
  renameSync(draft, final)
  console.log('pages: dist/ui')
}

/** The workflow code as one file, so that every worker of one release runs the very same. */
async function buildWorkflows(): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows/index.ts'), logger: quiet })
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/workflow-bundle.cjs'), code)
  console.log('workflows: dist/workflow-bundle.cjs')
}
