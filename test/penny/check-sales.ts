import type { Credit } from '../../domain/credit.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { HostContacts } from './host-contacts.ts'
import { isLive, pence, type PennyBooks, type PennyDocument } from './penny-books.ts'
import type { Scene } from './scene.ts'

/** What moves a contact's balance: owed to the company, minor units. */
export interface Owed {
  contactId: string
  amount: number
}

interface Counted {
  count: number
  amount: number
}

/** Every invoice and credit of the host by its number: once in the books, with its amounts, day and contact; or rightly not there. */
export function checkSales(scene: Scene, books: PennyBooks, contacts: HostContacts, away: ReadonlyMap<string, string>) {
  const result = { invoices: nothing(), credits: nothing(), owed: [] as Owed[], faults: [] as string[] }
  for (const kind of ['invoice', 'credit'] as const) {
    const records = byNumber(kind === 'invoice' ? books.invoices : books.creditNotes)
    for (const [id, newest] of scene.host[kind]) {
      const ref = `${kind}/${id}`
      const found = records.get(newest.number) ?? []
      const body = shouldBe(scene, ref, newest)
      const gone = away.get(ref) ?? leftOut(scene, ref)
      if (gone !== undefined) result.faults.push(...stillThere(scene, ref, found, gone))
      else {
        result.faults.push(...compare(scene, ref, body, found, contacts))
        count(kind === 'invoice' ? result.invoices : result.credits, body.totals.gross)
        result.owed.push({
          contactId: contacts.of.get(body.customer) ?? '',
          amount: kind === 'invoice' ? body.totals.gross : -body.totals.gross,
        })
      }
    }
  }
  return result
}

const nothing = (): Counted => ({ count: 0, amount: 0 })

function count(counted: Counted, amount: number): void {
  counted.count += 1
  counted.amount += amount
}

const byNumber = (records: PennyDocument[]): Map<string, PennyDocument[]> =>
  Map.groupBy(
    records.filter((record) => record.Type.startsWith('ACCREC') && isLive(record)),
    ({ InvoiceNumber, CreditNoteNumber }) => InvoiceNumber ?? CreditNoteNumber ?? '',
  )

/** The host's newest content, unless a person has said that the books keep theirs. */
function shouldBe(scene: Scene, ref: string, newest: Invoice | Credit): Invoice | Credit {
  const end = scene.ends.get(ref)
  // A story states an end of the document's own kind.
  return end?.live === true && end.body !== undefined ? (end.body as Invoice | Credit) : newest
}

export function leftOut(scene: Scene, ref: string): string | undefined {
  const end = scene.ends.get(ref)
  return end?.live === false ? end.why : undefined
}

const idOf = ({ InvoiceID, CreditNoteID }: PennyDocument): string => InvoiceID ?? CreditNoteID ?? ''

const stillThere = (scene: Scene, ref: string, found: PennyDocument[], why: string): string[] =>
  found.some((record) => !scene.before.has(idOf(record))) ? [`${ref} stands in the books although: ${why}`] : []

function compare(scene: Scene, ref: string, body: Invoice | Credit, found: PennyDocument[], contacts: HostContacts): string[] {
  const [record, ...more] = found
  if (record === undefined) return [`${ref} is not in the books`]
  const { net, tax, gross } = body.totals
  const end = scene.ends.get(ref)
  const rounded = scene.town.roundedRefs.has(ref)
  const checks: [string, unknown, unknown][] = [
    ['times', 1, more.length + 1],
    ['gross', gross, pence(record.Total)],
    ...(rounded
      ? []
      : ([
          ['net', net, pence(record.SubTotal)],
          ['tax', tax, pence(record.TotalTax)],
        ] as [string, unknown, unknown][])),
    ...(end?.live === true && end.moved === true
      ? []
      : ([['day', body.issueDate, record.DateString.slice(0, 10)]] as [string, unknown, unknown][])),
    ['contact', contacts.of.get(body.customer), record.Contact.ContactID],
  ]
  return checks
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([field, ours, theirs]) => `${ref} ${field}: the host has ${String(ours)}, the books ${String(theirs)}`)
}
