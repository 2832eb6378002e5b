import { describe, expect, test } from 'vitest'
import { compose } from '../../../providers/xero/compose.ts'
import { done } from './done.ts'
import { context, customer, write } from './samples.ts'

describe('a customer as a contact', () => {
  test('goes with our id as contact number, a clean name, the billing address in the slot that invoices print', () => {
    expect(done(compose(write('createCustomer', 'customer', customer), context()))).toEqual({
      ok: true,
      body: {
        ContactNumber: 'customer-1',
        Name: 'Harper & Sons Heating Ltd',
        AccountNumber: 'HARP01',
        FirstName: 'Mary Ann',
        LastName: 'Harper',
        EmailAddress: 'mary@harper.example',
        TaxNumber: 'GB123456789',
        CompanyNumber: '01234567',
        Phones: [
          { PhoneType: 'DEFAULT', PhoneNumber: '01632 960001' },
          { PhoneType: 'MOBILE', PhoneNumber: '07700 900001' },
        ],
        Addresses: [
          {
            AddressType: 'POBOX',
            AddressLine1: '1 High St',
            AddressLine2: 'Unit 2',
            AddressLine3: 'Mill Yard',
            AddressLine4: 'Old Town, Rear',
            City: 'York',
            Region: 'North Yorkshire',
            PostalCode: 'YO1 1AA',
            Country: 'United Kingdom',
          },
        ],
        PaymentTerms: { Sales: { Day: 30, Type: 'DAYSAFTERBILLDATE' } },
      },
      group: 'contacts',
      expected: expect.objectContaining({ kind: 'customer', name: 'Harper & Sons Heating Ltd', contactNumber: 'customer-1' }),
      needs: [],
      notes: [],
    })
  })

  test('goes with a currency only where it is not that of the books', () => {
    const abroad = compose(write('createCustomer', 'customer', { state: 'active', name: 'A', currency: 'EUR' }), context())
    expect(done(abroad).body).toMatchObject({ DefaultCurrency: 'EUR' })
  })

  test('with nothing but a name sends nothing blank', () => {
    expect(done(compose(write('createCustomer', 'customer', { state: 'active', name: 'A' }), context())).body).toEqual({
      ContactNumber: 'customer-1',
      Name: 'A',
    })
  })

  test('an id of more than 50 characters goes as a token made from it, always the same', () => {
    const long = write('createCustomer', 'customer', customer)
    const intent = { ...long, document: { ...long.document, externalId: 'x'.repeat(128) } }
    const first = done(compose(intent, context())).expected.contactNumber ?? ''
    expect(first).toMatch(/^CF-[0-9a-f]{32}$/)
    expect(done(compose(intent, context())).expected.contactNumber).toBe(first)
  })

  test('an update sends only the fields it was asked to, and a field that became empty as blank', () => {
    const { phone: _phone, ...without } = customer
    const body = done(
      compose(write('updateCustomer', 'customer', without, { bookId: 'contact-1', fields: ['email', 'phone'] }), context()),
    ).body
    expect(body).toEqual({
      ContactID: 'contact-1',
      EmailAddress: 'mary@harper.example',
      Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '' }],
    })
  })

  test('archiving sends the status and nothing else', () => {
    expect(done(compose(write('archiveCustomer', 'customer', customer, { bookId: 'contact-1' }), context())).body).toEqual({
      ContactID: 'contact-1',
      ContactStatus: 'ARCHIVED',
    })
  })
})
