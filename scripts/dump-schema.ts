import { mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate } from '../ledger/migrate.ts'
import { catalogue } from './dump-schema/catalogue.ts'
import { freePort } from './start/free-port.ts'
import { startGuardian } from './start/guardian.ts'
import { startPostgres } from './start/postgres.ts'

/** The whole schema of a database as text in a stable order, so that what a migration changes shows as a difference. The npm package of PostgreSQL brings no pg_dump. */
export async function dumpSchema(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const parts: string[] = []
    for (const { title, query } of catalogue) {
      const { rows } = await client.query<{ line: string }>(query)
      parts.push(`-- ${title}\n${rows.map(({ line }) => line).join('\n')}\n`)
    }
    return parts.join('\n')
  } finally {
    await client.end()
  }
}

// node scripts/dump-schema.ts [--write]: of a database migrated just now; --write keeps it in test/ledger/schema.sql.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schema = await dumpOfMigrated()
  if (process.argv.includes('--write')) writeFileSync(join(import.meta.dirname, '../test/ledger/schema.sql'), schema)
  else process.stdout.write(schema)
}

async function dumpOfMigrated(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-schema-'))
  chmodSync(folder, 0o711)
  const guardian = startGuardian()
  guardian.removeFolder(folder)
  const place = { folder: join(folder, 'postgres'), port: await freePort(), logFile: join(folder, 'postgres.log') }
  const { child, databaseUrl } = await startPostgres({ ...place, durability: 'throwaway', guardian })
  try {
    await migrate(databaseUrl)
    return await dumpSchema(databaseUrl)
  } finally {
    await child.stop()
    rmSync(folder, { recursive: true, force: true })
    await guardian.dismiss()
  }
}
