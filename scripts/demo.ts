import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runDemo } from './demo/run-demo.ts'
import { startEverything } from './start/start-everything.ts'
import { takeCharge } from './start/supervisor.ts'

// npm run demo [-- --data DIR] [-- --again] [-- --limits off]: the main job without a browser, in a stack of its own, and the proof at the end.
const { values } = parseArgs({
  options: { data: { type: 'string' }, again: { type: 'boolean' }, limits: { type: 'string' }, provider: { type: 'string' } },
})
const folder = resolve(import.meta.dirname, '../.data/demo')
const data = resolve(values.data ?? join(import.meta.dirname, '../examples/gas-and-heating'))
const limitsOff = values.limits === 'off'
mkdirSync(folder, { recursive: true })

const say = (line: string) => console.log(line)
const supervisor = await takeCharge(folder, () => undefined).catch(giveUp)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void supervisor.stop().then(() => process.exit(130)))
void supervisor.lost.then(giveUp)
try {
  say('Starting PostgreSQL, Temporal, the sandbox, the worker and the API for the demo …')
  const addresses = await startEverything({ folder, supervisor, say: () => undefined, ...(limitsOff ? { limitsOff } : {}) })
  const ok = await runDemo({
    api: addresses.api,
    sandbox: addresses.sandboxes[0]?.url ?? '',
    folder,
    data,
    limitsOff,
    again: values.again ?? false,
    say,
  })
  await supervisor.stop()
  process.exit(ok ? 0 : 1)
} catch (error) {
  await supervisor.stop()
  giveUp(error)
}

function giveUp(error: unknown): never {
  console.error(`\nThe demo stopped.\n${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
