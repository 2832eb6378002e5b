import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideMatch, listMatches } from '../../ledger/matches.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { detachLink, linksOfDocument, moveLink } from '../../ledger/links.ts'
import { invoice, type Office, openOffice } from './office.ts'

/* Rules 25 to 32 on real books: who is linked, entered and asked about, and what becomes of contacts that change, vanish and come back. */

let office: Office
let first: SyncRun

beforeAll(async () => {
  office = await openOffice(booksFromBefore)
  await office.engine.save('customer', customers)
  await office.engine.save('invoice', invoices)
  first = await office.engine.sync()
})
afterAll(() => office.stop())

const contact = (Name: string, EmailAddress: string, more = {}) => ({ Name, EmailAddress, ...more })
const card = (name: string, more = {}) => ({ state: 'active' as const, name, ...more })

const booksFromBefore = {
  contacts: [
    contact('Apex Foods Leeds', 'accounts@apex.example'),
    contact('Apex Foods York', 'accounts@apex.example'),
    contact('Tilbourne Supplies', 'office@tilbourne.example'),
    contact('Mayfield Motors', 'office@mayfield.example', { ContactNumber: '' }),
    contact('Goldcroft Archive', 'office@goldcroft.example', { ContactStatus: 'ARCHIVED' }),
    contact('Oldbury One', 'one@oldbury.example'),
    contact('Oldbury Two', 'two@oldbury.example'),
    contact('Wrong Contact', 'office@wrong.example'),
  ],
  invoices: [
    {
      Type: 'ACCPAY',
      Status: 'AUTHORISED',
      InvoiceNumber: 'BILL-1',
      Contact: { Name: 'Tilbourne Supplies' },
      Date: '2026-10-01',
      DueDate: '2026-10-31',
      LineAmountTypes: 'Exclusive',
      LineItems: [{ Description: 'Pipes', Quantity: '1', UnitAmount: '10.00', AccountCode: '310', TaxType: 'INPUT2' }],
    },
  ],
}

const customers = {
  york: card('Apex Foods York', { email: 'accounts@apex.example' }),
  supplier: card('Tilbourne Supplies Ltd', { email: 'office@tilbourne.example' }),
  changing: card('Mayfield Motors', { email: 'office@mayfield.example', phone: '01632 960001' }),
  old: card('Goldcroft Archive', { email: 'office@goldcroft.example' }),
  one: card('Oldbury One', { email: 'one@oldbury.example' }),
  wrong: card('Wrong Contact', { email: 'office@wrong.example' }),
  right: card('Right Contact'),
  alias: { ...card('Mayfield Motor Co'), state: 'merged' as const, mergedInto: 'changing' },
  untidy: card('  Untidy   <Foods>  '),
}

const invoices = {
  'of-york': invoice('OF-YORK', 'york', 1_000),
  'of-alias': invoice('OF-ALIAS', 'alias', 1_100),
  'of-old': invoice('OF-OLD', 'old', 1_200),
}

const contactNamed = async (name: string) => (await office.books()).contacts.find(({ Name }) => Name === name)
const contactIdOf = (customer: string) => office.bookId('customer', customer)

describe('rule 25: shared identifiers', () => {
  test('rule 25: an e-mail that two contacts share links nobody: a person is asked, and what waits for it goes on waiting', async () => {
    expect(await office.outcome(first, 'customer', 'york')).toEqual(['main asked CUSTOMER_QUESTION'])
    expect((await office.outcome(first, 'invoice', 'of-york')).join()).toContain('PARENT_ASKED')
    expect((await office.books()).contacts.filter(({ Name }) => Name === 'Apex Foods York')).toHaveLength(1)
  })
})

test('rule 26: documents of a customer that the host merged go to the primary’s contact, and no contact is merged in the books', async () => {
  expect(await office.invoice('OF-ALIAS')).toMatchObject({ Contact: { Name: 'Mayfield Motors' } })
  expect(await contactNamed('Mayfield Motor Co')).toBeUndefined()
})

