import pg from 'pg'

/** What the ledger holds of one connection, read row by row with the owner's eyes. */
export interface LedgerRows {
  links: { kind: string; external_id: string; part: string; book_id: string; book_number: string | null; version: number }[]
  standings: { kind: string; external_id: string; status: string; due: boolean; waits_for: string | null }[]
  problems: { kind: string | null; external_id: string | null; part: string; code: string; book_id: string | null }[]
  documents: { kind: string; external_id: string; version: number; token: string }[]
  openEnvelopes: { id: string; operation: string; state: string }[]
  openItems: { kind: string; external_id: string; part: string }[]
  unfinishedRuns: { id: string; status: string }[]
  /** How each write whose outcome was unknown was settled, item by item. */
  unknownItems: { operation: string; kind: string; external_id: string; result: string | null; code: string | null }[]
}

/** Reads them in one snapshot. */
export async function readLedger(databaseUrl: string, connectionId: string): Promise<LedgerRows> {
  return withDatabase(databaseUrl, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const rows = async <K extends keyof LedgerRows>(name: K): Promise<LedgerRows[K]> =>
      (await client.query(queries[name], [connectionId])).rows as LedgerRows[K] // the columns that the query names
    return {
      links: await rows('links'),
      standings: await rows('standings'),
      problems: await rows('problems'),
      documents: await rows('documents'),
      openEnvelopes: await rows('openEnvelopes'),
      openItems: await rows('openItems'),
      unfinishedRuns: await rows('unfinishedRuns'),
      unknownItems: await rows('unknownItems'),
    }
  })
}

/** Invoices whose create is on its way just now, with an outcome that nobody knows: a bookkeeper's hand may be in between. */
export async function invoicesOnTheirWay(databaseUrl: string, connectionId: string): Promise<string[]> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ external_id: string }>(
      `select i.external_id from envelope_items i join envelopes e on e.id = i.envelope_id
       where e.connection_id = $1 and e.operation = 'createInvoice' and e.state in ('sent', 'unknown') and i.open order by 1`,
      [connectionId],
    )
    return rows.map((row) => row.external_id)
  })
}

const queries = {
  links: `select kind, external_id, part, book_id, book_number, version from links where connection_id = $1 and detached_at is null`,
  standings: `select kind, external_id, status, due, waits_for from standings where connection_id = $1`,
  problems: `select kind, external_id, part, code, book_id from problems where connection_id = $1 and state = 'open'`,
  documents: `select d.kind, d.external_id, d.version, d.token from documents d join connections c on c.company_id = d.company_id where c.id = $1`,
  openEnvelopes: `select id, operation, state from envelopes where connection_id = $1 and state <> 'settled'`,
  openItems: `select kind, external_id, part from envelope_items where connection_id = $1 and open`,
  unfinishedRuns: `select id, status from sync_runs where connection_id = $1 and finished_at is null`,
  unknownItems: `select e.operation, i.kind, i.external_id, i.result,
      (select p.code from problems p where p.connection_id = i.connection_id and p.kind = i.kind and p.external_id = i.external_id and p.part = i.part
        order by p.opened_at desc limit 1) as code
    from envelope_items i join envelopes e on e.id = i.envelope_id
    where e.connection_id = $1 and e.was_unknown`,
} as const satisfies Record<keyof LedgerRows, string>

async function withDatabase<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => undefined) // the query under way fails with it
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
