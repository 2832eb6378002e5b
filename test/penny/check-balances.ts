import type { Owed } from './check-sales.ts'
import type { HostContacts } from './host-contacts.ts'
import { isLive, pence, type PennyBooks, type PennyDocument } from './penny-books.ts'
import type { Scene } from './scene.ts'

/** Per contact: what the host says is owed is what the books say is open (AmountDue, RemainingCredit), to the penny. `met`: money on account that was there before and is the host's. */
export function checkBalances(
  books: PennyBooks,
  contacts: HostContacts,
  owed: Owed[],
  met: ReadonlySet<string>,
  scene: Scene,
  away: ReadonlyMap<string, string>,
) {
  const ours = sumByContact([...owed, ...cisEntered(books)])
  const theirs = sumByContact(openInBooks(books, met, scene, away))
  const known = new Set(contacts.of.values())
  const faults: string[] = []
  for (const contact of new Set([...ours.keys(), ...theirs.keys()])) {
    const [host, book] = [ours.get(contact) ?? 0, theirs.get(contact) ?? 0]
    if (known.has(contact) && host !== book) faults.push(`balance of ${contacts.nameOf(contact)}: the host says ${host}, the books ${book}`)
  }
  return { faults, balance: [...theirs].reduce((sum, [contact, amount]) => sum + (known.has(contact) ? amount : 0), 0) }
}

function sumByContact(all: Owed[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { contactId, amount } of all) sums.set(contactId, (sums.get(contactId) ?? 0) + amount)
  return sums
}

/** What is open on the host's own documents, and on account; documents of the books that the host does not know are left aside. */
function openInBooks(books: PennyBooks, met: ReadonlySet<string>, scene: Scene, away: ReadonlyMap<string, string>): Owed[] {
  // A number of the host that is not in the books for the host is somebody else's there.
  const there = (['invoice', 'credit'] as const).flatMap((kind) => [...scene.host[kind]].filter(([id]) => !away.has(`${kind}/${id}`)))
  const numbers = new Set(there.map(([, { number }]) => number))
  const ours = (record: PennyDocument): boolean =>
    isLive(record) && record.Type.startsWith('ACCREC') && numbers.has(record.InvoiceNumber ?? record.CreditNoteNumber ?? '')
  return [
    ...books.invoices.filter(ours).map((record) => ({ contactId: record.Contact.ContactID, amount: pence(record.AmountDue) })),
    ...books.creditNotes.filter(ours).map((record) => ({ contactId: record.Contact.ContactID, amount: -pence(record.RemainingCredit) })),
    ...books.overpayments
      .filter(
        (record) =>
          isLive(record) &&
          record.Type === 'RECEIVE-OVERPAYMENT' &&
          (!scene.before.has(record.OverpaymentID) || met.has(record.OverpaymentID)),
      )
      .map((record) => ({ contactId: record.Contact.ContactID, amount: -pence(record.RemainingCredit) })),
  ]
}

/** CIS suffered takes off what the customer owes, and is no money. */
function cisEntered(books: PennyBooks): Owed[] {
  const cis = books.accounts.find(({ Name }) => Name === 'CIS Suffered')?.AccountID
  const contacts = new Map(books.invoices.map((record) => [record.InvoiceID ?? '', record.Contact.ContactID]))
  return books.payments
    .filter((payment) => isLive(payment) && cis !== undefined && payment.Account?.AccountID === cis)
    .map((payment) => ({ contactId: contacts.get(payment.Invoice?.InvoiceID ?? '') ?? '', amount: -pence(payment.Amount) }))
}
