import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { gatherTieOut } from '../../activities/gather-tie-out.ts'
import { compareBooks } from '../../domain/rules/compare-books.ts'
import { defaultSettings } from '../../domain/settings.ts'
import type { Scope } from '../../ledger/database.ts'
import { keepStatistics } from '../../ledger/keep-statistics.ts'
import { beginFullRead, forgetUnseen, saveCursor } from '../../ledger/mirror-cursors.ts'
import { requestTieOut } from '../../ledger/sync-requests.ts'
import { finishTieOut, listTieOutLines } from '../../ledger/tie-outs.ts'
import { freshLedger } from '../ledger/fresh-ledger.ts'
import { readyConnection } from '../ledger/samples.ts'

const fresh = freshLedger()
const INVOICES = 20_500
/** Of these, so many are in the books. */
const LINKED = 18_000

test('more than 20,000 documents are compared and filed, also what a full reading of the books no longer met', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, async (scope) => {
    const id = await readyConnection(scope)
    await insertMany(scope, id)
    return id
  })
  await keepStatistics(fresh.ledger)
  await fresh.as(company, async (scope) => {
    const before = await compare(scope, connectionId)
    expect(before).toMatchObject({
      agrees: true,
      summary: { unexplained: 0, apart: [{ cause: 'waiting', count: INVOICES - LINKED, currency: 'GBP' }] },
    })
    expect(before.summary.totals).toMatchObject([{ kind: 'invoice', ours: { count: LINKED }, theirs: { count: LINKED } }])

    const { tieOutId } = await requestTieOut(scope, connectionId, 'test')
    await finishTieOut(scope, tieOutId, { asOf: new Date('2026-11-21'), ...before })
    const filed = await listTieOutLines(scope, tieOutId, { limit: 100_000 })
    expect(filed.map(({ position }) => position)).toEqual(Array.from({ length: INVOICES - LINKED }, (_, position) => position))
    expect(await listTieOutLines(scope, tieOutId, { list: 'differences' })).toEqual([])

    await beginFullRead(scope, connectionId, 'invoices')
    await sql`update book_documents set seen_at = clock_timestamp() where book_id <> 'b7'`.execute(scope.db)
    await saveCursor(scope, connectionId, 'invoices', { cursor: 'end', done: true })
    expect(await forgetUnseen(scope, connectionId, 'invoices')).toEqual(['b7'])
    const after = await compare(scope, connectionId)
    expect(after.lines.filter(({ list }) => list === 'differences')).toMatchObject([{ externalId: 'i7', cause: 'missingInBooks' }])
    expect(after.summary.unexplained).toBe(0)
  })
})

const compare = async (scope: Scope, connectionId: string) =>
  compareBooks(
    await gatherTieOut(scope, {
      connectionId,
      today: '2026-11-21',
      settings: { ...defaultSettings, taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } } },
      codes: { taxCodes: [], nominalCodes: [], bankAccounts: [] },
      baseCurrency: 'GBP',
    }),
  )

/** One customer and its invoices on both sides, laid down at once. */
async function insertMany(scope: Scope, connectionId: string): Promise<void> {
  const { companyId } = scope
  const customer = JSON.stringify({ state: 'active', name: 'A. Smith' })
  const invoice = JSON.stringify({
    state: 'issued',
    customer: 'c1',
    issueDate: '2026-10-01',
    currency: 'GBP',
    pricesIncludeTax: false,
    lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: '100', net: 10_000, taxCode: 'S' }],
    totals: { net: 10_000, tax: 2_000, gross: 12_000 },
  })
  const taxes = JSON.stringify([{ bookTaxCode: 'OUTPUT2', net: 10_000, tax: 2_000 }])
  const contact = JSON.stringify({
    bookId: 'k1',
    name: 'A. Smith',
    phones: [],
    isSupplier: false,
    state: 'active',
    updatedAt: '2026-10-01T00:00:00Z',
    fields: {},
  })
  await sql`
    insert into documents (company_id, kind, external_id, version, fingerprint, token, state, body, name, number, customer, date, amount, currency)
    values (${companyId}, 'customer', 'c1', 1, '\\x00', 'CF-C', 'active', ${customer}, 'A. Smith', null, null, null, null, null)`.execute(
    scope.db,
  )
  await sql`
    insert into documents (company_id, kind, external_id, version, fingerprint, token, state, body, number, customer, date, amount, currency)
    select ${companyId}, 'invoice', 'i' || n, 1, '\\x00', 'CF-' || n, 'issued', ${invoice}::jsonb || jsonb_build_object('number', 'N' || n), 'N' || n, 'c1', '2026-10-01', 12000, 'GBP'
    from generate_series(1, ${INVOICES}::int) n`.execute(scope.db)
  await sql`
    insert into standings (company_id, connection_id, kind, external_id, status, due)
    select company_id, ${connectionId}::uuid, kind, external_id, case when external_id = 'c1' or substr(external_id, 2)::int <= ${LINKED}::int then 'inBooks' else 'waiting' end, false
    from documents where company_id = ${companyId}`.execute(scope.db)
  await sql`
    insert into book_contacts (company_id, connection_id, book_id, name, state, is_supplier, body, updated_at)
    values (${companyId}, ${connectionId}, 'k1', 'A. Smith', 'active', false, ${contact}, '2026-10-01')`.execute(scope.db)
  await sql`
    insert into book_documents (company_id, connection_id, book_id, kind, number, contact_id, date, currency, net, tax, gross, taxes, state, amount_due, updated_at)
    select ${companyId}, ${connectionId}, 'b' || n, 'invoice', 'N' || n, 'k1', '2026-10-01', 'GBP', 10000, 2000, 12000, ${taxes}::jsonb, 'inLedger', 12000, '2026-10-01'
    from generate_series(1, ${LINKED}::int) n`.execute(scope.db)
  await sql`
    insert into links (company_id, connection_id, kind, external_id, part, book_id, book_number, how, version)
    select ${companyId}::uuid, ${connectionId}::uuid, 'customer', 'c1', 'main', 'k1', null, 'pushed', 1
    union all
    select ${companyId}::uuid, ${connectionId}::uuid, 'invoice', 'i' || n, 'main', 'b' || n, 'N' || n, 'pushed', 1 from generate_series(1, ${LINKED}::int) n`.execute(
    scope.db,
  )
}
