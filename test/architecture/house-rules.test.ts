import { expect, test } from 'vitest'
import { providerNames } from '../../domain/entities.ts'
import { checkImportRules } from '../../scripts/check/import-rules.ts'
import { sourceFiles } from './source-files.ts'

const files = sourceFiles()
const pathsOf = (wrong: (file: { path: string; text: string }) => boolean) => files.filter(wrong).map(({ path }) => path)

test('no import of ours goes through a wall', async () => {
  expect((await checkImportRules()).map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([])
})

test('the environment is read in config.ts and nowhere else', () => {
  expect(pathsOf(({ path, text }) => /process\.env/.test(text) && !/^(config\.ts$|test\/)/.test(path))).toEqual([])
})

test('no room keeps a drawer for what has no name', () => {
  expect(pathsOf(({ path }) => /(^|\/)(utils?|helpers?|common|managers?|misc)(\.tsx?$|\/)/.test(path))).toEqual([])
})

/** A package's folder, its sandbox, its tests, and the lists that a new package is added to: anywhere else the manifest says what shared code has to know. */
const mayNameProviders =
  /^(providers\/[^/]+\/|sandboxes\/|test\/|bench\/|scripts\/|examples\/|agent\/|tools\/|migrations\/|domain\/entities\.ts$|providers\/(front-desk|registry)\.ts$|config\.ts$)/

test('no provider is named outside its own folder and the lists', () => {
  const named = new RegExp(`['"\`](${[...providerNames, 'quickbooks', 'sage', 'sage50'].join('|')})['"\`]`)
  expect(pathsOf(({ path, text }) => named.test(text) && !mayNameProviders.test(path))).toEqual([])
})

/** Who knows one package's folder knows all: the same question is answered in a file of the same name. */
const providerFiles = ['index', 'manifest', 'auth', 'client', 'wire', 'errors', 'arithmetic', 'webhook', 'export']

test.each(providerNames)('the folder of %s has the files that every package has', (name) => {
  const paths = files.map(({ path }) => path)
  expect(providerFiles.filter((file) => !paths.includes(`providers/${name}/${file}.ts`))).toEqual([])
  expect(paths.some((path) => path.startsWith(`providers/${name}/map/`))).toBe(true)
})

test('no test is skipped, left out or alone', () => {
  expect(
    pathsOf(
      ({ path, text }) =>
        path.endsWith('.test.ts') && /\b(test|it|describe)\.(skip|only|todo|fails)\b/.test(text) && !path.endsWith('house-rules.test.ts'),
    ),
  ).toEqual([])
})

test('no file that people have to read has grown beyond 300 lines', () => {
  const tables = /^(sandboxes\/[^/]+\/schema\/|test\/|domain\/errors\/)/
  expect(pathsOf(({ path, text }) => text.split('\n').length > 301 && !tables.test(path))).toEqual([])
})
