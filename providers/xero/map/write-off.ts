import type { Invoice } from '../../../domain/invoice.ts'
import type { WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { Composed } from '../../contract.ts'
import { toWire } from '../wire-number.ts'
import { contactOf, currencyOf, currencyRefused } from './sales-document.ts'

/** A credit note for the rest of an invoice, on the nominal code of the setting and without VAT (accounting rule 6); it is set against the invoice by a call of its own. */
export function composeWriteOff(write: WriteIntent, invoice: Invoice): Composed {
  const refused = currencyRefused(invoice)
  if (refused !== undefined) return refused
  const { amount, writeOff, number, date = invoice.issueDate } = write
  if (amount === undefined || writeOff === undefined) return { ok: false, code: 'INTERNAL', values: {}, detail: 'a write-off of nothing' }
  const { name, nominalCode, bookTaxCode } = writeOff
  // Where Xero numbers, the reference is what it is looked up by: it says nothing that could change.
  const reference = number === undefined ? name : invoice.number
  return {
    ok: true,
    body: {
      Type: 'ACCRECCREDIT',
      Status: 'AUTHORISED',
      Contact: contactOf(invoice.customer),
      ...(number !== undefined && { CreditNoteNumber: number }),
      Reference: reference,
      Date: date,
      ...currencyOf(invoice),
      LineAmountTypes: 'Exclusive',
      LineItems: [
        {
          Description: `Written off: the rest of invoice ${invoice.number} (outside the scope of VAT)`,
          Quantity: 1,
          UnitAmount: toWire(amount, invoice.currency),
          AccountCode: nominalCode,
          TaxType: bookTaxCode,
        },
      ],
    },
    group: 'writeOffs',
    expected: {
      kind: 'credit',
      customer: refOf('customer', invoice.customer),
      ...(number !== undefined && { number }),
      date,
      currency: invoice.currency,
      net: amount,
      tax: 0,
      gross: amount,
      taxes: [{ bookTaxCode, net: amount, tax: 0 }],
      state: 'inLedger',
      reference,
      lineIds: ['counterfoil:writeOff'],
    },
    needs: [refOf('customer', invoice.customer)],
    notes: [],
  }
}
