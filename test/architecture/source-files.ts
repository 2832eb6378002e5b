import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One file of ours: its path from the project's root, and its text. */
export type SourceFile = { path: string; text: string }

const root = join(import.meta.dirname, '../..')
const rooms =
  'domain workflows activities providers ledger api worker ui agent sandboxes migrations test bench scripts examples tools'.split(' ')

/** Every TypeScript file of the project, sorted by path. */
export function sourceFiles(): SourceFile[] {
  return rooms
    .flatMap(pathsIn)
    .concat('config.ts', 'temporal.ts')
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function pathsIn(room: string): string[] {
  if (!readdirSync(root).includes(room)) return []
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`)
}
