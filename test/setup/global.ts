import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Child } from '../../scripts/start/child.ts'
import { freePort } from '../../scripts/start/free-port.ts'
import { type Guardian, startGuardian } from '../../scripts/start/guardian.ts'
import { startPostgres } from '../../scripts/start/postgres.ts'
import { temporalBinary } from '../../scripts/start/temporal-binary.ts'
import { startTemporalServer } from '../../scripts/start/temporal-server.ts'
import { makeTemplate } from './make-template.ts'

/** One real PostgreSQL, one real Temporal server and one workflow bundle for the whole run; all of it is gone afterwards, however the run ends. */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return startServers(project)
}

/** Who is told where the servers are: a run of the tests, or a proof that is a command of its own. */
type Told = Pick<TestProject, 'provide'>

/** The same servers for a command that is no run of the tests; call what it answers to stop them. */
export async function startServers(project: Told): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-test-'))
  chmodSync(folder, 0o711) // PostgreSQL refuses to run as root and must be able to walk in as another user
  const guardian = startGuardian()
  guardian.removeFolder(folder)
  const children: Child[] = []
  const stop = () => stopAll(children, guardian, folder)
  try {
    await Promise.all([
      postgres(project, folder, guardian, children),
      temporal(project, folder, guardian, children),
      bundle(project, folder),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** Enough for every file that wants one of its own; a namespace costs nothing at the start and some 1 MB later. */
const namespaceCount = 120

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's address of the whole test server; files clone the template with `freshDatabase`. */
    databaseUrl: string
    templateName: string
    temporalAddress: string
    /** Where files claim a Temporal namespace of their own. */
    namespaceFolder: string
    namespaceCount: number
    /** The workflow code as one file for `Worker.create({ workflowBundle: { codePath } })`; empty until there are workflows. */
    workflowBundlePath: string
  }
}

async function postgres(project: Told, folder: string, guardian: Guardian, children: Child[]): Promise<void> {
  const order = {
    folder: join(folder, 'postgres'),
    port: await freePort(),
    durability: 'throwaway',
    logFile: join(folder, 'postgres.log'),
    guardian,
  } as const
  const { child, databaseUrl } = await startPostgres(order)
  children.push(child)
  project.provide('databaseUrl', databaseUrl)
  project.provide('templateName', await makeTemplate(databaseUrl))
}

async function temporal(project: Told, folder: string, guardian: Guardian, children: Child[]): Promise<void> {
  const namespaceFolder = join(folder, 'namespaces')
  mkdirSync(namespaceFolder)
  const namespaces = Array.from({ length: namespaceCount }, (_, index) => `test-${index}`)
  const binary = await temporalBinary((line) => console.log(line)) // building it takes minutes, which have to be seen
  const place = { port: await freePort(), uiPort: undefined, databaseFile: undefined, namespaces, logFile: join(folder, 'temporal.log') }
  const { child, address } = await startTemporalServer({ binary, ...place, guardian })
  children.push(child)
  project.provide('temporalAddress', address)
  project.provide('namespaceFolder', namespaceFolder)
  project.provide('namespaceCount', namespaceCount)
}

/** Made once, because every worker of every file would otherwise spend a second on the same code. */
async function bundle(project: Told, folder: string): Promise<void> {
  const workflowsPath = join(import.meta.dirname, '../../workflows/index.ts')
  if (!existsSync(workflowsPath)) return project.provide('workflowBundlePath', '')
  const { bundleWorkflowCode } = await import('@temporalio/worker')
  const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} }
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet })
  const path = join(folder, 'workflow-bundle.cjs')
  writeFileSync(path, code)
  project.provide('workflowBundlePath', path)
}

async function stopAll(children: readonly Child[], guardian: Guardian, folder: string): Promise<void> {
  for (const child of children) await child.stop()
  rmSync(folder, { recursive: true, force: true })
  await guardian.dismiss()
}
