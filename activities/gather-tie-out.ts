import type { BookContact } from '../domain/books.ts'
import type { TieOutInput } from '../domain/rules/compare-books.ts'
import { treatmentsOfBook } from '../domain/rules/tie-out/sale-taxes.ts'
import { allContacts, bookDocuments, bookMoney, booksOfLinkedContacts } from '../ledger/book-records.ts'
import type { Scope } from '../ledger/database.ts'
import type { Link } from '../ledger/links.ts'
import { type OursToTieOut, oursToTieOut } from '../ledger/tie-out-ours.ts'
import type { TieOutAt } from './tie-out-at.ts'
import { tieOutMoney } from './tie-out-money.ts'
import { indexLinks, type LinksByRef } from './tie-out-links.ts'
import { tieOutSales } from './tie-out-sales.ts'

/** Both sides of a connection, as the rules compare them: all of ours, and of the books everything of linked contacts and every linked record. */
export async function gatherTieOut(scope: Scope, at: TieOutAt): Promise<TieOutInput> {
  const ours = await oursToTieOut(scope, at.connectionId)
  const merged = mergesOf(await allContacts(scope, at.connectionId))
  const theirs = ofStandingContacts(await readTheirs(scope, at, ours.links), merged)
  const links = indexLinks(ours.links)
  return {
    from: at.settings.startFrom,
    to: at.today,
    customers: customersOf(ours, links, merged),
    sales: tieOutSales(at, ours, links, theirs),
    money: tieOutMoney(at, ours, links),
    theirs,
    treatments: treatmentsOfBook(at.settings, at.codes),
    asked: ours.asked,
  }
}

/** Linked records are read by their ids too: one whose date or contact was changed is changed, not missing. */
async function readTheirs(scope: Scope, { connectionId, settings, today }: TieOutAt, links: Link[]): Promise<TieOutInput['theirs']> {
  const { documents, creditAllocations, payments, onAccount } = await booksOfLinkedContacts(scope, connectionId, {
    from: settings.startFrom ?? '0001-01-01',
    to: today,
  })
  const linkedSales = await bookDocuments(scope, connectionId, idsOf(links, ['invoice', 'credit']))
  const linkedMoney = await bookMoney(scope, connectionId, idsOf(links, ['payment']))
  const met = new Set(documents.map(({ bookId }) => bookId))
  const sales = documents.map((record) =>
    record.kind === 'credit' ? { ...record, allocations: creditAllocations.get(record.bookId) ?? [] } : record,
  )
  return {
    documents: [...sales, ...linkedSales.filter(({ bookId }) => !met.has(bookId))],
    payments: onceEach([...payments, ...linkedMoney.payments]),
    onAccount: onceEach([...onAccount, ...linkedMoney.onAccount]),
  }
}

const idsOf = (links: Link[], kinds: Link['kind'][]): string[] =>
  links.filter(({ kind }) => kinds.includes(kind)).map((link) => link.book_id)

const onceEach = <T extends { bookId: string }>(records: T[]): T[] => [
  ...new Map(records.map((record) => [record.bookId, record])).values(),
]

/** Contact → the contact that it was merged into. */
const mergesOf = (contacts: BookContact[]): ReadonlyMap<string, string> =>
  new Map(contacts.flatMap(({ bookId, mergedInto }) => (mergedInto === undefined ? [] : [[bookId, mergedInto] as const])))

/** Records of a contact that was merged away belong to the one that stands, whatever the mirror still says. */
function ofStandingContacts(
  { documents, payments, onAccount }: TieOutInput['theirs'],
  merged: ReadonlyMap<string, string>,
): TieOutInput['theirs'] {
  const standing = <T extends { contactId?: string }>(records: T[]): T[] =>
    records.map((record) => {
      const contactId = mergedTo(record.contactId, merged)
      return contactId === undefined ? record : { ...record, contactId }
    })
  return { documents: standing(documents), payments: standing(payments), onAccount: standing(onAccount) }
}

function customersOf({ documents }: OursToTieOut, links: LinksByRef, merged: ReadonlyMap<string, string>): TieOutInput['customers'] {
  return documents
    .filter(({ kind }) => kind === 'customer')
    .map(({ externalId }) => ({ externalId, contactId: mergedTo(links.get(`customer/${externalId}`)?.get('main')?.book_id, merged) }))
}

/** A contact can have been merged into one that was merged later; a ring ends where it began. */
function mergedTo(contactId: string | undefined, merged: ReadonlyMap<string, string>): string | undefined {
  const passed = new Set<string>()
  let at = contactId
  while (at !== undefined && !passed.has(at)) {
    passed.add(at)
    at = merged.get(at) ?? at
  }
  return at
}
