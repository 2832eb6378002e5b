import { errors, type ErrorCode } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { failTieOut } from '../ledger/tie-outs.ts'
import type { Deps } from './deps.ts'

/** Writes down what stopped a comparison. */
export const ledgerFailTieOut =
  ({ ledger }: Deps) =>
  ({ companyId, tieOutId, code }: { companyId: string; tieOutId: string; code: string }): Promise<void> =>
    inCompany(ledger, companyId, (scope) => failTieOut(scope, tieOutId, isErrorCode(code) ? code : 'INTERNAL'))

const isErrorCode = (code: string): code is ErrorCode => code in errors
