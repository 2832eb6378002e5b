import { sql } from 'kysely'
import type { Scope } from './database.ts'

/** The host's codes as its documents use them, each with how many documents do. */
export interface UsedCodes {
  taxCodes: { code: string; documents: number }[]
  nominalCodes: { code: string; documents: number }[]
  methods: { code: string; documents: number }[]
  /** Invoice and credit lines that name no nominal code. */
  linesWithoutNominal: number
}

/** What has to be mapped, read out of the newest versions of all invoices, credits and payments that were not cancelled. */
export async function usedCodes(scope: Scope): Promise<UsedCodes> {
  const lines = sql`
    from documents d cross join lateral jsonb_array_elements(d.body -> 'lines') as line
    where d.company_id = ${scope.companyId} and d.kind in ('invoice', 'credit') and d.state <> 'cancelled'`
  const taxes = await sql<{ code: string; documents: number }>`
    select line ->> 'taxCode' as code, count(distinct (d.kind, d.external_id)) as documents ${lines} group by 1 order by 2 desc, 1`.execute(
    scope.db,
  )
  const nominals = await sql<{ code: string | null; documents: number }>`
    select line ->> 'nominalCode' as code, count(distinct (d.kind, d.external_id)) as documents ${lines} group by 1 order by 2 desc, 1`.execute(
    scope.db,
  )
  const methods = await sql<{ code: string; documents: number }>`
    select coalesce(body ->> 'bankAccount', m) as code, count(*) as documents
    from documents d cross join lateral unnest(string_to_array(d.body ->> 'method', ' + ')) as m
    where d.company_id = ${scope.companyId} and d.kind = 'payment' group by 1 order by 2 desc, 1`.execute(scope.db)
  return {
    taxCodes: taxes.rows,
    nominalCodes: nominals.rows.flatMap(({ code, documents }) => (code === null ? [] : [{ code, documents }])),
    methods: methods.rows,
    linesWithoutNominal: nominals.rows.find(({ code }) => code === null)?.documents ?? 0,
  }
}

/** Numbers of issued invoices or credits, to try a setting on before it is saved. */
export async function issuedNumbers(scope: Scope, kind: 'invoice' | 'credit'): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('documents')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('state', '=', 'issued')
    .select('number')
    .execute()
  return rows.flatMap(({ number }) => (number === null ? [] : [number]))
}

/** What the newest import said that the files' tax codes mean. */
export async function importedMapping(scope: Scope): Promise<unknown> {
  const row = await scope.db
    .selectFrom('imports')
    .where('company_id', '=', scope.companyId)
    .where('state', '=', 'done')
    .where(sql<boolean>`mapping ? 'taxCodes'`)
    .select('mapping')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.mapping
}
