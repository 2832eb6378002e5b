import type { Account, AccountClassLetter } from './rows.ts'

/** A new organisation's accounts: code, name, type, tax type, and what is special about it. */
export interface ChartRow {
  code: string
  name: string
  type: string
  taxType: string
  systemAccount?: string
  payments?: true
  bank?: string
  reporting: string
}

const row = (code: string, name: string, type: string, taxType: string, reporting: string, more: Partial<ChartRow> = {}): ChartRow => ({
  code,
  name,
  type,
  taxType,
  reporting,
  ...more,
})

/** The United Kingdom's default chart, shortened to what a trade company meets. */
export const UK_CHART: ChartRow[] = [
  row('090', 'Business Bank Account', 'BANK', 'NONE', 'ASS.CUR.CAS', { bank: '20304012345678' }),
  row('091', 'Business Savings Account', 'BANK', 'NONE', 'ASS.CUR.CAS', { bank: '20304087654321' }),
  row('092', 'Card Payments Clearing', 'BANK', 'NONE', 'ASS.CUR.CAS', { bank: '20304011112222' }),
  row('200', 'Sales', 'REVENUE', 'OUTPUT2', 'REV.TRA.GOO'),
  row('210', 'Labour', 'REVENUE', 'OUTPUT2', 'REV.TRA.SER'),
  row('220', 'Materials', 'REVENUE', 'OUTPUT2', 'REV.TRA.GOO'),
  row('260', 'Other Revenue', 'REVENUE', 'OUTPUT2', 'REV.OTH'),
  row('270', 'Interest Income', 'REVENUE', 'EXEMPTOUTPUT', 'REV.INV.INT'),
  row('310', 'Cost of Goods Sold', 'DIRECTCOSTS', 'INPUT2', 'EXP.COS'),
  row('320', 'Direct Wages', 'DIRECTCOSTS', 'NONE', 'EXP.COS.EMP'),
  row('325', 'Direct Expenses', 'DIRECTCOSTS', 'INPUT2', 'EXP.COS'),
  row('400', 'Advertising & Marketing', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('401', 'Audit & Accountancy fees', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('404', 'Bank Fees', 'OVERHEADS', 'EXEMPTINPUT', 'EXP.FIN'),
  row('408', 'Cleaning', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('412', 'Consulting', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('429', 'General Expenses', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('433', 'Insurance', 'OVERHEADS', 'EXEMPTINPUT', 'EXP.ADM'),
  row('445', 'Light, Power, Heating', 'OVERHEADS', 'RRINPUT', 'EXP.EST'),
  row('449', 'Motor Vehicle Expenses', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('469', 'Rent', 'OVERHEADS', 'INPUT2', 'EXP.EST'),
  row('485', 'Subscriptions', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('489', 'Telephone & Internet', 'OVERHEADS', 'INPUT2', 'EXP.ADM'),
  row('497', 'Bank Revaluations', 'EXPENSE', 'NONE', 'EXP.FOR.UGL', { systemAccount: 'BANKCURRENCYGAIN' }),
  row('498', 'Unrealised Currency Gains', 'EXPENSE', 'NONE', 'EXP.FOR.UGL', { systemAccount: 'UNREALISEDCURRENCYGAIN' }),
  row('499', 'Realised Currency Gains', 'EXPENSE', 'NONE', 'EXP.FOR.RGL', { systemAccount: 'REALISEDCURRENCYGAIN' }),
  row('610', 'Accounts Receivable', 'CURRENT', 'NONE', 'ASS.CUR.REC.TRA', { systemAccount: 'DEBTORS' }),
  row('620', 'Prepayments', 'CURRENT', 'NONE', 'ASS.CUR.REC.PRE'),
  row('630', 'Inventory', 'CURRENT', 'NONE', 'ASS.CUR.INY'),
  row('710', 'Office Equipment', 'FIXED', 'INPUT2', 'ASS.NCA.FIX'),
  row('800', 'Accounts Payable', 'CURRLIAB', 'NONE', 'LIA.CUR.PAY', { systemAccount: 'CREDITORS' }),
  row('801', 'Unpaid Expense Claims', 'CURRLIAB', 'NONE', 'LIA.CUR.PAY', { systemAccount: 'UNPAIDEXPCLM' }),
  row('805', 'Accruals', 'CURRLIAB', 'NONE', 'LIA.CUR.ACC'),
  row('810', 'Income in Advance', 'CURRLIAB', 'NONE', 'LIA.CUR.DEF'),
  row('815', 'CIS Suffered', 'CURRENT', 'NONE', 'ASS.CUR.TAX', { payments: true }),
  row('820', 'VAT', 'CURRLIAB', 'NONE', 'LIA.CUR.TAX.VAT', { systemAccount: 'GST' }),
  row('825', "PAYE & NIC's Payable", 'CURRLIAB', 'NONE', 'LIA.CUR.TAX'),
  row('835', "Directors' Loan Account", 'CURRLIAB', 'NONE', 'LIA.CUR.LOA', { payments: true }),
  row('840', 'Historical Adjustment', 'CURRLIAB', 'NONE', 'LIA.CUR', { systemAccount: 'HISTORICAL' }),
  row('850', 'Suspense', 'CURRLIAB', 'NONE', 'LIA.CUR'),
  row('860', 'Rounding', 'CURRLIAB', 'NONE', 'LIA.CUR', { systemAccount: 'ROUNDING' }),
  row('877', 'Tracking Transfers', 'CURRLIAB', 'NONE', 'LIA.CUR', { systemAccount: 'TRACKINGTRANSFERS' }),
  row('900', 'Loan', 'TERMLIAB', 'NONE', 'LIA.NCL'),
  row('950', 'Capital - x,xxx Ordinary Shares', 'EQUITY', 'NONE', 'EQU.SHA'),
  row('960', 'Retained Earnings', 'EQUITY', 'NONE', 'EQU.RET', { systemAccount: 'RETAINEDEARNINGS' }),
  row('970', 'Owner A Funds Introduced', 'EQUITY', 'NONE', 'EQU', { payments: true }),
]

/** The same chart in the words of another country: tax types the country does not have become the ones it has. */
export function chartFor(country: string): ChartRow[] {
  if (country !== 'NZ') return UK_CHART
  const codes: Record<string, string> = { EXEMPTOUTPUT: 'NONE', EXEMPTINPUT: 'NONE', RRINPUT: 'INPUT2' }
  return UK_CHART.map((each) => ({ ...each, taxType: codes[each.taxType] ?? each.taxType, name: each.name === 'VAT' ? 'GST' : each.name }))
}

/** Which class an account type belongs to. */
export const CLASS_OF_TYPE: Record<string, Account['class']> = {
  BANK: 'ASSET',
  CURRENT: 'ASSET',
  FIXED: 'ASSET',
  INVENTORY: 'ASSET',
  NONCURRENT: 'ASSET',
  PREPAYMENT: 'ASSET',
  CURRLIAB: 'LIABILITY',
  LIABILITY: 'LIABILITY',
  TERMLIAB: 'LIABILITY',
  PAYG: 'LIABILITY',
  EQUITY: 'EQUITY',
  DEPRECIATN: 'EXPENSE',
  DIRECTCOSTS: 'EXPENSE',
  EXPENSE: 'EXPENSE',
  OVERHEADS: 'EXPENSE',
  REVENUE: 'REVENUE',
  SALES: 'REVENUE',
  OTHERINCOME: 'REVENUE',
}

export const LETTER_OF_CLASS: Record<Account['class'], AccountClassLetter> = {
  ASSET: 'A',
  EQUITY: 'Q',
  EXPENSE: 'E',
  LIABILITY: 'L',
  REVENUE: 'R',
}
