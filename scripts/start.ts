import { mkdirSync } from 'node:fs'
import { dataFolder } from '../config.ts'
import { loadDemoCompany } from './load-demo-company.ts'
import { addressTable } from './start/address-table.ts'
import { startEverything } from './start/start-everything.ts'
import { takeCharge } from './start/supervisor.ts'

// npm start: everything on this machine, until Ctrl-C. The parts are in scripts/start, one file each.
const begun = Date.now()
const say = (line: string) => console.log(line)
mkdirSync(dataFolder, { recursive: true })

const supervisor = await takeCharge(dataFolder, say).catch((error: unknown) => giveUp(error))
let asked = 0
let firstAskedAt = 0
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stopAsAsked())
void supervisor.lost.then(stopBecauseLost)

try {
  const addresses = await startEverything({ folder: dataFolder, supervisor, say })
  await loadDemoCompany({ api: addresses.api, sandbox: addresses.sandboxes[0]?.url, folder: dataFolder, say })
  say(addressTable(addresses))
  say(`Counterfoil is ready, after ${Math.round((Date.now() - begun) / 100) / 10} s. Ctrl-C stops everything.`)
} catch (error) {
  if (!asked) await stopBecauseFailed(error)
}

async function stopAsAsked(): Promise<void> {
  asked += 1
  if (asked > 1) return leaveAtOnce()
  firstAskedAt = Date.now()
  say('')
  await supervisor.stop()
  say('Everything is stopped.')
  process.exit(0)
}

/** A second Ctrl-C: the guardian ends what is left, without us waiting for it. One Ctrl-C arrives twice, from the terminal and from npm, which passes it on. */
function leaveAtOnce(): void {
  if (Date.now() - firstAskedAt < 1_500) return
  say('Leaving at once; what is left is being ended.')
  process.exit(1)
}

async function stopBecauseLost(how: string): Promise<void> {
  asked += 1
  console.error(`\n${how}\nThe rest is stopped; npm start begins again where it was.`)
  await supervisor.stop()
  process.exit(1)
}

async function stopBecauseFailed(error: unknown): Promise<never> {
  asked += 1
  await supervisor.stop()
  return giveUp(error)
}

function giveUp(error: unknown): never {
  console.error(`\nCounterfoil could not be started.\n${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
