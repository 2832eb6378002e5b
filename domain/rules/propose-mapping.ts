import type { BankAccount, Codes, NominalCode, TaxCode } from '../books.ts'
import type { Treatment } from '../entities.ts'
import { sameDecimal } from '../money.ts'

/** The host's codes as they are known: from documents seen, an import or the host's own list. */
export interface HostCodes {
  taxCodes: { code: string; name?: string; treatment: Treatment | null; percent: string }[]
  nominalCodes: { code: string; name?: string }[]
  methods: string[]
}

/** A first mapping with reasons in plain words; null where a person has to choose. */
export interface MappingProposal {
  taxCodes: Record<string, { bookTaxCode: string | null; reason: string }>
  nominalDefault: { code: string | null; reason: string }
  nominalCodes: Record<string, { code: string | null; reason: string }>
  methods: Record<string, { bookId: string | null; reason: string }>
}

/** A sensible first mapping from names and rates: never across treatments (accounting rule 18), never a current account for money paid out net (rule 12). */
export function proposeMapping(host: HostCodes, codes: Codes): MappingProposal {
  return {
    taxCodes: Object.fromEntries(host.taxCodes.map((taxCode) => [taxCode.code, proposeTaxCode(taxCode, codes.taxCodes)])),
    nominalDefault: proposeSales(codes.nominalCodes),
    nominalCodes: Object.fromEntries(host.nominalCodes.map((nominal) => [nominal.code, proposeNominal(nominal, codes.nominalCodes)])),
    methods: Object.fromEntries(host.methods.map((method) => [method, proposeAccount(method, codes.bankAccounts)])),
  }
}

function proposeTaxCode(ours: HostCodes['taxCodes'][number], taxCodes: TaxCode[]): { bookTaxCode: string | null; reason: string } {
  if (ours.treatment === null)
    return { bookTaxCode: null, reason: 'A rate alone can be several boxes of a VAT return: choose what it means' }
  const fitting = taxCodes.filter((code) => code.active && code.forSales && code.treatment === ours.treatment && fits(ours, code))
  const best = onlyBest(fitting, (code) => sharedWords(`${ours.code} ${ours.name ?? ''}`, `${code.bookId} ${code.name}`))
  if (best !== undefined) return { bookTaxCode: best.bookId, reason: `${best.name} has the same meaning and rate` }
  const reason =
    fitting.length === 0 ? 'No tax code of the books has this meaning and rate' : 'Several tax codes of the books fit: choose one'
  return { bookTaxCode: null, reason }
}

/** Same rate; under the reverse charge the books may show 0 and name the rate. */
function fits(ours: HostCodes['taxCodes'][number], code: TaxCode): boolean {
  if (sameDecimal(ours.percent, code.percent)) return true
  const named = words(code.name).concat(words(code.bookId))
  return ours.treatment === 'reverseCharge' && named.some((word) => word.endsWith(ours.percent.replace(/\.0+$/, '')))
}

function proposeSales(nominalCodes: NominalCode[]): { code: string | null; reason: string } {
  const usable = nominalCodes.filter(({ active, forSales }) => active && forSales)
  const best = onlyBest(usable, salesLikeness)
  if (best === undefined || salesLikeness(best) === 0)
    return { code: null, reason: 'No nominal code is plainly the one for sales: choose one' }
  return { code: best.code, reason: `${best.code} ${best.name} is the usual code for sales` }
}

/** 200 and 4000 are the sales codes of the usual UK charts of accounts. */
function salesLikeness({ code, name, type }: NominalCode): number {
  const named = words(name).includes('sales') ? 2 : 0
  const typed = /sales|revenue|income|turnover/i.test(type) ? 1 : 0
  return named + typed + (code === '200' || code === '4000' ? 2 : 0)
}

