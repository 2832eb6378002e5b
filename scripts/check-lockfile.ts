import { join } from 'node:path'
import { lockfileFaults } from './check/lockfile-faults.ts'

// The lockfiles of the project and of its tools install on a machine that has never seen them.
const root = join(import.meta.dirname, '..')
const faults = ['package-lock.json', 'tools/import-rules/package-lock.json'].flatMap((path) => lockfileFaults(join(root, path)))
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
