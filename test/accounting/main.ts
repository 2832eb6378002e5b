import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Mutation, mutations } from './mutations.ts'

/* npm run test:rules: the tests of the 44 rules, with real books. npm run test:rules -- --mutate [--rule N]: breaks each rule in a copy, and wants its test to fail. */

const root = join(import.meta.dirname, '../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const light = ['--config', 'test/accounting/light.config.ts', '--root', '.']

if (process.argv.includes('--mutate')) process.exitCode = await mutate(chosen())
else process.exitCode = (await run(root, ['test/accounting'], 'inherit')).code

function chosen(): Mutation[] {
  const at = process.argv.indexOf('--rule')
  return at < 0 ? mutations : mutations.filter(({ rule }) => rule === Number(process.argv[at + 1]))
}

/** Answers 1 where a broken rule was not noticed. */
async function mutate(chosenOnes: Mutation[]): Promise<number> {
  const copy = copyOfTree()
  try {
    const whole = await run(copy, light)
    if (whole.code !== 0) throw new Error(`the tests fail before anything is broken:\n${whole.said.slice(-2_000)}`)
    const survivors: number[] = []
    for (const mutation of chosenOnes) if (!(await noticed(copy, mutation))) survivors.push(mutation.rule)
    console.log(
      `\n${chosenOnes.length - survivors.length} of ${chosenOnes.length} broken rules made their test fail${survivors.length === 0 ? '.' : `; not noticed: ${survivors.join(', ')}`}`,
    )
    return survivors.length === 0 ? 0 : 1
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What the tests of decisions load; packages stay where they are. */
function copyOfTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'counterfoil-rules-'))
  for (const name of [
    'activities',
    'api',
    'domain',
    'examples',
    'ledger',
    'providers',
    'test',
    'workflows',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Breaks a rule, runs the tests with its number, and mends it again. */
async function noticed(copy: string, { rule, breaks, file, find, replace }: Mutation): Promise<boolean> {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(find)) throw new Error(`rule ${rule}: ${file} has no longer what is to be broken: ${find}`)
  writeFileSync(
    path,
    text.replace(find, () => replace),
  )
  const { code, said } = await run(copy, [...light, '-t', `rule ${rule}:`])
  writeFileSync(path, text)
  const failed = code !== 0 && /\d+ failed/.test(said)
  console.log(`${failed ? 'fails    ' : 'SURVIVES '} rule ${String(rule).padStart(2)}  ${breaks}  (${file})`)
  return failed
}

function run(cwd: string, args: string[], stdio: 'pipe' | 'inherit' = 'pipe'): Promise<{ code: number; said: string }> {
  const child: ChildProcess = spawn(process.execPath, [vitest, 'run', ...args], { cwd, stdio })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said += part.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code: code ?? 1, said })))
}
