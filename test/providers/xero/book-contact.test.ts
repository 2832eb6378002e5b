import { describe, expect, test } from 'vitest'
import { toBookContact } from '../../../providers/xero/map/book-contact.ts'
import { contactReply } from '../../../providers/xero/wire.ts'
import { updated, updatedAt } from './updated.ts'

/* Answers in the shapes that Xero is recorded or documented to give (reference: section 5 "JSON conventions" and sections 6 to 9), and what we make of them. */
describe('what Xero answers, in our words', () => {
  test('a contact of a paged list: blank slots are nothing, phones are put together', () => {
    const contact = contactReply.parse({
      ContactID: 'c1',
      ContactNumber: 'host-1',
      ContactStatus: 'ACTIVE',
      Name: 'Harper',
      EmailAddress: '',
      Addresses: [
        { AddressType: 'POBOX', AddressLine1: '1 High St', City: 'York', Region: '', PostalCode: 'YO1', Country: '' },
        { AddressType: 'STREET', City: '', PostalCode: '' },
      ],
      Phones: [
        { PhoneType: 'DDI', PhoneNumber: '' },
        { PhoneType: 'DEFAULT', PhoneNumber: '960001', PhoneAreaCode: '01632' },
        { PhoneType: 'MOBILE' },
      ],
      IsSupplier: true,
      ...updated,
    })
    expect(toBookContact(contact)).toMatchObject({
      bookId: 'c1',
      contactNumber: 'host-1',
      name: 'Harper',
      phones: ['01632 960001'],
      postcode: 'YO1',
      isSupplier: true,
      state: 'active',
      updatedAt,
      fields: { name: 'Harper', email: '', phone: '01632 960001', mobile: '', line1: '1 High St', city: 'York', postcode: 'YO1' },
    })
    expect(toBookContact(contact)).not.toHaveProperty('email')
  })

  test('a merged contact is archived and names its winner', () => {
    expect(
      toBookContact(contactReply.parse({ ContactID: 'c1', Name: 'A', ContactStatus: 'ARCHIVED', MergedToContactID: 'c2' })),
    ).toMatchObject({ state: 'archived', mergedInto: 'c2' })
    expect(toBookContact(contactReply.parse({ ContactID: 'c1', Name: 'A', ContactStatus: 'GDPRREQUEST' }))).toMatchObject({
      state: 'archived',
    })
  })
})
