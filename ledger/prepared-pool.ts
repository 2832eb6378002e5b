import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/**
 * A pool that asks by prepared statement: PostgreSQL reads and plans a statement once for each connection instead of each time. A first sync asks the same
 * fifty statements 460 times, and a quarter of PostgreSQL's work for it was reading and planning them.
 */
export const preparedPool = (pool: Pool): PostgresPool => ({
  connect: async () => preparing(await pool.connect()),
  end: () => pool.end(),
  options: pool.options,
})

function preparing(client: PoolClient): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) => client.query({ text, values: [...values], ...named(text, values) })
  return {
    query: query as unknown as PostgresPoolClient['query'], // kysely's other overload is for cursors, which nobody here has
    release: (broken) => client.release(broken),
  }
}

/** A list of parameters makes another statement of each length. And a statement that asks for all columns fails once prepared when a migration adds one, beside which workers go on. */
const NOT_PREPARED = /\(\$\d+, \$|select \*|returning \*|\.\*/
const names = new Map<string, string>()

function named(text: string, values: readonly unknown[]): { name?: string } {
  if (values.length === 0 || NOT_PREPARED.test(text)) return {}
  const known = names.get(text) ?? createHash('sha1').update(text).digest('hex')
  names.set(text, known)
  return { name: known }
}
