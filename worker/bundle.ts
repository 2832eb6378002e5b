import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'

/** Where the story is told; workflows are known to the worker by path alone. */
export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))

/** Bundles the workflow code, as `npm run build` does once for production and a development worker at every start (about a second). */
export const bundleWorkflows = (): Promise<WorkflowBundleWithSourceMap> => bundleWorkflowCode({ workflowsPath })
