/* What the worker bundles: every workflow under its wire name. */
export { connection } from './connection.ts'
export { deliver } from './deliver.ts'
export { reconcile } from './reconcile.ts'
export { requestSync } from './request-sync.ts'
export { syncRun } from './sync-run.ts'
export { watch } from './watch.ts'
