import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A JSON file that is written soon after changes and once more when the sandbox stops. */
export interface SavedFile {
  read: () => unknown
  changed: () => void
  saveNow: () => void
}

/** Written after this much quiet, and at the latest this long after the first unsaved change (milliseconds). */
const QUIET = 2_000
const LATEST = 15_000

export function savedFile(path: string | undefined, snapshot: () => unknown): SavedFile {
  let timer: NodeJS.Timeout | undefined
  let firstUnsaved: number | undefined
  const saveNow = () => {
    clearTimeout(timer)
    firstUnsaved = undefined
    if (path !== undefined) writeWhole(path, JSON.stringify(snapshot()))
  }
  const changed = () => {
    if (path === undefined) return
    firstUnsaved ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(saveNow, Math.max(0, Math.min(QUIET, firstUnsaved + LATEST - Date.now())))
    timer.unref()
  }
  return { read: () => readIfThere(path), changed, saveNow }
}

/** A half-written file must never replace a whole one. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

function readIfThere(path: string | undefined): unknown {
  if (path === undefined) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`The saved books in ${path} cannot be read: ${String(error)}`, { cause: error })
  }
}
