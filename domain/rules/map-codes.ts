import type { BankAccount, Codes, NominalCode, TaxCode } from '../books.ts'
import type { Treatment } from '../entities.ts'
import { sameDecimal } from '../money.ts'
import type { Note, Refusal } from '../plan.ts'
import type { Settings, TaxMapping } from '../settings.ts'
import { isClearing, paidOutNet } from './propose-mapping.ts'

/** What a host's code becomes in the books, or why it cannot. */
export type Mapped<T> = ({ ok: true; notes: Note[] } & T) | ({ ok: false } & Refusal)

export interface MappedTax {
  bookTaxCode: string
  treatment: Treatment
  /** Percentage that the books put on the net, as a decimal string: `0` under the reverse charge. */
  percent: string
}

/** The books' tax code for one of ours on a tax point (accounting rules 18 and 23): by treatment and dated rate, never guessed. */
export function mapTaxCode(
  taxCode: string,
  day: string,
  settings: Pick<Settings, 'taxCodes'>,
  codes: Pick<Codes, 'taxCodes'>,
): Mapped<MappedTax> {
  const mapping = settings.taxCodes[taxCode]
  if (mapping === undefined || mapping.bookTaxCode === null) return { ok: false, code: 'TAX_CODE_NOT_MAPPED', values: { taxCode } }
  const percent = rateOn(mapping, day)
  if (percent === undefined) return { ok: false, code: 'TAX_RATE_UNKNOWN', values: { taxCode, date: day } }
  const book = codes.taxCodes.find(({ bookId }) => bookId === mapping.bookTaxCode)
  if (book === undefined || !book.active || !book.forSales) {
    return { ok: false, code: 'TAX_CODE_NOT_USABLE', values: { taxCode, bookTaxCode: book?.name ?? mapping.bookTaxCode } }
  }
  return checkedTax(taxCode, day, mapping, percent, book)
}

/** The rate in force on a day: the last one that began on or before it; undefined where none had. */
export function rateOn(mapping: Pick<TaxMapping, 'rates'>, day: string): string | undefined {
  const begun = mapping.rates.filter(({ from }) => (from ?? '') <= day)
  return begun.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1))[0]?.percent
}

function checkedTax(taxCode: string, day: string, mapping: TaxMapping, percent: string, book: TaxCode): Mapped<MappedTax> {
  const reverse = mapping.treatment === 'reverseCharge'
  const crossed = book.treatment !== null && book.treatment !== mapping.treatment
  const values = { taxCode, ours: mapping.treatment, theirs: book.treatment ?? '' }
  // A wrong reverse charge moves who pays the VAT; other crossings at one rate are the office's own choice, and shown.
  if (crossed && (reverse || book.treatment === 'reverseCharge')) return { ok: false, code: 'TAX_TREATMENT_CROSSED', values }
  if (!reverse && !sameDecimal(percent, book.percent)) {
    return { ok: false, code: 'TAX_RATE_DIFFERS', values: { taxCode, date: day, ours: percent, theirs: book.percent } }
  }
  const notes: Note[] = crossed ? [{ code: 'TAX_TREATMENT_CROSSED', values }] : []
  return { ok: true, bookTaxCode: book.bookId, treatment: mapping.treatment, percent: reverse ? '0' : percent, notes }
}

/** The books' nominal code for a line: ours mapped, else the company's default. */
export function mapNominalCode(
  nominalCode: string | undefined,
  settings: Pick<Settings, 'nominalCodes'>,
  codes: Pick<Codes, 'nominalCodes'>,
): Mapped<{ nominal: NominalCode }> {
  const mapped = nominalCode === undefined ? undefined : settings.nominalCodes.byCode[nominalCode]
  const code = mapped ?? settings.nominalCodes.default
  if (code === null) return { ok: false, code: 'NOMINAL_CODE_NOT_MAPPED', values: { account: nominalCode ?? '' } }
  const nominal = codes.nominalCodes.find((candidate) => candidate.code === code || candidate.bookId === code)
  if (nominal === undefined || !nominal.active || !nominal.forSales)
    return { ok: false, code: 'NOMINAL_CODE_NOT_USABLE', values: { account: code } }
  return { ok: true, nominal, notes: [] }
}

