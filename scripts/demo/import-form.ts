import { existsSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'

/** The parts of an import and the files they stand in. */
const files = {
  customers: 'customers.csv',
  invoices: 'invoices.csv',
  invoiceLines: 'invoice_lines.csv',
  credits: 'credits.csv',
  payments: 'payments.csv',
  purchaseInvoices: 'purchase_invoices.csv',
}

/** The import of a folder's files, those that are there, with the mapping that explains them. */
export async function importForm(folder: string, mapping: unknown): Promise<FormData> {
  const form = new FormData()
  form.append('mapping', new Blob([JSON.stringify(mapping)], { type: 'application/json' }), 'mapping.json')
  for (const [part, file] of Object.entries(files)) {
    const path = join(folder, file)
    if (existsSync(path)) form.append(part, await openAsBlob(path, { type: 'text/csv' }), file)
  }
  return form
}
