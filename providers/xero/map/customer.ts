import { createHash } from 'node:crypto'
import type { Customer } from '../../../domain/customer.ts'
import { onlyFields } from './only-fields.ts'
import type { Json, WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { ComposeContext, Composed } from '../../contract.ts'
import { cut, nameForXero } from '../words.ts'

/*
 * A customer as a Xero contact. The billing address is the POBOX slot, which Xero prints on invoices; STREET stays the bookkeeper's.
 * Slots that are sent merge by type, and scalar fields that are not sent are kept (reference xero.md 3 and 6).
 */

/** A new contact, or the fields of an existing one that are to change. */
export function composeCustomer(write: WriteIntent, customer: Customer, { organisation }: ComposeContext): Composed {
  const all = fieldsOf(customer)
  const fields = onlyFields(all, write.fields)
  const contactNumber = contactNumberOf(write.document.externalId)
  const creating = write.operation === 'createCustomer'
  const body = creating
    ? { ContactNumber: contactNumber, ...contactBody(withoutBlanks(fields)) }
    : { ...idOf(write), ...contactBody(fields) }
  return {
    ok: true,
    body: { ...body, ...(creating || write.fields === undefined ? preferences(customer, organisation.baseCurrency) : {}) },
    group: 'contacts',
    expected: { kind: 'customer', name: all.name ?? '', contactNumber, fields },
    needs: [],
    notes: [],
  }
}

/** A contact put into the archive; Xero takes nothing for it afterwards. */
export function composeArchive(write: WriteIntent, customer: Customer): Composed {
  return {
    ok: true,
    body: { ...idOf(write), ContactStatus: 'ARCHIVED' },
    group: 'contacts',
    expected: { kind: 'customer', name: nameForXero(customer.name), contactNumber: contactNumberOf(write.document.externalId) },
    needs: [],
    notes: [],
  }
}

/** Our customer's own id in the field that only an API can write (at most 50 characters); a longer id goes as a token made from it. */
export const contactNumberOf = (externalId: string): string =>
  externalId.length <= 50 ? externalId : `CF-${createHash('sha256').update(externalId).digest('hex').slice(0, 32)}`

/** A customer field by field, by the names that the mirror uses too; a field the customer does not have is blank. */
export function fieldsOf(customer: Customer): Record<string, string> {
  const lines = customer.billingAddress?.lines ?? []
  const address = customer.billingAddress
  return {
    name: nameForXero(customer.name),
    accountNumber: clean(customer.accountNumber, 50),
    contactName: clean(customer.contactName, 255),
    email: clean(customer.email, 255),
    phone: clean(customer.phone, 50),
    mobile: clean(customer.mobile, 50),
    line1: clean(lines[0], 500),
    line2: clean(lines[1], 500),
    line3: clean(lines[2], 500),
    // Xero has four lines, we have five.
    line4: clean(lines.slice(3).join(', '), 500),
    city: clean(address?.city, 255),
    region: clean(address?.region, 255),
    postcode: clean(address?.postcode, 50),
    country: address?.country === undefined ? '' : cut(countryNames.of(address.country) ?? address.country, 50),
    vatNumber: clean(customer.vatNumber, 50),
    companyNumber: clean(customer.companyNumber, 50),
  }
}

type Fields = Record<string, string>

function contactBody(fields: Fields): { [key: string]: Json } {
  const [first, last] = personOf(fields.contactName)
  return {
    ...picked({
      Name: fields.name,
      AccountNumber: fields.accountNumber,
      FirstName: first,
      LastName: last,
      EmailAddress: fields.email,
      TaxNumber: fields.vatNumber,
      CompanyNumber: fields.companyNumber,
    }),
    ...list('Phones', [
      slot({ PhoneType: 'DEFAULT' }, { PhoneNumber: fields.phone }),
      slot({ PhoneType: 'MOBILE' }, { PhoneNumber: fields.mobile }),
    ]),
    ...list('Addresses', [slot({ AddressType: 'POBOX' }, addressBody(fields))]),
  }
}

const addressBody = (fields: Fields): Record<string, string | undefined> => ({
  AddressLine1: fields.line1,
  AddressLine2: fields.line2,
  AddressLine3: fields.line3,
  AddressLine4: fields.line4,
  City: fields.city,
  Region: fields.region,
  PostalCode: fields.postcode,
  Country: fields.country,
})

/** What is set once and then the bookkeeper's: terms, and a currency other than that of the books, which not every plan offers. */
function preferences(customer: Customer, baseCurrency: string): { [key: string]: Json } {
  const { terms, currency } = customer
  return {
    ...(currency !== undefined && currency !== baseCurrency && { DefaultCurrency: currency }),
    ...(terms !== undefined && {
      // DAYSAFTERBILLMONTH counts from the end of the invoice's month (reference: PaymentTermType of the official schema).
      PaymentTerms: { Sales: { Day: terms.days, Type: terms.from === 'endOfMonth' ? 'DAYSAFTERBILLMONTH' : 'DAYSAFTERBILLDATE' } },
    }),
  }
}

/** The first person of a contact has two names in Xero: the last word is the family name. */
function personOf(name: string | undefined): [string | undefined, string | undefined] {
  if (name === undefined) return [undefined, undefined]
  const words = name.split(' ')
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return [words.length > 1 ? words.slice(0, -1).join(' ') : name, last]
}

const countryNames = new Intl.DisplayNames(['en-GB'], { type: 'region' })
const idOf = (write: WriteIntent): { [key: string]: Json } => ({
  ContactID: write.bookId ?? { $ref: refOf('customer', write.document.externalId) },
})
const clean = (text: string | undefined, limit: number): string => cut((text ?? '').replace(/\s+/g, ' ').trim(), limit)
const withoutBlanks = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

function picked(values: Record<string, string | undefined>): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** One address or phone, if any of its parts is sent. */
function slot(type: Record<string, string>, parts: Record<string, string | undefined>): { [key: string]: Json } | undefined {
  const sent = picked(parts)
  return Object.keys(sent).length === 0 ? undefined : { ...type, ...sent }
}

function list(name: string, slots: ({ [key: string]: Json } | undefined)[]): { [key: string]: Json } {
  const sent = slots.filter((entry) => entry !== undefined)
  return sent.length === 0 ? {} : { [name]: sent }
}