/** The books' tax code for a line without VAT: the one that the office chose for rounding lines (accounting rule 15), unless it bears VAT, else the first outside the scope. */
export function withoutVatCode({ rounding }: Pick<Settings, 'rounding'>, { taxCodes }: Pick<Codes, 'taxCodes'>): string | undefined {
  const active = taxCodes.filter((code) => code.active && sameDecimal(code.percent, '0'))
  const chosen = rounding.mode === 'line' ? active.find(({ bookId }) => bookId === rounding.bookTaxCode) : undefined
  return (chosen ?? active.find(({ treatment }) => treatment === 'outsideScope'))?.bookId
}

/** The bank or clearing account for a payment: its own, else its method's, else the default. Never made up (accounting rule 12). */
export function mapBankAccount(
  payment: { method: string; bankAccount?: string | undefined; currency: string },
  settings: Pick<Settings, 'bankAccounts'>,
  codes: Pick<Codes, 'bankAccounts'>,
  baseCurrency: string,
): Mapped<{ account: BankAccount }> {
  const method = payment.bankAccount ?? payment.method
  const mixed = payment.bankAccount === undefined ? mixedAccounts(payment.method, settings, codes) : undefined
  if (mixed !== undefined) return mixed
  const bookId = mappedAccount(payment, settings, codes)
  if (bookId === undefined) return { ok: false, code: 'METHOD_NOT_MAPPED', values: { method } }
  const account = codes.bankAccounts.find((candidate) => candidate.bookId === bookId)
  if (account === undefined || !account.active || (account.currency ?? baseCurrency) !== payment.currency) {
    return { ok: false, code: 'BANK_ACCOUNT_NOT_USABLE', values: { method, currency: payment.currency } }
  }
  return { ok: true, account, notes: warnAboutMethod(payment.method, account) }
}

function mappedAccount(
  { method, bankAccount }: { method: string; bankAccount?: string | undefined },
  { bankAccounts }: Pick<Settings, 'bankAccounts'>,
  codes: Pick<Codes, 'bankAccounts'>,
): string | undefined {
  if (bankAccount === undefined) return accountOfMethod(method, bankAccounts)
  const named = codes.bankAccounts.find(({ bookId, code }) => bookId === bankAccount || code === bankAccount)
  return bankAccounts.byMethod[bankAccount] ?? named?.bookId
}

/** Rows of one transfer can name several methods (`BACS + Cheque`): they have an account only where each leads to the same one (accounting rule 4). */
function accountOfMethod(method: string, { byMethod, default: otherwise }: Settings['bankAccounts']): string | undefined {
  const whole = byMethod[method]
  if (whole !== undefined) return whole
  const [first, ...rest] = method.split(' + ').map((part) => byMethod[part] ?? otherwise ?? undefined)
  return rest.every((account) => account === first) ? first : undefined
}

/** Rows of one transfer whose methods lead to different accounts: a bookkeeper has to say which one the money came to. */
function mixedAccounts(
  method: string,
  { bankAccounts }: Pick<Settings, 'bankAccounts'>,
  codes: Pick<Codes, 'bankAccounts'>,
): ({ ok: false } & Refusal) | undefined {
  const parts = method.split(' + ').map((part) => ({ part, bookId: accountOfMethod(part, bankAccounts) }))
  const accounts = new Set(parts.map(({ bookId }) => bookId))
  if (bankAccounts.byMethod[method] !== undefined || accounts.size < 2 || accounts.has(undefined)) return undefined
  const nameOf = (bookId: string | undefined): string => codes.bankAccounts.find((account) => account.bookId === bookId)?.name ?? 'none'
  const detail = parts.map(({ part, bookId }) => `${part} → ${nameOf(bookId)}`).join(', ')
  return { ok: false, code: 'RECEIPT_GROUP_MIXED', values: { document: 'the receipt', detail } }
}

/** Why a method should not go to this account: card and direct-debit money arrives net of fees, as one payout (accounting rule 12). */
export function warnAboutMethod(method: string, account: BankAccount): Note[] {
  return paidOutNet(method) && !isClearing(account) ? [{ code: 'METHOD_PAID_OUT_NET', values: { method } }] : []
}
