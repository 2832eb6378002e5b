import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Breach, checkImportRules } from '../../scripts/check/import-rules.ts'

const root = join(import.meta.dirname, '../..')

/** One wrong import per rule: who imports what, and how when it is not a plain import. */
const plants = {
  'domain-knows-nobody': ['domain/planted-a.ts', "import { write } from '../ledger/target.ts'"],
  'rules-know-no-zod': ['domain/rules/planted-b.ts', "import { z } from 'zod'"],
  'rules-load-no-schema': ['domain/rules/planted-c.ts', "import { schema } from '../schema.ts'"],
  'workflows-load-only-rules': ['workflows/planted-d.ts', "import { hand } from '../activities/index.ts'"],
  'workflows-see-one-type-of-activities': ['workflows/planted-e.ts', "import type { Row } from '../ledger/target.ts'"],
  'activities-call-nobody-above': ['activities/planted-f.ts', "import { story } from '../workflows/target.ts'"],
  'providers-know-only-domain': ['providers/planted-g.ts', "import type { Row } from '../ledger/target.ts'"],
  'providers-do-not-know-each-other': ['providers/one/planted-h.ts', "import { other } from '../other/target.ts'"],
  'sdk-in-client-only': ['providers/one/map/planted-i.ts', "import type { Invoice } from 'xero-node'"],
  'front-desk-loads-no-sdk': ['providers/front-desk.ts', "import { client } from './one/client.ts'"],
  'sql-in-ledger-only': ['activities/planted-j.ts', "import { sql } from 'kysely'"],
  'ledger-imports-only-domain': ['ledger/planted-k.ts', "import type { Provider } from '../providers/contract.ts'"],
  'migrations-are-frozen': ['migrations/0001-planted.ts', "import { write } from '../ledger/target.ts'"],
  'api-knows-no-hands': ['api/planted-l.ts', "import { hand } from '../activities/index.ts'"],
  'ui-knows-the-contract-alone': ['ui/planted-m.tsx', "import type { Row } from '../ledger/target.ts'"],
  'ui-takes-types-alone': ['ui/planted-n.tsx', "import { contract } from '../api/contract.ts'"],
  'agent-knows-nobody': ['agent/planted-o.ts', "import type { Contract } from '../api/contract.ts'"],
  'sandboxes-know-nobody': ['sandboxes/one/planted-p.ts', "import { other } from '../../providers/other/target.ts'"],
  'environment-at-the-entrance': ['ledger/planted-q.ts', "import { readConfig } from '../config.ts'"],
  'environment-knows-nobody': ['temporal.ts', "import { write } from './ledger/target.ts'"],
  'worker-assembles': ['worker/planted-r.ts', "import { story } from '../workflows/target.ts'"],
  'scripts-speak-http': ['bench/planted-s.ts', "import { write } from '../ledger/target.ts'"],
  'scripts-take-types-alone': ['scripts/planted-t.ts', "import { contract } from '../api/contract.ts'"],
  'examples-import-nothing': ['examples/planted-u.ts', "import type { Schema } from '../domain/schema.ts'"],
  'nobody-imports-test': ['providers/planted-v.ts', "import { fixture } from '../test/target.ts'"],
  'nobody-imports-scripts': ['api/planted-w.ts', "import { start } from '../scripts/target.ts'"],
  'nobody-imports-an-entrance': ['test/planted-x.ts', "import '../api/main.ts'"],
  'no-circles': ['domain/round.ts', "import type { There } from './trip.ts'\nexport type Here = There"],
  'imports-lead-somewhere': ['domain/planted-y.ts', "import { nothing } from './nowhere.ts'"],
} satisfies Record<string, readonly [file: string, code: string]>

/** What the rules must let pass. */
const allowed = {
  'domain/allowed-a.ts': "import { z } from 'zod'",
  'domain/rules/allowed-b.ts': "import type { Schema } from '../schema.ts'\nimport { entity } from '../entities.ts'",
  'workflows/allowed-c.ts': "import type { Activities } from '../activities/index.ts'\nimport { rule } from '../domain/rules/target.ts'",
  'activities/allowed-d.ts': "import { queue } from '../workflows/contract.ts'\nimport { write } from '../ledger/target.ts'",
  'providers/one/allowed-e.ts': "import type { Provider } from '../contract.ts'\nimport { client } from './client.ts'",
  'ledger/allowed-f.ts': "import { sql } from 'kysely'\nimport { join } from 'node:path'",
  'api/allowed-g.ts': "import { queue } from '../workflows/contract.ts'\nimport { write } from '../ledger/target.ts'",
  'ui/allowed-h.tsx': "import type { Contract } from '../api/contract.ts'",
  'worker/main.ts': "import { readConfig } from '../config.ts'\nimport { hand } from '../activities/index.ts'",
  'scripts/allowed-i.ts': "import { readConfig } from '../config.ts'\nimport type { Contract } from '../api/contract.ts'",
}

const targets = {
  'config.ts': 'export const readConfig = 1',
  'domain/schema.ts': "import { z } from 'zod'\nexport const schema = z.string()\nexport type Schema = string",
  'domain/entities.ts': 'export const entity = 1',
  'domain/rules/target.ts': 'export const rule = 1',
  'domain/trip.ts': "import type { Here } from './round.ts'\nexport type There = Here | 1",
  'ledger/target.ts': 'export const write = 1\nexport type Row = 1',
  'activities/index.ts': 'export const hand = 1\nexport type Activities = 1',
  'workflows/target.ts': 'export const story = 1',
  'workflows/contract.ts': 'export const queue = 1',
  'providers/contract.ts': 'export type Provider = 1',
  'providers/other/target.ts': 'export const other = 1',
  'providers/one/client.ts': "import { XeroClient } from 'xero-node'\nexport const client = XeroClient",
  'api/main.ts': 'export {}',
  'api/contract.ts': 'export const contract = 1\nexport type Contract = 1',
  'scripts/target.ts': 'export const start = 1',
  'test/target.ts': 'export const fixture = 1',
}

let house: string
let breaches: Breach[]

beforeAll(async () => {
  house = mkdtempSync(join(tmpdir(), 'counterfoil-house-'))
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  for (const [file, code] of [...Object.values(plants), ...Object.entries(allowed), ...Object.entries(targets)]) plant(file, code)
  breaches = await checkImportRules(house)
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

test.each(Object.entries(plants))('a planted import that breaks %s is found, with the reason for the rule', (rule, [file]) => {
  const found = breaches.find((breach) => breach.rule === rule && breach.from === file)
  expect(found?.why.length, `not found among ${JSON.stringify(breaches, null, 1)}`).toBeGreaterThan(20)
})

test('what the plan allows breaks no rule', () => {
  expect(breaches.filter(({ from }) => Object.hasOwn(allowed, from))).toEqual([])
})

test('every rule has a plant here', async () => {
  const { default: rules }: { default: { forbidden: { name: string }[] } } = await import(join(root, 'tools/import-rules/rules.cjs'))
  expect(rules.forbidden.map(({ name }) => name).toSorted()).toEqual(Object.keys(plants).toSorted())
})

test('a project in which nothing could be read is refused, not passed', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'counterfoil-empty-'))
  mkdirSync(join(empty, 'domain'))
  await expect(checkImportRules(empty)).rejects.toThrow('0 modules')
  rmSync(empty, { recursive: true })
})

function plant(file: string, code: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true })
  writeFileSync(join(house, file), `${code}\n`)
}
