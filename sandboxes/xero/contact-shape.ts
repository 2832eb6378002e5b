import { sum } from './arithmetic.ts'
import type { Books } from './books.ts'
import { slotsOnRead, slotsOnWrite } from './contact-slots.ts'
import { amountDue } from './settlement.ts'
import type { Contact } from './rows.ts'
import { money, msMoment } from './wire.ts'

/** A contact as the answer to a write shows it, and as it stands in a written document. */
export function writtenContact(contact: Contact): Record<string, unknown> {
  return {
    ...namesOf(contact),
    BankAccountDetails: contact.bankAccountDetails ?? '',
    ...slotsOnWrite(contact),
    UpdatedDateUTC: msMoment(contact.updatedAt),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    SalesTrackingCategories: [],
    PurchasesTrackingCategories: [],
    ...defaultsOf(contact),
    ContactPersons: contact.persons,
    HasValidationErrors: false,
  }
}

/** A contact of a paged list or read alone: everything, with balances when there are any. */
export function fullContact(books: Books, contact: Contact, today: string): Record<string, unknown> {
  return {
    ...namesOf(contact),
    MergedToContactID: contact.mergedTo,
    BankAccountDetails: contact.bankAccountDetails ?? '',
    ...slotsOnRead(contact),
    UpdatedDateUTC: msMoment(contact.updatedAt),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    Website: contact.website,
    SalesTrackingCategories: [],
    PurchasesTrackingCategories: [],
    ...defaultsOf(contact),
    PaymentTerms: contact.paymentTerms,
    Balances: balancesOf(books, contact, today),
    ContactPersons: contact.persons,
    HasAttachments: books.attachments.find('record', contact.id).length > 0,
    HasValidationErrors: false,
  }
}

/** A contact of an unpaged list: the empty lists stand for "not loaded". */
export function thinContact(contact: Contact): Record<string, unknown> {
  return {
    ...namesOf(contact),
    BankAccountDetails: contact.bankAccountDetails ?? '',
    ...slotsOnRead(contact),
    UpdatedDateUTC: msMoment(contact.updatedAt),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    DefaultCurrency: contact.defaultCurrency,
    ContactPersons: [],
    HasAttachments: false,
    HasValidationErrors: false,
  }
}

/** summaryOnly: without addresses, phones' owners, groups, persons, balances and the customer and supplier marks. */
export function summaryContact(contact: Contact): Record<string, unknown> {
  return { ...namesOf(contact), UpdatedDateUTC: msMoment(contact.updatedAt), HasAttachments: false, HasValidationErrors: false }
}

/** The contact inside a document of a list: id and name with empty lists. */
export function contactInList(contact: Contact | undefined): Record<string, unknown> | undefined {
  if (!contact) return undefined
  const empty = { Addresses: [], Phones: [], ContactGroups: [], ContactPersons: [] }
  return { ContactID: contact.id, Name: contact.name, ...empty, HasValidationErrors: false }
}

function namesOf(contact: Contact): Record<string, unknown> {
  return {
    ContactID: contact.id,
    ContactNumber: contact.number,
    AccountNumber: contact.accountNumber,
    ContactStatus: contact.status,
    Name: contact.name,
    FirstName: contact.firstName,
    LastName: contact.lastName,
    CompanyNumber: contact.companyNumber,
    EmailAddress: contact.email ?? '',
    TaxNumber: contact.taxNumber,
  }
}

function defaultsOf(contact: Contact): Record<string, unknown> {
  return {
    DefaultCurrency: contact.defaultCurrency,
    AccountsReceivableTaxType: contact.receivableTaxType,
    AccountsPayableTaxType: contact.payableTaxType,
    SalesDefaultAccountCode: contact.salesAccountCode,
    PurchasesDefaultAccountCode: contact.purchasesAccountCode,
  }
}

function balancesOf(books: Books, contact: Contact, today: string): Record<string, unknown> | undefined {
  const open = books.invoices.find('contact', contact.id).filter((invoice) => invoice.status === 'AUTHORISED')
  if (open.length === 0) return undefined
  const balance = (type: string) => {
    const mine = open.filter((invoice) => invoice.type === type)
    const overdue = mine.filter((invoice) => (invoice.dueDate ?? invoice.date) < today)
    const total = (invoices: typeof mine) => money(sum(invoices.map((invoice) => amountDue(books, invoice))))
    return { Outstanding: total(mine), Overdue: total(overdue) }
  }
  return { AccountsReceivable: balance('ACCREC'), AccountsPayable: balance('ACCPAY') }
}
