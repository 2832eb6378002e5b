import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'
import { withLock } from './with-lock.ts'

/** Builds the pages when their sources are newer than what was built last; in a process of its own, for the builder is large. Of several callers one builds. */
export async function buildPages(say: (line: string) => void): Promise<void> {
  if (!isStale()) return
  mkdirSync(join(root, 'dist'), { recursive: true })
  await withLock(join(root, 'dist/building'), say, async () => {
    if (!isStale()) return
    say('Building the pages …')
    const built = await run(process.execPath, [join(root, 'scripts/build.ts'), '--pages'], { folder: root })
    if (!built.ok) throw new Error(`The pages could not be built:\n${built.output}`)
  })
}

const root = join(import.meta.dirname, '../..')

function isStale(): boolean {
  const built = join(root, 'dist/ui/index.html')
  if (!existsSync(built)) return true
  return newest([join(root, 'ui'), join(root, 'api/contract.ts'), join(root, 'package-lock.json')]) > statSync(built).mtimeMs
}

function newest(paths: readonly string[]): number {
  return Math.max(
    0,
    ...paths
      .filter(existsSync)
      .flatMap((path) => [path, ...filesUnder(path)])
      .map((path) => statSync(path).mtimeMs),
  )
}

function filesUnder(path: string): string[] {
  return statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)) : []
}
