import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One way to break a guarantee: the exact text in a file, and what stands there instead. The tests that vitest is told to run have to fail. */
export interface Mutation {
  /** What is broken, short: `rule 7`, `the API`. */
  guarantee: string
  breaks: string
  file: string
  find: string
  replace: string
  /** What vitest is told to run: files, `-t` with a part of a title. */
  tests: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** Breaks one thing at a time in a copy of the tree and runs its tests there; prints a line each. Answers 1 where something broken was not noticed. */
export async function mutate(mutations: readonly Mutation[], whole: readonly string[]): Promise<number> {
  const copy = copyOfTree()
  try {
    const before = await runTests(copy, whole)
    if (before.code !== 0) throw new Error(`the tests fail before anything is broken:\n${before.said.slice(-2_000)}`)
    let survivors = 0
    for (const mutation of mutations) survivors += (await isNoticed(copy, mutation)) ? 0 : 1
    console.log(`\n${mutations.length - survivors} of ${mutations.length} made their test fail.`)
    return survivors === 0 ? 0 : 1
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Everything but what is made; packages stay where they are. */
function copyOfTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'counterfoil-mutations-'))
  const left = new Set(['node_modules', '.git', '.data', 'dist', 'tools'])
  for (const name of readdirSync(root).filter((each) => !left.has(each))) cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

async function isNoticed(copy: string, { guarantee, breaks, file, find, replace, tests }: Mutation): Promise<boolean> {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(find)) throw new Error(`${guarantee}: ${file} has no longer what is to be broken: ${find}`)
  writeFileSync(
    path,
    text.replace(find, () => replace),
  )
  const { code, said } = await runTests(copy, tests)
  writeFileSync(path, text)
  const noticed = code !== 0 && /\d+ failed/.test(said)
  console.log(`${noticed ? 'fails    ' : 'SURVIVES '} ${guarantee}: ${breaks}  (${file})`)
  return noticed
}

function runTests(cwd: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [vitest, 'run', '--root', '.', ...args], { cwd, stdio: 'pipe' })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code: code ?? 1, said })))
}
