import { describe, expect, test } from 'vitest'
import type { ExportCodes, ExportKind, ExportLayout, ExportTable } from '../../providers/export-layout.ts'
import { exportLayouts } from '../../providers/front-desk.ts'
import { accountReference } from '../../providers/sage50/export.ts'
import { aCredit, aCustomer, anInvoice, aPayment } from './documents.ts'

const customer = { externalId: 'c-1', body: { ...aCustomer('Smith: "Plumbing" & Co'), accountNumber: 'SMITH01', contactName: 'Ann' } }
const rates: Record<string, string> = { S: '20', R: '5' }
const codes: ExportCodes = {
  tax: (taxCode) => ({ name: `${taxCode}-name`, percent: rates[taxCode] ?? '0' }),
  nominal: (code) => code ?? '4000',
  bank: () => '1200',
}
const records = {
  customers: [customer],
  invoices: [{ body: anInvoice('INV-1', 'c-1'), customer }],
  credits: [{ body: aCredit('CN-1', 'c-1'), customer }],
  payments: [
    { body: aPayment('c-1'), customer },
    { body: { ...aPayment('c-1'), direction: 'refunded' as const }, customer },
  ],
  purchaseInvoices: [
    {
      body: {
        supplierName: 'Parts Ltd',
        number: 'B-9',
        issueDate: '2026-10-03',
        currency: 'GBP',
        net: 10_000,
        tax: 2_000,
        gross: 12_000,
        taxCode: 'S',
      },
    },
  ],
}

/** The table as records by column, to read it as the importing package does. */
function read(layout: ExportLayout, kind: ExportKind): Record<string, string>[] {
  const make = layout.tables[kind] as ((given: unknown, codes: ExportCodes) => ExportTable) | undefined
  if (make === undefined) throw new Error(`${layout.name} has no ${kind}`)
  const table = make(records[kind], codes)
  return table.rows.map((row) => {
    expect(row).toHaveLength(table.header.length)
    return Object.fromEntries(table.header.map((column, index) => [column, row[index] ?? '']))
  })
}

const layout = (name: string): ExportLayout => {
  const found = exportLayouts.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no layout ${name}`)
  return found
}

describe('files for packages that import by hand', () => {
  test('every layout has customers, invoices and purchase invoices, and the names are unique', () => {
    expect(exportLayouts.map((one) => one.name)).toEqual(['xero', 'quickbooks', 'sage50'])
    for (const one of exportLayouts)
      expect(Object.keys(one.tables)).toEqual(expect.arrayContaining(['customers', 'invoices', 'purchaseInvoices']))
  })

  test('Xero: one row a line, net of VAT, British days; a credit is an invoice with negative prices', () => {
    const [first, ...more] = read(layout('xero'), 'invoices')
    expect(more).toHaveLength(2)
    expect(first).toMatchObject({
      '*ContactName': 'Smith: "Plumbing" & Co',
      '*InvoiceNumber': 'INV-1',
      '*InvoiceDate': '01/10/2026',
      '*DueDate': '31/10/2026',
      '*Quantity': '1',
      '*UnitAmount': '91.00',
      '*AccountCode': '4000',
      '*TaxType': 'S-name',
      Currency: 'GBP',
    })
    expect(read(layout('xero'), 'credits')[0]).toMatchObject({ '*InvoiceNumber': 'CN-1', '*UnitAmount': '-45.50' })
    expect(read(layout('xero'), 'purchaseInvoices')[0]).toMatchObject({
      '*ContactName': 'Parts Ltd',
      '*InvoiceNumber': 'B-9',
      '*UnitAmount': '100.00',
    })
    expect(read(layout('xero'), 'customers')[0]).toMatchObject({ AccountNumber: 'SMITH01', POCity: 'York' })
  })

  test('QuickBooks: names without what it refuses, and amounts that are quantity × rate', () => {
    const rows = read(layout('quickbooks'), 'invoices')
    for (const row of rows) expect(row['ItemRate']).toBe(row['*ItemAmount'])
    expect(rows[1]).toMatchObject({
      '*Customer': 'Smith Plumbing & Co',
      '*ItemAmount': '89.30',
      ItemTaxAmount: '4.47',
      '*ItemTaxCode': 'R-name',
    })
    expect(read(layout('quickbooks'), 'purchaseInvoices')[0]).toMatchObject({
      '*BillNo': 'B-9',
      '*LineAmount': '100.00',
      LineTaxAmount: '20.00',
    })
  })

  test('Sage 50: audit trail transactions with our VAT; receipts go on account, refunds not at all', () => {
    expect(read(layout('sage50'), 'invoices')[0]).toMatchObject({
      Type: 'SI',
      'Account Reference': 'SMITH01',
      'Net Amount': '91.00',
      'Tax Amount': '18.20',
      Date: '01/10/2026',
    })
    expect(read(layout('sage50'), 'credits')[0]).toMatchObject({ Type: 'SC', 'Net Amount': '45.50' })
    const receipts = read(layout('sage50'), 'payments')
    expect(receipts).toHaveLength(1)
    expect(receipts[0]).toMatchObject({ Type: 'SA', 'Nominal A/C Ref': '1200', 'Net Amount': '20.00', 'Tax Code': 'T9' })
    expect(read(layout('sage50'), 'purchaseInvoices')[0]).toMatchObject({ Type: 'PI', 'Net Amount': '100.00', 'Tax Amount': '20.00' })
  })

  test('an account reference of Sage 50 has at most eight capitals and digits, and two long ones that begin alike differ', () => {
    const references = ['smith01', 'Smith Heating Ltd 1', 'Smith Heating Ltd 2', 'é'].map((id) => accountReference(id, undefined))
    for (const reference of references) expect(reference).toMatch(/^[A-Z0-9]{1,8}$/)
    expect(new Set(references).size).toBe(4)
  })
})
