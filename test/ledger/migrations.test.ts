import { readdir } from 'node:fs/promises'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator, NO_MIGRATIONS } from 'kysely/migration'
import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '../setup/database.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

test('every migration can be taken back, down to an empty database, and applied again', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: await freshDatabase(), max: 1 }) }) })
  const migrator = new Migrator({ db, provider: { getMigrations } })
  const down = await migrator.migrateTo(NO_MIGRATIONS)
  expect(down.error).toBeUndefined()
  expect(down.results?.length).toBe(Object.keys(await getMigrations()).length)
  const left = await db.introspection.getTables()
  expect(left.map(({ name }) => name)).toEqual([])
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  await db.destroy()
})

test('no two migrations bear the same number, and none is left out', async () => {
  const numbers = Object.keys(await getMigrations()).map((name) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name.slice(0, -3), (await import(new URL(name, FOLDER).href)) as Migration] as const)),
  )
}
