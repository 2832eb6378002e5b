/** A contact, named by its id. */
interface OfContact {
  Contact: { ContactID: string; Name?: string }
}

/** An invoice or credit note of the sandbox's books, in the provider's words; amounts are pounds. */
export interface PennyDocument extends OfContact {
  InvoiceID?: string
  CreditNoteID?: string
  InvoiceNumber?: string
  CreditNoteNumber?: string
  Type: string
  Status: string
  DateString: string
  SubTotal: number
  TotalTax: number
  Total: number
  AmountDue?: number
  RemainingCredit?: number
}

/** Money in the sandbox's books. */
export interface PennyPayment {
  PaymentID: string
  Status: string
  PaymentType: string
  Amount: number
  Date: string
  Reference?: string
  Account?: { AccountID?: string; Code?: string }
  Invoice?: { InvoiceID?: string; InvoiceNumber?: string; Contact?: { ContactID?: string } }
  CreditNote?: { CreditNoteID?: string }
  Overpayment?: { OverpaymentID?: string }
  BatchPayment?: { BatchPaymentID: string }
}

/** Everything in the books that this proof reads. */
export interface PennyBooks {
  contacts: { ContactID: string; ContactStatus: string; Name: string; MergedToContactID?: string }[]
  invoices: PennyDocument[]
  creditNotes: PennyDocument[]
  overpayments: (OfContact & {
    OverpaymentID: string
    Type: string
    Status: string
    Date: string
    Total: number
    RemainingCredit: number
    Reference?: string
  })[]
  payments: PennyPayment[]
  batchPayments: { BatchPaymentID: string; Status: string; TotalAmount: number; Reference?: string }[]
  accounts: { AccountID: string; Code?: string; Name: string }[]
}

/** Pounds as the books write them, in pence. */
export const pence = (pounds: number | undefined): number => Math.round((pounds ?? 0) * 100)

/** Whether a record still counts. */
export const isLive = ({ Status }: { Status: string }): boolean => Status !== 'VOIDED' && Status !== 'DELETED'
