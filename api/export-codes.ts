import { rateOn } from '../domain/rules/map-codes.ts'
import { readCodes } from '../ledger/codes.ts'
import { listConnections } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { readSettings } from '../ledger/settings.ts'
import { importedMapping } from '../ledger/used-codes.ts'
import type { ExportCodes } from '../providers/front-desk.ts'
import { importMapping } from './contract/imports.ts'

/** How an export names codes: by the mapping of the company's connection, else by the host's own codes and what an import said of their rates. */
export async function exportCodes(scope: Scope): Promise<ExportCodes> {
  const [connection] = await listConnections(scope)
  const settings = connection ? (await readSettings(scope, connection.id)).body : undefined
  const codes = connection ? await readCodes(scope, connection.id) : { taxCodes: [], nominalCodes: [], bankAccounts: [] }
  const imported = importMapping.safeParse(await importedMapping(scope)).data?.taxCodes ?? {}
  return {
    tax: (taxCode, day) => {
      const mapped = settings?.taxCodes[taxCode]
      const meaning = mapped ?? imported[taxCode]
      const rate = mapped ? rateOn(mapped, day) : imported[taxCode]?.rate
      const name = codes.taxCodes.find(({ bookId }) => bookId === mapped?.bookTaxCode)?.name ?? taxCode
      return { name, percent: meaning?.treatment === 'reverseCharge' ? '0' : (rate ?? '0') }
    },
    nominal: (nominalCode) => settings?.nominalCodes.byCode[nominalCode ?? ''] ?? settings?.nominalCodes.default ?? nominalCode ?? '',
    bank: (method) => {
      const bookId = settings?.bankAccounts.byMethod[method] ?? settings?.bankAccounts.default
      return codes.bankAccounts.find((account) => account.bookId === bookId)?.name ?? method
    },
  }
}
