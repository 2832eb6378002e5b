import { availableParallelism } from 'node:os'
import { type Check, checks } from './check/checks.ts'

// npm run check: everything a change must pass that needs no database. All of them run, and all faults are shown.
const waiting = [...checks]
const failed: string[] = []
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) await perform(check)
}

async function perform(check: Check): Promise<void> {
  const begun = Date.now()
  const faults = await check.faults().catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1).padStart(6)
  console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${check.name}`)
  for (const fault of faults) console.log(indented(fault))
  if (faults.length > 0) failed.push(check.name)
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '       ')
}
