import type { DocumentKind } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Scope } from './database.ts'

/** Which of these documents have open problems at the connection, with the codes. */
export async function openProblemCodes(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  externalIds: string[],
): Promise<Map<string, ErrorCode[]>> {
  if (externalIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('problems')
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .where('external_id', 'in', externalIds)
    .select(['external_id', 'code'])
    .execute()
  const codes = new Map<string, ErrorCode[]>()
  for (const row of rows) codes.set(row.external_id ?? '', [...(codes.get(row.external_id ?? '') ?? []), row.code])
  return codes
}
