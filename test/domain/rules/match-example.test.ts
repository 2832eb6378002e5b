import { expect, test } from 'vitest'
import type { BookContact } from '../../../domain/books.ts'
import type { Customer } from '../../../domain/customer.ts'
import { indexContacts, indexCustomers, matchCustomer } from '../../../domain/rules/match-customer.ts'
import { cell, jsonOf, type Row, rowsOf } from '../../examples/read-example.ts'

interface RawContact {
  ContactID: string
  Name: string
  ContactNumber?: string
  AccountNumber?: string
  EmailAddress?: string
  TaxNumber?: string
  CompanyNumber?: string
  IsSupplier?: boolean
  ContactStatus?: string
  MergedToContactID?: string
  Phones?: { PhoneAreaCode?: string; PhoneNumber?: string }[]
  Addresses?: { PostalCode?: string }[]
}

const states: Record<string, Customer['state']> = { Live: 'active', Archived: 'archived', Merged: 'merged' }

test('the example company: who is linked, entered and asked about is what a careful person said beforehand, card by card', () => {
  const { matching } = jsonOf<{ matching: { link: number; create: number; ask: number; linked: Record<string, string>; asked: string[] } }>(
    'expected',
  )
  const customers = rowsOf('customers').map((row) => ({ externalId: cell(row, 'Customer Ref'), body: customerOf(row) }))
  const context = {
    contacts: indexContacts(jsonOf<{ contacts: RawContact[] }>('books').contacts.map(contactOf)),
    customers: indexCustomers(customers),
    linked: new Map<string, string>(),
  }
  const live = customers
    .filter(({ body }) => body.state === 'active')
    .map((each) => ({ id: each.externalId, match: matchCustomer(each, context) }))
  const linked = live.flatMap(({ id, match }) => (match.decision === 'link' ? [[id, match.bookId] as const] : []))
  expect(Object.fromEntries(linked)).toEqual(matching.linked)
  expect(live.flatMap(({ id, match }) => (match.decision === 'ask' ? [id] : [])).toSorted()).toEqual(matching.asked.toSorted())
  expect(live.filter(({ match }) => match.decision === 'create')).toHaveLength(matching.create)
})

function customerOf(row: Row): Customer {
  const present = {
    email: cell(row, 'E-mail'),
    phone: cell(row, 'Tel'),
    mobile: cell(row, 'Mobile'),
    accountNumber: cell(row, 'A/c No'),
    vatNumber: cell(row, 'VAT Reg No'),
    companyNumber: cell(row, 'Co. Reg No'),
  }
  return {
    state: states[cell(row, 'Status')] ?? 'active',
    name: cell(row, 'Company / Name'),
    ...Object.fromEntries(Object.entries(present).filter(([, value]) => value !== '')),
    billingAddress: { postcode: cell(row, 'Post Code') },
    alsoSupplier: cell(row, 'Also Supplier') === 'Y',
  }
}

function contactOf(raw: RawContact): BookContact {
  const postcode = raw.Addresses?.map((address) => address.PostalCode).find((code) => code !== undefined)
  return {
    bookId: raw.ContactID,
    name: raw.Name,
    ...(raw.ContactNumber !== undefined && { contactNumber: raw.ContactNumber }),
    ...(raw.AccountNumber !== undefined && { accountNumber: raw.AccountNumber }),
    ...(raw.EmailAddress !== undefined && { email: raw.EmailAddress }),
    ...(raw.TaxNumber !== undefined && { vatNumber: raw.TaxNumber }),
    ...(raw.CompanyNumber !== undefined && { companyNumber: raw.CompanyNumber }),
    ...(postcode !== undefined && { postcode }),
    ...(raw.MergedToContactID !== undefined && { mergedInto: raw.MergedToContactID }),
    phones: (raw.Phones ?? []).map((phone) => `${phone.PhoneAreaCode ?? ''}${phone.PhoneNumber ?? ''}`),
    isSupplier: raw.IsSupplier ?? false,
    state: raw.ContactStatus === 'ARCHIVED' ? 'archived' : 'active',
    updatedAt: '2026-10-01T00:00:00Z',
    fields: {},
  }
}
