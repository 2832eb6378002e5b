import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockfileFaults } from '../../scripts/check/lockfile-faults.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a lockfile that names one machine’s registry is refused', () => {
  expect(faultsOf({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } })).toEqual([
    expect.stringContaining('node_modules/a names the registry'),
  ])
})

test('a binary for another system that npm dropped is refused, because npm ci refuses it there', () => {
  const faults = faultsOf({
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/darwin': '1.0.0' } },
    'node_modules/@tool/linux': {},
  })
  expect(faults).toEqual([expect.stringContaining('node_modules/tool wants @tool/darwin')])
})

test('an optional package may stand beside its owner or in any folder above it', () => {
  const owner = { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/darwin': '1.0.0', '@tool/windows': '1.0.0' } }
  const places = [
    'node_modules/@tool/linux',
    'node_modules/a/node_modules/@tool/darwin',
    'node_modules/a/node_modules/tool/node_modules/@tool/windows',
  ]
  expect(faultsOf({ 'node_modules/a/node_modules/tool': owner, ...Object.fromEntries(places.map((place) => [place, {}])) })).toEqual([])
})

function faultsOf(packages: Record<string, object>): string[] {
  const path = join(folder, 'package-lock.json')
  writeFileSync(path, JSON.stringify({ packages }))
  return lockfileFaults(path)
}
