import { sql } from 'kysely'
import type { Codes } from '../domain/books.ts'
import type { Settings } from '../domain/settings.ts'
import type { Scope } from './database.ts'
import { readSettings } from './settings.ts'
import type { CodeKind } from './shapes.ts'

/** A mapping that names a code of the books which is gone or switched off there, with what it stops. */
export interface BrokenMapping {
  kind: CodeKind
  /** The code as the settings name it. */
  bookCode: string
  name: string | undefined
  /** The host's tax codes, nominal codes or payment methods that lead to it; `default` for the default. */
  mappedFrom: string[]
  /** Documents not in the books that use one of them by name. */
  documents: number
}

/** Mappings of the newest settings that these codes do not carry any more. */
export async function brokenMappings(scope: Scope, connectionId: string, codes: Codes): Promise<BrokenMapping[]> {
  const { body } = await readSettings(scope, connectionId)
  const broken = mappedCodes(body).filter((mapped) => !isUsable(codes, mapped))
  return Promise.all(
    broken.map(async (mapped) => ({ ...mapped, name: nameOf(codes, mapped), documents: await countUsers(scope, connectionId, mapped) })),
  )
}

type Mapped = Pick<BrokenMapping, 'kind' | 'bookCode' | 'mappedFrom'>

function mappedCodes(settings: Settings): Mapped[] {
  return [
    ...gather(
      'tax',
      Object.entries(settings.taxCodes).map(([from, { bookTaxCode }]) => [from, bookTaxCode]),
    ),
    ...gather('nominal', [
      ...Object.entries(settings.nominalCodes.byCode),
      ['default', settings.nominalCodes.default],
      ...writeOffs(settings),
    ]),
    ...gather('bank', [...Object.entries(settings.bankAccounts.byMethod), ['default', settings.bankAccounts.default]]),
  ]
}

/** Where small rests go: without it a penny short stays a penny open (accounting rule 6). */
const writeOffs = ({ writeOff }: Settings): [string, string][] => (writeOff === null ? [] : [['write-offs', writeOff.nominalCode]])

function gather(kind: CodeKind, pairs: [from: string, to: string | null][]): Mapped[] {
  const byCode = Map.groupBy(
    pairs.filter(([, to]) => to !== null),
    ([, to]) => to ?? '',
  )
  return [...byCode].map(([bookCode, from]) => ({ kind, bookCode, mappedFrom: from.map(([name]) => name) }))
}

const isUsable = (codes: Codes, mapped: Mapped): boolean => namedBy(codes, mapped).some((code) => code.active)
const nameOf = (codes: Codes, mapped: Mapped): string | undefined => namedBy(codes, mapped)[0]?.name

/** Settings name a code by its id or, as a person types it, by its code. */
function namedBy(codes: Codes, { kind, bookCode }: Mapped): { name: string; active: boolean }[] {
  const list: { bookId: string; code?: string; name: string; active: boolean }[] = {
    tax: codes.taxCodes,
    nominal: codes.nominalCodes,
    bank: codes.bankAccounts,
  }[kind]
  return list.filter((code) => code.bookId === bookCode || code.code === bookCode)
}

const usedBy = {
  tax: (from: string[]) =>
    sql<boolean>`exists (select from jsonb_array_elements(d.body -> 'lines') l where l ->> 'taxCode' = any(${from}))`,
  nominal: (from: string[]) =>
    sql<boolean>`exists (select from jsonb_array_elements(d.body -> 'lines') l where l ->> 'nominalCode' = any(${from}))`,
  bank: (from: string[]) => sql<boolean>`d.body ->> 'method' = any(${from})`,
} satisfies Record<CodeKind, unknown>

async function countUsers(scope: Scope, connectionId: string, mapped: Mapped): Promise<number> {
  const { count } = await scope.db
    .selectFrom('standings as s')
    .innerJoin('documents as d', (join) =>
      join.onRef('d.company_id', '=', 's.company_id').onRef('d.kind', '=', 's.kind').onRef('d.external_id', '=', 's.external_id'),
    )
    .where('s.connection_id', '=', connectionId)
    .where('s.status', '<>', 'inBooks')
    .where('s.kind', 'in', mapped.kind === 'bank' ? ['payment'] : ['invoice', 'credit'])
    .where(usedBy[mapped.kind](mapped.mappedFrom))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
