import type { ImportKind } from '../contract/imports.ts'

/** What a cell of a field holds. */
export type CellType = 'text' | 'day' | 'amount' | 'decimal' | 'whole' | 'boolean' | 'country' | 'currency'

/** A field of a part: what it holds, whether a file can do without a column for it, and the headers that usual exports give it. */
export interface Field {
  type: CellType
  required?: true
  aliases: readonly string[]
}

const text = (...aliases: string[]): Field => ({ type: 'text', aliases })
const of = (type: CellType, ...aliases: string[]): Field => ({ type, aliases })
const needed = (field: Field): Field => ({ ...field, required: true })

const customerReference = [
  'customer id',
  'customer ref',
  'customer no',
  'customer number',
  'customer code',
  'customer',
  'client id',
  'client ref',
  'client',
  'account',
  'account no',
  'account number',
  'account ref',
  'a/c',
  'a/c ref',
  'a/c no',
]
const state = text('state', 'status')
const hold = of('boolean', 'hold', 'on hold')

const customers = {
  externalId: needed(
    text(
      'customer id',
      'customer ref',
      'customer no',
      'customer number',
      'customer code',
      'client id',
      'client ref',
      'id',
      'reference',
      'code',
    ),
  ),
  name: needed(
    text('name', 'customer name', 'company name', 'company', 'client name', 'display name', 'full name', 'business name', 'customer'),
  ),
  kind: text('kind', 'type', 'customer type'),
  accountNumber: text('account number', 'account no', 'account ref', 'a/c ref', 'a/c no', 'account'),
  contactName: text('contact name', 'contact', 'contact person', 'primary contact'),
  email: text('email', 'e-mail', 'email address', 'e-mail address'),
  phone: text('phone', 'telephone', 'tel', 'phone number', 'telephone number', 'landline', 'tel no'),
  mobile: text('mobile', 'mobile phone', 'mobile number', 'cell'),
  'billingAddress.line1': text(
    'address 1',
    'address line 1',
    'addr 1',
    'address1',
    'street',
    'address',
    'billing address',
    'billing address 1',
  ),
  'billingAddress.line2': text('address 2', 'address line 2', 'addr 2', 'billing address 2'),
  'billingAddress.line3': text('address 3', 'address line 3', 'addr 3', 'billing address 3'),
  'billingAddress.line4': text('address 4', 'address line 4', 'addr 4'),
  'billingAddress.line5': text('address 5', 'address line 5', 'addr 5'),
  'billingAddress.city': text('city', 'town', 'post town', 'town/city', 'billing city', 'billing town'),
  'billingAddress.region': text('region', 'county', 'state/county', 'province'),
  'billingAddress.postcode': text('postcode', 'post code', 'zip', 'zip code', 'postal code', 'billing postcode'),
  'billingAddress.country': of('country', 'country', 'billing country', 'country code'),
  vatNumber: text('vat number', 'vat no', 'vat reg no', 'vat registration number', 'vat registration', 'tax number'),
  companyNumber: text('company number', 'company no', 'co. reg no', 'company reg no', 'company registration', 'registration number'),
  currency: of('currency', 'currency', 'currency code'),
  'terms.days': of('whole', 'terms days', 'payment terms', 'credit days', 'terms', 'payment days', 'due days'),
  'terms.from': text('terms from'),
  'reverseCharge.applies': of('boolean', 'reverse charge', 'rev charge', 'drc'),
  'reverseCharge.cisRegistered': of('boolean', 'cis registered'),
  'reverseCharge.endUser': of('boolean', 'end user'),
  cisContractor: of('boolean', 'cis contractor'),
  alsoSupplier: of('boolean', 'also supplier', 'supplier'),
  parent: text('parent', 'branch of', 'parent id', 'head office', 'parent account'),
  mergedInto: text('merged into'),
  defaultTaxCode: text('default tax code', 'default vat code'),
  defaultNominalCode: text('default nominal code', 'default nominal'),
  state,
  hold,
  url: text('url', 'link'),
  branch: text('branch', 'department'),
} satisfies Record<string, Field>

