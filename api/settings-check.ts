import type { Codes } from '../domain/books.ts'
import type { Settings } from '../domain/settings.ts'
import { writeOffNominal } from '../domain/rules/decide-write-off.ts'
import { warnAboutMethod, withoutVatCode } from '../domain/rules/map-codes.ts'
import { checkNumbersSetting } from '../domain/rules/send-number.ts'
import type { Scope } from '../ledger/database.ts'
import { issuedNumbers, type UsedCodes } from '../ledger/used-codes.ts'
import type { Explained } from './contract/wire.ts'
import { explain } from './explain.ts'
import { type FieldProblem, ValidationError } from './problem-response.ts'

/** What must be set before everything that is here can be sent. */
export function missingSettings(settings: Settings, used: UsedCodes): Explained[] {
  const taxes = used.taxCodes.filter(({ code }) => (settings.taxCodes[code]?.bookTaxCode ?? null) === null)
  const nominals = used.nominalCodes.filter(({ code }) => settings.nominalCodes.byCode[code] === undefined)
  const needsDefault = settings.nominalCodes.default === null && (nominals.length > 0 || used.linesWithoutNominal > 0)
  return [
    ...taxes.map(({ code, documents }) => explain('TAX_CODE_NOT_MAPPED', { taxCode: code, count: documents })),
    ...(needsDefault ? [explain('NOMINAL_CODE_NOT_MAPPED', { account: nominals[0]?.code ?? '' })] : []),
    ...unmappedMethods(settings, used).map(({ code, documents }) => explain('METHOD_NOT_MAPPED', { method: code, count: documents })),
  ]
}

/** What is allowed and may surprise: money that is paid out net of fees going to a bank account. */
export function settingsWarnings(settings: Settings, codes: Codes, used: UsedCodes): Explained[] {
  return used.methods.flatMap(({ code: method }) => {
    const account = codes.bankAccounts.find(
      ({ bookId }) => bookId === (settings.bankAccounts.byMethod[method] ?? settings.bankAccounts.default),
    )
    return account ? warnAboutMethod(method, account).map((note) => explain(note.code, note.values)) : []
  })
}

/** Refuses settings that could only go wrong: payments by themselves without an account for every method, numbers that do not fit or collide, a write-off that the books cannot take. */
export async function checkSettings(
  scope: Scope,
  settings: Settings,
  { used, codes, numberMaxLength }: { used: UsedCodes; codes: Codes; numberMaxLength: number },
): Promise<void> {
  const fields = [
    ...writeOff(settings, codes),
    ...automaticPayments(settings, used),
    ...(await wrongNumbers(scope, settings, numberMaxLength)),
  ]
  if (fields.length > 0) throw new ValidationError(fields)
}

/** A write-off is an approved credit without VAT on a nominal code of the books: what stands against it is said at once, not when a penny stays open (accounting rule 6). */
function writeOff(settings: Settings, codes: Codes): FieldProblem[] {
  if (settings.writeOff === null) return []
  const { nominalCode } = settings.writeOff
  const reasons: [pointer: string, reason: string, wrong: boolean][] = [
    ['/writeOff/nominalCode', `the books have no nominal code ${nominalCode}`, writeOffNominal(nominalCode, codes) === undefined],
    ['/writeOff', 'the books have no tax code for what is outside the scope of VAT', withoutVatCode(settings, codes) === undefined],
    ['/writeOff', 'documents are entered as drafts, or await approval', settings.invoiceState !== 'approved'],
  ]
  return reasons.flatMap(([pointer, reason, wrong]) => {
    const { title, whatToDo } = explain('WRITE_OFF_NOT_POSSIBLE', { reason })
    return wrong ? [{ pointer, code: 'WRITE_OFF_NOT_POSSIBLE' as const, message: `${title}. ${whatToDo}` }] : []
  })
}

function automaticPayments(settings: Settings, used: UsedCodes): FieldProblem[] {
  if (!settings.automatic.payments) return []
  return unmappedMethods(settings, used).map(({ code }) => ({
    pointer: '/automatic/payments',
    code: 'METHOD_NOT_MAPPED',
    message: explain('METHOD_NOT_MAPPED', { method: code }).title,
  }))
}

async function wrongNumbers(scope: Scope, settings: Settings, numberMaxLength: number): Promise<FieldProblem[]> {
  const kinds = ['invoice', 'credit'] as const
  const numbers = await Promise.all(kinds.map((kind) => issuedNumbers(scope, kind)))
  return numbers.flatMap((issued) =>
    checkNumbersSetting(issued, settings, numberMaxLength).map(({ code, values }) => {
      const { title, cause } = explain(code, values)
      return { pointer: '/numbers', code, message: `${title}. ${cause}` }
    }),
  )
}

const unmappedMethods = (settings: Settings, used: UsedCodes) =>
  settings.bankAccounts.default === null ? used.methods.filter(({ code }) => settings.bankAccounts.byMethod[code] === undefined) : []
