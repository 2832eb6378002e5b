import type { Nominal } from './catalogue.ts'
import type { Method } from './payments.ts'
import { seeded } from './random.ts'
import type { SeedAccount } from './xero-shapes.ts'

type Wanted = Omit<SeedAccount, 'AccountID'>

const wanted: readonly Wanted[] = [
  { Code: '090', Name: 'Business Current Account', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20000012345678' },
  { Code: '091', Name: 'Card takings clearing', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20000087654321' },
  { Code: '092', Name: 'GoCardless clearing', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20000011112222' },
  { Code: '093', Name: 'Cash tin', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20000033334444' },
  { Code: '200', Name: 'Sales', Type: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '201', Name: 'Sales - installations', Type: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '202', Name: 'Sales - service plans', Type: 'REVENUE', TaxType: 'EXEMPTOUTPUT' },
  { Code: '203', Name: 'Sales - parts and materials', Type: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '209', Name: 'Fees recharged', Type: 'REVENUE', TaxType: 'NONE' },
  { Code: '310', Name: 'Cost of Goods Sold', Type: 'DIRECTCOSTS', TaxType: 'INPUT2' },
  { Code: '465', Name: 'Penny differences', Type: 'REVENUE', TaxType: 'NONE' },
  { Code: '612', Name: 'CIS suffered', Type: 'CURRENT', TaxType: 'NONE', EnablePaymentsToAccount: true },
]

/** The chart of accounts of the organisation, as far as the example needs it. */
export function bookAccounts(): SeedAccount[] {
  const random = seeded('accounts')
  return wanted.map((account) => ({ AccountID: random.guid(), ...account }))
}

/** The office's nominal code → the account in the books. */
export const accountOf = { '4000': '200', '4001': '201', '4002': '202', '4003': '203', '4009': '209' } as const satisfies Record<
  Nominal,
  string
>

/** The office's payment method → the bank or clearing account in the books, by name. */
export const bankOf = {
  BACS: 'Business Current Account',
  Cheque: 'Business Current Account',
  'Direct Debit': 'Business Current Account',
  Card: 'Card takings clearing',
  GoCardless: 'GoCardless clearing',
  Cash: 'Cash tin',
} as const satisfies Record<Method, string>
