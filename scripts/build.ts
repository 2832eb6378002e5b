import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import { build } from 'vite'

// npm run build: what production runs. With --pages the pages alone.
const root = join(import.meta.dirname, '..')
await buildPages()
if (!process.argv.includes('--pages')) await buildWorkflows()

/** The pages as static files that the API serves. */
async function buildPages(): Promise<void> {
  await build({ configFile: join(root, 'ui/vite.config.ts'), logLevel: 'warn' })
  console.log('pages: dist/ui')
}

/** The workflow code as one file, so that every worker of one release runs the very same. */
async function buildWorkflows(): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows/index.ts') })
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/workflow-bundle.cjs'), code)
  console.log('workflows: dist/workflow-bundle.cjs')
}
