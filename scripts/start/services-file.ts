import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { servicesFile } from '../../config.ts'

/** What runs on this machine for one data folder: who started it, every process, and the environment a further worker or api needs. */
export type Services = z.infer<typeof services>

/** What was noted last, or undefined when nothing is noted. */
export function readServices(folder: string): Services | undefined {
  const path = join(folder, servicesFile)
  return existsSync(path) ? services.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}

/** Notes it in one step, so that a reader never sees half of it; only its owner may read it, for it holds a password. */
export function writeServices(folder: string, noted: Services): void {
  const draft = join(folder, `${servicesFile}.draft`)
  writeFileSync(draft, JSON.stringify(noted, null, 2), { mode: 0o600 })
  renameSync(draft, join(folder, servicesFile))
}

/** Nothing runs any more. */
export function forgetServices(folder: string): void {
  rmSync(join(folder, servicesFile), { force: true })
}

const services = z.object({
  supervisor: z.number(),
  processes: z.array(z.object({ name: z.string(), pid: z.number(), command: z.string(), stopSignal: z.enum(['SIGTERM', 'SIGINT']) })),
  environment: z.record(z.string(), z.string()),
})
