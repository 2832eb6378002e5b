import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Makes the database that every test clones, migrated once; its name. */
export async function makeTemplate(databaseUrl: string): Promise<string> {
  const name = 'counterfoil_template'
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  await migrateWhereThereAreMigrations(databaseOf(databaseUrl, name))
  return name
}

/** The same server, another database. */
export function databaseOf(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return url.href
}

async function migrateWhereThereAreMigrations(databaseUrl: string): Promise<void> {
  const path = join(import.meta.dirname, '../../ledger/migrate.ts')
  if (!existsSync(path)) return
  const module: { migrate: (databaseUrl: string) => Promise<unknown> } = await import(path)
  await module.migrate(databaseUrl)
}
