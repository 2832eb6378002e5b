import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// node scripts/new-migration.ts what-it-does: makes migrations/NNNN-what-it-does.ts with the next free number.
const idea = process.argv[2]
if (!idea || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(idea)) {
  console.error('Say what it does, in lower case with dashes: node scripts/new-migration.ts payments-know-their-batch')
  process.exit(1)
}
const migration = `import { type Kysely, sql } from 'kysely'

/** What this brings, in business words. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db)
}
`
const folder = join(import.meta.dirname, '../migrations')
const path = join(folder, `${nextNumber()}-${idea}.ts`)
writeFileSync(path, migration, { flag: 'wx' })
console.log(`${path}\nOne idea, up and down, nothing of ours imported. Then: node scripts/dump-schema.ts --write, in the same commit.`)

function nextNumber(): string {
  const numbers = readdirSync(folder).map((name) => Number.parseInt(name, 10))
  return String(Math.max(0, ...numbers.filter(Number.isFinite)) + 1).padStart(4, '0')
}
