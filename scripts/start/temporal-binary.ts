import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { readMachine } from '../../config.ts'
import { run } from './run.ts'
import { withLock } from './with-lock.ts'

/** The version that the tool module in tools/temporal pins. */
export const temporalVersion = '1.8.2'

/** Where a `temporal` program is: on the PATH, in our cache, or put there now, which takes minutes once per machine. */
export async function temporalBinary(say: (line: string) => void, machine = readMachine()): Promise<string> {
  const installed = await onPath(machine.path)
  if (installed) return installed
  const folder = join(machine.cacheFolder, `temporal-${temporalVersion}`)
  const cached = join(folder, programName)
  if (existsSync(cached)) return cached
  mkdirSync(folder, { recursive: true })
  return await withLock(join(folder, 'building'), say, async () => {
    if (!existsSync(cached)) await obtain(folder, cached, machine.path, say)
    return cached
  })
}

const programName = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
const toolModule = join(import.meta.dirname, '../../tools/temporal')

/** Older ones do not know all the settings we start the server with. */
const oldestOnPath = [1, 8] as const

async function onPath(path: string): Promise<string | undefined> {
  const program = findOnPath(path, programName)
  if (!program) return undefined
  const { output } = await run(program, ['--version'])
  const [, major = 0, minor = 0] = /version (\d+)\.(\d+)/.exec(output)?.map(Number) ?? []
  const recent = major > oldestOnPath[0] || (major === oldestOnPath[0] && minor >= oldestOnPath[1])
  return recent ? program : undefined
}

function findOnPath(path: string, program: string): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function obtain(folder: string, cached: string, path: string, say: (line: string) => void): Promise<void> {
  const go = findOnPath(path, process.platform === 'win32' ? 'go.exe' : 'go')
  const reasons: string[] = []
  for (const way of [go ? build : undefined, download]) {
    const reason = await way?.(folder, cached, say)
    if (existsSync(cached)) return
    if (reason) reasons.push(reason)
  }
  if (!go) reasons.unshift('Go is not installed, so it could not be built here.')
  throw new Error(
    `There is no Temporal server on this machine. ${reasons.join('\n')}\n` +
      'Install Go 1.26 or newer (https://go.dev/dl) or the Temporal CLI (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS to a server of yours.',
  )
}

/** One set of flags for ever: another CGO_ENABLED or -trimpath means nearly a full rebuild. */
async function build(folder: string, cached: string, say: (line: string) => void): Promise<string> {
  const draft = join(folder, `${programName}.${process.pid}`)
  say(`Building the Temporal server ${temporalVersion} with Go: about three minutes, once per machine (kept in ${folder}).`)
  const flags = [
    '-mod=readonly',
    '-trimpath',
    '-ldflags',
    `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${temporalVersion}`,
  ]
  const built = await run('go', ['build', ...flags, '-o', draft, 'github.com/temporalio/cli/cmd/temporal'], {
    folder: toolModule,
    environment: { CGO_ENABLED: '0' },
    onElapsed: (seconds) => say(`  still building the Temporal server, ${seconds} s …`),
  })
  if (built.ok) renameSync(draft, cached)
  else rmSync(draft, { force: true })
  return built.ok ? '' : `Building it with Go failed:\n${built.output.slice(-2_000)}`
}

/** The SDK fetches the program from temporal.download when its test server is asked for; loaded only here, because it is large. */
async function download(folder: string, cached: string, say: (line: string) => void): Promise<string> {
  say(`Downloading the Temporal server ${temporalVersion} …`)
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing')
    const executable = { type: 'cached-download', downloadDir: folder, version: `v${temporalVersion}` } as const
    await (await TestWorkflowEnvironment.createLocal({ server: { executable } })).teardown()
    const file = readdirSync(folder).find((name) => name.startsWith('temporal') && isProgram(join(folder, name)))
    if (!file) return 'The download left no program.'
    chmodSync(join(folder, file), 0o755)
    renameSync(join(folder, file), cached)
    return ''
  } catch (error) {
    return `Downloading it failed: ${error instanceof Error ? error.message : String(error)}`
  }
}
