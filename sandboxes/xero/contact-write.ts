import { randomUUID } from 'node:crypto'
import { folded } from './books.ts'
import type { Call } from './call.ts'
import { mergedAddresses, mergedPhones, slotProblems } from './contact-slots.ts'
import { child, type Element, filled, flag, field, list, sent, text } from './element.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { Contact, ContactPerson } from './rows.ts'

/** Creates a contact (PUT), refusing a name or number in use. */
export function createContact(call: Call, element: Element): Contact {
  refuseIf([!identified(element) && NO_IDENTIFIER])
  return call.books.contacts.put(checked(call, changed(call, blank(call), element), element))
}

/** Creates or updates a contact (POST), found by ContactID, ContactNumber or Name in this order. */
export function upsertContact(call: Call, element: Element): Contact {
  refuseIf([!identified(element) && NO_IDENTIFIER])
  const existing = findContact(call, element)
  return existing ? updateContact(call, existing, element) : createContact(call, element)
}

/** Changes an existing contact; archived ones take no write at all. */
export function updateContact(call: Call, existing: Contact, element: Element): Contact {
  const revives = call.quirks.unarchive === 'allowed' && text(element, 'ContactStatus') === 'ACTIVE'
  refuseIf([existing.status === 'ARCHIVED' && !revives && ARCHIVED_EDIT], existing.id)
  return call.books.contacts.put(checked(call, changed(call, existing, element), element))
}

/** The contact that an element means. An unknown ContactID is a 404 for the whole request. */
export function findContact(call: Call, element: Element): Contact | undefined {
  const { contacts } = call.books
  const id = filled(element, 'ContactID')?.toLowerCase()
  if (id !== undefined) {
    const contact = contacts.get(id)
    if (!contact) throw new NotFound()
    return contact
  }
  const byNumber = contacts.find('number', folded(filled(element, 'ContactNumber')))[0]
  return byNumber ?? activeByName(call, filled(element, 'Name'))
}

export const activeByName = (call: Call, name: string | undefined): Contact | undefined =>
  call.books.contacts.find('name', folded(name)).find((contact) => contact.status === 'ACTIVE' && sameName(call, contact.name, name ?? ''))

const NO_IDENTIFIER =
  'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber'
const ARCHIVED_EDIT = 'The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the API.'

const identified = (element: Element): boolean => ['Name', 'ContactID', 'ContactNumber'].some((name) => filled(element, name) !== undefined)

const sameName = (call: Call, a: string, b: string): boolean =>
  call.quirks.contactNameCase === 'insensitive' ? a.toLowerCase() === b.toLowerCase() : a === b

function blank(call: Call): Contact {
  return {
    id: randomUUID(),
    status: 'ACTIVE',
    name: '',
    persons: [],
    addresses: {},
    phones: {},
    isCustomer: false,
    isSupplier: false,
    updatedAt: call.now,
  }
}

/** The contact with what was sent laid over it; omitted properties stay. IsCustomer and IsSupplier are read-only and ignored. */
function changed(call: Call, before: Contact, element: Element): Contact {
  const take = (name: string, old: string | undefined) => (sent(element, name) ? text(element, name) : old)
  const sales = text(element, 'ContactStatus')
  return {
    ...before,
    status: sales === 'ARCHIVED' || sales === 'ACTIVE' ? sales : before.status,
    name: tidied(call, take('Name', before.name) ?? ''),
    number: take('ContactNumber', before.number),
    accountNumber: take('AccountNumber', before.accountNumber),
    firstName: take('FirstName', before.firstName),
    lastName: take('LastName', before.lastName),
    email: take('EmailAddress', before.email),
    taxNumber: take('TaxNumber', before.taxNumber),
    companyNumber: take('CompanyNumber', before.companyNumber),
    bankAccountDetails: take('BankAccountDetails', before.bankAccountDetails),
    defaultCurrency: take('DefaultCurrency', before.defaultCurrency),
    salesAccountCode: take('SalesDefaultAccountCode', before.salesAccountCode),
    purchasesAccountCode: take('PurchasesDefaultAccountCode', before.purchasesAccountCode),
    receivableTaxType: take('AccountsReceivableTaxType', before.receivableTaxType),
    payableTaxType: take('AccountsPayableTaxType', before.payableTaxType),
    paymentTerms: child(element, 'PaymentTerms') ? numbersIn(field(element, 'PaymentTerms')) : before.paymentTerms,
    persons: list(element, 'ContactPersons')?.map(personOf) ?? before.persons,
    addresses: mergedAddresses(before.addresses, element),
    phones: mergedPhones(before.phones, element),
    updatedAt: call.now,
  }
}

const tidied = (call: Call, name: string): string => (call.quirks.contactNameSpaces === 'tidied' ? name.trim().replace(/\s+/g, ' ') : name)

function personOf(element: Element): ContactPerson {
  return {
    FirstName: text(element, 'FirstName'),
    LastName: text(element, 'LastName'),
    EmailAddress: text(element, 'EmailAddress'),
    IncludeInEmails: flag(element, 'IncludeInEmails') ?? false,
  }
}

/** Payment terms are kept as sent, with their days as numbers again. */
function numbersIn(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, each: unknown) => (key === 'Day' ? Number(each) : each))
}

function checked(call: Call, contact: Contact, element: Element): Contact {
  const existing = call.books.contacts.get(contact.id)
  const taken = call.books.contacts.find('number', folded(contact.number)).some((each) => each.id !== contact.id)
  const twin = contact.status === 'ACTIVE' ? activeByName(call, contact.name) : undefined
  refuseIf(
    [
      contact.name === '' && NO_IDENTIFIER,
      ...nameProblems(contact.name),
      twin !== undefined && twin.id !== contact.id && nameTaken(contact.name),
      taken && numberTaken(call, contact.number ?? ''),
      contact.email !== undefined && contact.email !== '' && !EMAIL.test(contact.email) && 'Email address must be valid.',
      contact.persons.length > 5 && 'A maximum of 5 ContactPersons can be specified',
      ...LENGTHS.map(([name, most]) => (text(element, name)?.length ?? 0) > most && tooLong(name, most)),
      ...slotProblems(contact),
    ],
    existing?.id,
  )
  return contact
}

const nameTaken = (name: string): string =>
  `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`

const numberTaken = (call: Call, number: string): string =>
  call.quirks.contactNumberWords === 'another'
    ? 'Another contact has this contact number. Please enter a different contact number.'
    : `The contact number ${number} is already assigned to another contact. The contact number must be unique across all contacts.`

const tooLong = (name: string, most: number): string => `The field ${name} must be a string with a maximum length of ${most}`

/** Our own words: that these are not allowed is documented, the refusal's text is not. */
function nameProblems(name: string): (string | false)[] {
  return [
    /[<>]/.test(name) && 'The contact name cannot contain < or >',
    name !== name.trim() && 'The contact name cannot begin or end with a space',
    / {2}/.test(name) && 'The contact name cannot contain two spaces in a row',
  ]
}

/** The schema: umlauts are not supported in addresses. */
const EMAIL = /^[!-+\--:=?A-~]+@[!-+\--:=?A-~]+\.[!-+\--:=?A-~]+$/

const LENGTHS: [string, number][] = [
  ['Name', 255],
  ['ContactNumber', 50],
  ['AccountNumber', 50],
  ['FirstName', 255],
  ['LastName', 255],
  ['EmailAddress', 255],
  ['TaxNumber', 50],
  ['CompanyNumber', 50],
]
