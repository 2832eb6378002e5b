import { bundleWorkflowCode, type WorkflowBundleOption, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the story is told; workflows are known to the worker by path alone. */
export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))

/** Bundles the workflow code, as `npm run build` does once for production and a development worker at every start (about a second). */
export const bundleWorkflows = (): Promise<WorkflowBundleWithSourceMap> => bundleWorkflowCode({ workflowsPath })

/** What `npm run build` left, in production; elsewhere undefined, for the code may be newer. */
export function builtBundle(production: boolean): WorkflowBundleOption | undefined {
  const codePath = fileURLToPath(new URL('../dist/workflow-bundle.cjs', import.meta.url))
  return production && existsSync(codePath) ? { codePath } : undefined
}
