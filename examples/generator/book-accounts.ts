import type { Nominal } from './catalogue.ts'
import type { Method } from './payments.ts'
import { seeded } from './random.ts'
import type { SeedAccount } from './xero-shapes.ts'

type Wanted = Omit<SeedAccount, 'AccountID'>

/** Beside what every new organisation in the United Kingdom has: 090 Business Bank Account, 092 Card Payments Clearing, 200 Sales, 310 Cost of Goods Sold, 815 CIS Suffered. */
const wanted: readonly Wanted[] = [
  { Code: '093', Name: 'GoCardless Clearing', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20304022223333' },
  { Code: '094', Name: 'Cash Tin', Type: 'BANK', TaxType: 'NONE', BankAccountNumber: '20304033334444' },
  { Code: '201', Name: 'Sales - installations', Type: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '202', Name: 'Sales - service plans', Type: 'REVENUE', TaxType: 'EXEMPTOUTPUT' },
  { Code: '203', Name: 'Sales - parts and materials', Type: 'REVENUE', TaxType: 'OUTPUT2' },
  { Code: '209', Name: 'Fees recharged', Type: 'REVENUE', TaxType: 'NONE' },
  { Code: '265', Name: 'Penny differences', Type: 'REVENUE', TaxType: 'NONE' },
]

/** The accounts that the bookkeeper added to the usual chart. */
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
  BACS: 'Business Bank Account',
  Cheque: 'Business Bank Account',
  'Direct Debit': 'Business Bank Account',
  Card: 'Card Payments Clearing',
  GoCardless: 'GoCardless Clearing',
  Cash: 'Cash Tin',
} as const satisfies Record<Method, string>
