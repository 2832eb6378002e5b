import { readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'

/** Replayed code: the story itself, the rules, the words, exact arithmetic, and Temporal with what Temporal brings. */
const allowed = [
  /^\.\/workflows\//,
  /^\.\/domain\/(rules\/|errors\/|(errors|entities|money|days)\.ts$)/,
  /^\.\/node_modules\/(@temporalio\/(workflow|common|proto|internal-[\w-]+)|protobufjs|@protobufjs\/[\w-]+|long|ms|nexus-rpc|@swc\/helpers)\//,
]

test('the workflow bundle holds workflows, rules and Temporal, and nothing that could make a replay differ', () => {
  const modules = modulesOf(readFileSync(inject('workflowBundlePath'), 'utf8'))
  expect(modules.filter((path) => path.startsWith('./workflows/')).length).toBeGreaterThan(1)
  expect(modules.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([])
})

/** webpack heads each module with its path from the project's root; those it leaves out on Temporal's wish (`?…`) hold no code. */
function modulesOf(bundle: string): string[] {
  return [...bundle.matchAll(/^\/\*{3}\/ "(?!\?)([^"]+)"/gm)].map(([, path = '']) => path)
}
