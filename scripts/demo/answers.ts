import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What the office answers, read from a file instead of asked (examples/README.md). */
const answers = z.object({
  company: z.string(),
  mapping: z.looseObject({}),
  settings: z.looseObject({}),
  accounts: z.record(z.string(), z.string()),
  matches: z.record(z.string(), z.union([z.literal('create'), z.object({ link: z.string(), name: z.string().optional() })])).default({}),
})
export type Answers = z.infer<typeof answers>

/** What one Save & Sync should come to: outcomes per kind, every document with something to explain, and whatever figures the file has. */
const expected = z.looseObject({
  outcomes: z.record(z.string(), z.record(z.string(), z.number())),
  exceptions: z
    .array(z.object({ kind: z.string(), externalId: z.string(), outcome: z.string(), why: z.string(), code: z.string().optional() }))
    .optional(),
})
export type Expected = z.infer<typeof expected>

/** A folder of an office's export with everything that the demo needs to bring it in. */
export interface DemoData {
  name: string
  folder: string
  answers: Answers
  expected: Expected | undefined
  /** What the books hold before the first sync, in the provider's words. */
  books: unknown
}

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** Reads a data folder: its own answers.json, else the answers that examples/ keeps under the folder's name. Throws with the places looked at. */
export function readDemoData(folder: string): DemoData {
  const name = folder.replace(/\/+$/, '').split('/').at(-1) ?? folder
  const at = (file: string) => [join(folder, `${file}.json`), join(EXAMPLES, `${name}-${file}.json`)].find((path) => existsSync(path))
  const answersPath = at('answers')
  if (!answersPath)
    throw new Error(`No answers for ${folder}: looked for ${join(folder, 'answers.json')} and ${join(EXAMPLES, `${name}-answers.json`)}`)
  const expectedPath = at('expected')
  const booksPath = join(folder, 'books.json')
  return {
    name,
    folder,
    answers: answers.parse(readJson(answersPath)),
    expected: expectedPath ? expected.parse(readJson(expectedPath)) : undefined,
    books: existsSync(booksPath) ? readJson(booksPath) : undefined,
  }
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
