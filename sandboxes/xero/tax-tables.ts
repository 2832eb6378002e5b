import type { AccountClassLetter, TaxRate } from './rows.ts'

/** The default tax rates of a country's new organisation. */
export function taxRatesFor(country: string): TaxRate[] {
  return (TABLES[country] ?? UK).map(([type, name, reportTaxType, classes, displayRate, effectiveRate = displayRate]) => ({
    id: type,
    name,
    status: 'ACTIVE',
    reportTaxType,
    appliesTo: classes.split('') as AccountClassLetter[], // the table below writes only these letters
    displayRate,
    effectiveRate,
    components: [{ Name: country === 'NZ' ? 'GST' : 'VAT', Rate: effectiveRate, IsCompound: false, IsNonRecoverable: false }],
    system: true,
  }))
}

/** Tax type, name, report tax type (only values of the schema's list), account classes (A Q E L R), rate shown, rate that is charged when another. */
type Row = [type: string, name: string, report: string, classes: string, display: string, effective?: string]

const SALES = 'AQLR'
const PURCHASES = 'AQEL'

/** The matrix of the tax rates page for the United Kingdom. Reverse-charge rates charge nothing: the customer accounts for the tax. */
const UK: Row[] = [
  ['OUTPUT2', '20% (VAT on Income)', 'OUTPUT', SALES, '20'],
  ['INPUT2', '20% (VAT on Expenses)', 'INPUT', PURCHASES, '20'],
  ['RROUTPUT', '5% (VAT on Income)', 'OUTPUT', SALES, '5'],
  ['RRINPUT', '5% (VAT on Expenses)', 'INPUT', PURCHASES, '5'],
  ['ZERORATEDOUTPUT', 'Zero Rated Income', 'ZERORATEDOUTPUT', SALES, '0'],
  ['ZERORATEDINPUT', 'Zero Rated Expenses', 'ZERORATEDINPUT', PURCHASES, '0'],
  ['EXEMPTOUTPUT', 'Exempt Income', 'EXEMPTOUTPUT', SALES, '0'],
  ['EXEMPTINPUT', 'Exempt Expenses', 'EXEMPTINPUT', PURCHASES, '0'],
  ['NONE', 'No VAT', 'NONE', 'AQELR', '0'],
  ['ECZROUTPUT', 'Zero Rated EC Goods Income', 'ECOUTPUT', SALES, '0'],
  ['ECZROUTPUTSERVICES', 'Zero Rated EC Services', 'ECOUTPUTSERVICES', SALES, '0'],
  ['DRCHARGE20', 'Domestic Reverse Charge @ 20% (VAT on Income)', 'DRCHARGE', SALES, '20', '0'],
  ['DRCHARGE5', 'Domestic Reverse Charge @ 5% (VAT on Income)', 'DRCHARGE', SALES, '5', '0'],
  ['DRCHARGESUPPLY20', 'Domestic Reverse Charge @ 20% (VAT on Expenses)', 'DRCHARGESUPPLY', PURCHASES, '20', '0'],
  ['DRCHARGESUPPLY5', 'Domestic Reverse Charge @ 5% (VAT on Expenses)', 'DRCHARGESUPPLY', PURCHASES, '5', '0'],
  ['REVERSECHARGES', 'Reverse Charge Expenses (20%)', 'REVERSECHARGES', PURCHASES, '20', '0'],
  ['ECACQUISITIONS', 'EC Acquisitions (20%)', 'ECACQUISITIONS', PURCHASES, '20', '0'],
  ['ECZRACQUISITIONS', 'EC Acquisitions (Zero Rated)', 'ECACQUISITIONS', PURCHASES, '0'],
  ['GSTONIMPORTS', 'VAT on Imports', 'GSTONIMPORTS', 'L', '0'],
  ['CAPEXINPUT2', '20% (VAT on Capital Purchases)', 'CAPEXINPUT', 'A', '20'],
  ['CAPEXOUTPUT2', '20% (VAT on Capital Sales)', 'CAPEXOUTPUT', 'A', '20'],
]

const IRELAND: Row[] = [
  ['OUTPUT2', '23% (VAT on Income)', 'OUTPUT', SALES, '23'],
  ['INPUT2', '23% (VAT on Expenses)', 'INPUT', PURCHASES, '23'],
  ['RROUTPUT', '13.5% (VAT on Income)', 'OUTPUT', SALES, '13.5'],
  ['RRINPUT', '13.5% (VAT on Expenses)', 'INPUT', PURCHASES, '13.5'],
  ...UK.filter(([type]) => /^(ZERORATED|EXEMPT|NONE|ECZROUTPUT|GSTONIMPORTS)/.test(type)),
]

const NEW_ZEALAND: Row[] = [
  ['OUTPUT2', '15% GST on Income', 'OUTPUT', SALES, '15'],
  ['INPUT2', '15% GST on Expenses', 'INPUT', PURCHASES, '15'],
  ['ZERORATED', 'Zero Rated', 'OUTPUT', 'LR', '0'],
  ['NONE', 'No GST', 'NONE', 'AQELR', '0'],
  ['GSTONIMPORTS', 'GST on Imports', 'GSTONIMPORTS', 'L', '0'],
]

const TABLES: Record<string, Row[]> = { GB: UK, IE: IRELAND, NZ: NEW_ZEALAND }