/** Facts of an invoice or credit as a whole, but for its totals. */
const salesHead = {
  kind: text('kind', 'doc type', 'document type', 'type'),
  customer: needed(text(...customerReference)),
  issueDate: needed(of('day', 'issue date', 'date', 'invoice date', 'inv date', 'credit date', 'date issued', 'document date', 'tax date')),
  dueDate: of('day', 'due date', 'due', 'payment due', 'date due'),
  taxPoint: of('day', 'tax point'),
  currency: needed(of('currency', 'currency', 'currency code')),
  currencyRate: of('decimal', 'currency rate', 'exchange rate'),
  reference: text(
    'reference',
    'your ref',
    'customer reference',
    'po number',
    'po',
    'order number',
    'order no',
    'purchase order',
    'customer order no',
  ),
  jobReference: text('job reference', 'job no', 'job number', 'job ref', 'job', 'works order'),
  pricesIncludeTax: of('boolean', 'prices include tax', 'prices inc vat', 'vat inclusive', 'tax inclusive'),
  'site.externalId': text('site id', 'site ref', 'property id'),
  'site.name': text('site name', 'site', 'property'),
  'site.address.line1': text('site address 1', 'site address', 'site addr', 'property address'),
  'site.address.line2': text('site address 2'),
  'site.address.line3': text('site address 3'),
  'site.address.city': text('site city', 'site town'),
  'site.address.region': text('site region', 'site county'),
  'site.address.postcode': text('site postcode', 'site post code'),
  'site.address.country': of('country', 'site country'),
  'cis.rate': of('decimal', 'cis rate', 'cis %'),
  'cis.labourNet': of('amount', 'cis labour', 'cis labour net'),
  'cis.deduction': of('amount', 'cis deduction', 'cis deducted'),
  notes: text('notes', 'comments', 'memo'),
  terms: text('terms'),
  branch: text('branch', 'department'),
  url: text('url', 'link'),
  state,
  hold,
} satisfies Record<string, Field>

const { kind: _kind, ...creditHead } = salesHead

const totals = {
  'totals.net': of('amount', 'total net', 'net total', 'subtotal', 'sub total', 'goods', 'invoice net', 'total ex vat', 'total excl vat'),
  'totals.tax': of('amount', 'total vat', 'total tax', 'vat total', 'invoice vat'),
  'totals.gross': of(
    'amount',
    'total gross',
    'gross total',
    'total',
    'invoice total',
    'grand total',
    'total inc vat',
    'total incl vat',
    'amount',
  ),
} satisfies Record<string, Field>

/** Short headers mean totals only where no line stands in the same row. */
const totalsAlone = {
  'totals.net': of('amount', ...totals['totals.net'].aliases, 'net', 'net amount', 'ex vat'),
  'totals.tax': of('amount', ...totals['totals.tax'].aliases, 'vat', 'tax', 'vat amount', 'tax amount'),
  'totals.gross': of('amount', ...totals['totals.gross'].aliases, 'gross', 'gross amount', 'inc vat'),
} satisfies Record<string, Field>

const lines = {
  lineId: text('line id', 'line no', 'line number', 'line'),
  description: needed(text('description', 'details', 'line description', 'item description')),
  quantity: needed(of('decimal', 'quantity', 'qty')),
  unitPrice: needed(of('decimal', 'unit price', 'price', 'rate', 'unit cost', 'price each')),
  'discount.percent': of('decimal', 'discount percent', 'discount %', 'disc %', 'discount pct'),
  'discount.amount': of('amount', 'discount amount', 'discount', 'disc amt'),
  net: of('amount', 'net', 'line net', 'net amount', 'ex vat', 'line total', 'amount'),
  gross: of('amount', 'gross', 'line gross', 'gross amount', 'inc vat'),
  tax: of('amount', 'tax', 'vat', 'line vat', 'vat amount', 'tax amount'),
  taxCode: text('tax code', 'vat code', 'tax type'),
  taxRate: of('decimal', 'tax rate', 'vat rate', 'vat %', 'tax %'),
  nominalCode: text('nominal code', 'nominal', 'account code', 'ledger code', 'nominal account'),
  item: text('item', 'item code', 'sku', 'product code', 'code', 'product'),
  cis: text('cis type', 'cis'),
  depositInvoice: text('deposit invoice', 'deposit inv'),
} satisfies Record<string, Field>