test('rule 28: a supplier is linked after one question, and never asked about again', async () => {
  expect(await office.outcome(first, 'customer', 'supplier')).toEqual(['main asked CUSTOMER_IS_SUPPLIER'])
  const id = (await contactNamed('Tilbourne Supplies'))?.ContactID ?? ''
  await office.engine.asCompany(async (scope) => {
    const { matches } = await listMatches(scope, office.engine.connectionId)
    const match = matches.find(({ customer }) => customer === 'supplier')
    await decideMatch(scope, match?.id ?? '', { link: id }, 'bookkeeper')
  })
  await office.engine.save('customer', { supplier: { ...customers.supplier, phone: '01632 960002' } })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'customer', 'supplier')).toEqual(['main updated'])
  expect(await contactIdOf('supplier')).toBe(id)
})

describe('rule 29: changed names and addresses', () => {
  test('rule 29: what the books changed is kept, what we changed is sent, and only that', async () => {
    await office.edit('editContact', { contactName: 'Mayfield Motors', record: { EmailAddress: 'ledger@mayfield.example' } })
    await office.engine.save('customer', { changing: { ...customers.changing, phone: '01632 960009' } })
    await office.engine.sync()
    const found = (await office.books()).contacts.find(({ Name }) => Name === 'Mayfield Motors')
    expect(found?.EmailAddress).toBe('ledger@mayfield.example')
    expect(JSON.stringify(found)).toContain('960009')
  })

  test('rule 29: both changed is a question', async () => {
    await office.engine.save('customer', { changing: { ...customers.changing, email: 'new@mayfield.example' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'customer', 'changing')).toEqual(['main asked CUSTOMER_CHANGED_BOTH'])
    expect((await contactNamed('Mayfield Motors'))?.EmailAddress).toBe('ledger@mayfield.example')
  })
})

describe('rule 30: archived and merged contacts', () => {
  test('rule 30: an archived contact stops its documents with a link to it, and one that was restored is noticed by itself', async () => {
    expect(await office.outcome(first, 'customer', 'old')).toEqual(['main failed CONTACT_ARCHIVED'])
    expect(await office.invoice('OF-OLD')).toBeUndefined()
    await office.edit('restoreContact', { contactName: 'Goldcroft Archive' })
    await office.engine.sync()
    await office.engine.sync()
    expect(await office.invoice('OF-OLD')).toMatchObject({ Contact: { Name: 'Goldcroft Archive' } })
    expect(await office.problems('customer', 'old')).toEqual([])
  })

  test('rule 30: a merge in the books is followed, also where nothing of the customer changed; undone, it is asked about', async () => {
    const [one, two] = [(await contactNamed('Oldbury One'))?.ContactID, (await contactNamed('Oldbury Two'))?.ContactID]
    await office.edit('mergeContacts', { from: one, into: two })
    await office.engine.save('invoice', { merged: invoice('OF-MERGED', 'one', 1_300) })
    await office.engine.sync()
    expect(await contactIdOf('one')).toBe(two)
    expect(await office.invoice('OF-MERGED')).toMatchObject({ Contact: { Name: 'Oldbury Two' } })
    await office.edit('restoreContact', { contactId: one })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'customer', 'one')).toEqual(['main asked CUSTOMER_MERGE_UNDONE'])
    await office.press('customer', 'one', 'moveLink', { bookId: one ?? '' })
    expect(await contactIdOf('one')).toBe(one)
    expect(await office.problems('customer', 'one')).toEqual([])
  })
})

test('rule 31: a wrong link can be detached and moved; who and when is kept, and nothing is entered in its place by itself', async () => {
  const wrong = await contactIdOf('wrong')
  await office.engine.asCompany(async (scope) => {
    const [own] = await linksOfDocument(scope, { kind: 'customer', externalId: 'right' })
    await detachLink(scope, own?.id ?? '', 'bookkeeper')
    const [link] = await linksOfDocument(scope, { kind: 'customer', externalId: 'wrong' })
    expect(await moveLink(scope, link?.id ?? '', 'right', 'bookkeeper')).toMatchObject({ linked: true })
  })
  await office.engine.sync()
  expect(await contactIdOf('right')).toBe(wrong)
  expect((await office.books()).contacts.filter(({ Name }) => Name === 'Wrong Contact')).toHaveLength(1)
})

test('rule 32: a name is sent trimmed, with single blanks and without characters that the provider refuses', async () => {
  expect(await contactNamed('Untidy Foods')).toBeDefined()
})
