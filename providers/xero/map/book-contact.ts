import type { z } from 'zod'
import type { BookContact } from '../../../domain/books.ts'
import type { contactReply } from '../wire.ts'

type ContactReply = z.infer<typeof contactReply>

/** A Xero contact in our words; `fields` has the names that `fieldsOf` gives a customer. */
export function toBookContact(contact: ContactReply): BookContact {
  const fields = contactFields(contact)
  const phones = contact.Phones.map(phoneText).filter((phone) => phone !== '')
  return {
    bookId: contact.ContactID,
    name: contact.Name ?? '',
    ...(contact.ContactNumber !== undefined && { contactNumber: contact.ContactNumber }),
    ...(contact.AccountNumber !== undefined && { accountNumber: contact.AccountNumber }),
    ...(contact.EmailAddress !== undefined && { email: contact.EmailAddress }),
    phones,
    ...(postcodeOf(contact) !== undefined && { postcode: postcodeOf(contact) ?? '' }),
    ...(contact.TaxNumber !== undefined && { vatNumber: contact.TaxNumber }),
    ...(contact.CompanyNumber !== undefined && { companyNumber: contact.CompanyNumber }),
    isSupplier: contact.IsSupplier ?? false,
    // Archived and erased contacts (GDPRREQUEST) take nothing any more.
    state: (contact.ContactStatus ?? 'ACTIVE') === 'ACTIVE' ? 'active' : 'archived',
    ...(contact.MergedToContactID !== undefined && { mergedInto: contact.MergedToContactID }),
    updatedAt: contact.UpdatedDateUTC ?? '',
    fields,
  }
}

/** The contact field by field; what it does not have is blank. */
export function contactFields(contact: ContactReply): Record<string, string> {
  const address = slotOf(contact, 'POBOX')
  return {
    name: contact.Name ?? '',
    accountNumber: contact.AccountNumber ?? '',
    contactName: [contact.FirstName, contact.LastName].filter((name) => name !== undefined).join(' '),
    email: contact.EmailAddress ?? '',
    phone: phoneOf(contact, 'DEFAULT'),
    mobile: phoneOf(contact, 'MOBILE'),
    line1: address?.AddressLine1 ?? '',
    line2: address?.AddressLine2 ?? '',
    line3: address?.AddressLine3 ?? '',
    line4: address?.AddressLine4 ?? '',
    city: address?.City ?? '',
    region: address?.Region ?? '',
    postcode: address?.PostalCode ?? '',
    country: address?.Country ?? '',
    vatNumber: contact.TaxNumber ?? '',
    companyNumber: contact.CompanyNumber ?? '',
  }
}

const slotOf = (contact: ContactReply, type: string) => contact.Addresses.find((address) => address.AddressType === type)
const postcodeOf = (contact: ContactReply): string | undefined =>
  slotOf(contact, 'POBOX')?.PostalCode ?? slotOf(contact, 'STREET')?.PostalCode

function phoneOf(contact: ContactReply, type: string): string {
  const phone = contact.Phones.find((slot) => slot.PhoneType === type)
  return phone === undefined ? '' : phoneText(phone)
}

/** Country, area and number as one text: people type them into one slot or three. */
const phoneText = (phone: ContactReply['Phones'][number]): string =>
  [phone.PhoneCountryCode, phone.PhoneAreaCode, phone.PhoneNumber].filter((part) => part !== undefined).join(' ')