const invoiceNumber = ['invoice number', 'invoice no', 'inv no', 'invoice ref', 'invoice', 'document number', 'number', 'invoice #']
const creditNumber = [
  'credit number',
  'credit no',
  'credit note number',
  'credit note no',
  'credit ref',
  'credit note',
  'document number',
  'number',
]

const payments = {
  externalId: needed(text('payment id', 'receipt id', 'transaction id', 'entry', 'id', 'payment no', 'payment number')),
  receipt: text('receipt', 'receipt no', 'receipt number', 'transfer', 'batch'),
  direction: text('direction', 'in / out'),
  customer: needed(text(...customerReference)),
  date: needed(of('day', 'date', 'payment date', 'date paid', 'paid on', 'received on', 'date received')),
  amount: needed(of('amount', 'amount', 'payment amount', 'amount paid', 'paid', 'value', 'total')),
  currency: needed(of('currency', 'currency', 'currency code')),
  method: needed(text('method', 'payment method', 'how paid', 'payment type', 'type')),
  bankAccount: text('bank account', 'bank'),
  reference: text('reference', 'bank ref', 'payment reference', 'bank reference', 'payee reference'),
  invoice: text('invoice', 'invoice number', 'invoice no', 'inv no', 'allocated to', 'against invoice'),
  credit: text(),
  allocated: of('amount', 'allocated', 'allocated amount', 'amount allocated'),
  'refunds.credit': text('refunds credit', 'credit no', 'credit number', 'refund of credit'),
  'refunds.payment': text('refunds payment', 'refund of payment'),
  state,
  reversedOn: of('day', 'reversed on', 'returned on', 'bounced on'),
  reason: text('reason', 'why returned'),
  hold,
  url: text('url', 'link'),
  branch: text('branch', 'department'),
} satisfies Record<string, Field>

const purchaseInvoices = {
  supplierName: needed(text('supplier name', 'supplier', 'vendor', 'vendor name', 'merchant')),
  number: needed(text('number', 'invoice number', 'invoice no', 'their inv no', 'supplier invoice number', 'bill number', 'reference')),
  issueDate: needed(of('day', 'issue date', 'date', 'invoice date', 'bill date')),
  dueDate: of('day', 'due date', 'due'),
  currency: needed(of('currency', 'currency', 'currency code')),
  description: text('description', 'for', 'details'),
  nominalCode: text('nominal code', 'nominal', 'account code'),
  taxCode: text('tax code', 'vat code'),
  net: needed(of('amount', 'net', 'goods', 'net amount', 'subtotal', 'ex vat')),
  tax: needed(of('amount', 'tax', 'vat', 'vat amount', 'tax amount')),
  gross: needed(of('amount', 'gross', 'total', 'gross amount', 'inc vat', 'amount')),
} satisfies Record<string, Field>

const invoiceHead = { externalId: text('invoice id', 'id', 'document id'), number: needed(text(...invoiceNumber)), ...salesHead }

/** The fields of every part, in the order in which headers are tried. */
export const fieldsOf = {
  customers,
  invoices: { ...invoiceHead, ...totalsAlone },
  invoiceLines: { document: needed(text(...invoiceNumber, 'invoice id', 'document')), ...lines },
  credits: {
    externalId: text('credit id', 'id', 'document id'),
    number: needed(text(...creditNumber)),
    document: text(),
    ...lines,
    ...creditHead,
    ...totals,
    reason: text('reason'),
    corrects: text('corrects', 'against invoice', 'against inv', 'original invoice', 'invoice', 'invoice no', 'invoice number'),
  },
  payments,
  purchaseInvoices,
} satisfies Record<ImportKind, Record<string, Field>>

/** Invoices that come with a line in each row instead of a part of lines. */
export const invoicesWithLines: Record<string, Field> = { ...lines, ...invoiceHead, ...totals }

/** Facts that rows of one document share, and facts of one line. */
export const headFields: readonly string[] = [...Object.keys(salesHead), ...Object.keys(totals), 'externalId', 'number', 'reason']
export const lineFields: readonly string[] = [...Object.keys(lines), 'corrects']
