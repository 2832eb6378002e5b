import { readMachine } from '../config.ts'
import { migrate } from '../ledger/migrate.ts'

// npm run migrate: brings the database in DATABASE_URL to the newest schema, before a new release of api and worker is started.
const { databaseUrl } = readMachine()
if (!databaseUrl) {
  console.error('DATABASE_URL: must be set, as postgres://user:password@host:port/database (npm start migrates its own database by itself)')
  process.exit(1)
}
await migrate(databaseUrl)
console.log('The database has the newest schema.')