function proposeNominal(ours: HostCodes['nominalCodes'][number], nominalCodes: NominalCode[]): { code: string | null; reason: string } {
  const usable = nominalCodes.filter(({ active, forSales }) => active && forSales)
  const sameCode = usable.find(({ code }) => code === ours.code)
  if (sameCode !== undefined) return { code: sameCode.code, reason: 'The books use the same code' }
  const sameName = usable.filter(({ name }) => ours.name !== undefined && words(name).join(' ') === words(ours.name).join(' '))
  const only = sameName.length === 1 ? sameName[0] : undefined
  return only === undefined ? { code: null, reason: 'The default is used' } : { code: only.code, reason: 'The books use the same name' }
}

function proposeAccount(method: string, accounts: BankAccount[]): { bookId: string | null; reason: string } {
  const active = accounts.filter((account) => account.active)
  if (paidOutNet(method)) return proposeClearing(method, active)
  if (/\bcash\b/i.test(method)) return named(active, /cash|till/i, 'Cash goes to the cash account', 'Choose where cash is kept')
  const banks = active.filter((account) => account.form === 'bank' && !isClearing(account))
  const only = banks.length === 1 ? banks[0] : undefined
  if (only !== undefined) return { bookId: only.bookId, reason: `${only.name} is the only bank account` }
  return named(banks, /current|business/i, 'The current account', 'Choose the bank account')
}

function proposeClearing(method: string, accounts: BankAccount[]): { bookId: string | null; reason: string } {
  const best = onlyBest(
    accounts.filter((account) => clearingLikeness(method, account) > 0),
    (account) => clearingLikeness(method, account),
  )
  const why = 'paid out as one sum net of fees, so single payments would never match the bank statement'
  if (best !== undefined) return { bookId: best.bookId, reason: `A clearing account: it is ${why}` }
  return { bookId: null, reason: `Choose a clearing account: it is ${why}` }
}

/** A clearing account is one by its type or by its name: many are kept as a bank account without a feed. */
export const isClearing = ({ form, name }: BankAccount): boolean => form === 'clearing' || clearingName.test(name)

const clearingName = /clearing|undeposited|stripe|go ?cardless|sum ?up|zettle|pay ?pal|worldpay|dojo|square|takepayments/i

/** Any account that takes payments may look like one (CIS suffered, a director’s loan): its name has to say so. */
function clearingLikeness(method: string, { name }: BankAccount): number {
  if (!clearingName.test(name)) return 0
  const sameWay = waysOfPayout.some((way) => way.test(method) && way.test(name))
  return 1 + (sameWay ? 2 : 0) + 4 * sharedWords(method, name)
}

/** Methods and the services that pay them out. */
const waysOfPayout = [/card|stripe|sum ?up|zettle|square|worldpay|dojo|takepayments/i, /direct debit|\bd\/?d\b|go ?cardless/i]

function named(accounts: BankAccount[], pattern: RegExp, found: string, otherwise: string): { bookId: string | null; reason: string } {
  const matching = accounts.filter(({ name }) => pattern.test(name))
  const only = matching.length === 1 ? matching[0] : undefined
  return only === undefined ? { bookId: null, reason: otherwise } : { bookId: only.bookId, reason: found }
}

/** Whether money by this method reaches the bank as a payout net of fees. */
export const paidOutNet = (method: string): boolean => netMethods.test(method)

const netMethods = /card|stripe|go ?cardless|sum ?up|zettle|izettle|pay ?pal|square|worldpay|dojo|klarna|opayo|takepayments|direct debit/i

/** The one with the highest likeness; undefined where none stands out. */
function onlyBest<T>(candidates: T[], likeness: (candidate: T) => number): T | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, score: likeness(candidate) })).toSorted((a, b) => b.score - a.score)
  const [first, second] = ranked
  return first !== undefined && first.score !== second?.score ? first.candidate : undefined
}

function sharedWords(ours: string, theirs: string): number {
  const known = new Set(words(theirs))
  return new Set(words(ours).filter((word) => known.has(word))).size
}

const words = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? []
