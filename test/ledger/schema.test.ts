import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dumpSchema } from '../../scripts/dump-schema.ts'
import { freshDatabase } from '../setup/database.ts'

test('the schema is the one that was looked at: test/ledger/schema.sql (node scripts/dump-schema.ts --write)', async () => {
  expect(await dumpSchema(await freshDatabase())).toBe(readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8'))
})
