import type { Payment } from '../../domain/payment.ts'
import { bookMoney, type BookMoney } from './book-money.ts'
import { leftOut, type Owed } from './check-sales.ts'
import type { HostContacts } from './host-contacts.ts'
import type { PennyBooks } from './penny-books.ts'
import type { Scene } from './scene.ts'

/** Money of the host or the books, to be met by the other side. Refunds are negative. */
interface Money {
  contactId: string
  date: string
  amount: number
}

/** Every receipt and refund of the host is in the books once, for its contact, with its amount on its day; and the books hold no money that is nobody's. */
export function checkMoney(scene: Scene, books: PennyBooks, contacts: HostContacts, away: ReadonlyMap<string, string>) {
  const theirs = bookMoney(books)
  const ours = [...scene.host.payment].filter(
    ([id, body]) => body.state === 'recorded' && away.get(`payment/${id}`) === undefined && leftOut(scene, `payment/${id}`) === undefined,
  )
  const left = new Set(theirs)
  const faults: string[] = []
  const second: [string, Money][] = []
  for (const [id, body] of ours) {
    const money = moneyOf(scene, id, body, contacts)
    const met = [...left].find(
      (record) => record.contactId === money.contactId && record.date === money.date && record.amount === money.amount,
    )
    if (met === undefined) second.push([id, money])
    else left.delete(met)
  }
  // What somebody else entered, or what had to move out of a locked period, may stand on another day.
  for (const [id, money] of second) {
    const met = [...left].find((record) => record.contactId === money.contactId && record.amount === money.amount)
    const mayDiffer = met !== undefined && (scene.before.has(met.id) || scene.keeper.entered.has(met.id) || movedHere(scene, id))
    if (met !== undefined) left.delete(met)
    if (!mayDiffer)
      faults.push(
        met === undefined
          ? `payment/${id} of ${money.amount} on ${money.date} is not in the books`
          : `payment/${id} is dated ${money.date}, in the books ${met.date}`,
      )
  }
  const known = new Set(contacts.of.values())
  for (const record of left)
    if (!scene.before.has(record.id) && known.has(record.contactId))
      faults.push(`the books have ${record.amount} of ${record.date} (${record.id}) that is nobody’s`)
  const numbers = new Set([...scene.host.invoice.values()].map(({ number }) => number))
  const unknown = [...left].filter((record) => scene.before.has(record.id))
  return {
    receipts: {
      count: ours.filter(([, body]) => body.direction !== 'refunded').length,
      amount: ours.reduce((sum, [, body]) => sum + (body.direction === 'refunded' ? 0 : body.amount), 0),
    },
    owed: [
      ...ours.map(([id, body]) => owedBy(moneyOf(scene, id, body, contacts))),
      ...unknown.filter(({ invoices }) => invoices.some((number) => numbers.has(number))).map(owedBy),
    ],
    adoptedOnAccount: new Set(theirs.filter((record) => !left.has(record)).map(({ id }) => id)),
    faults,
  }
}

const owedBy = ({ contactId, amount }: Money | BookMoney): Owed => ({ contactId, amount: -amount })

function movedHere(scene: Scene, id: string): boolean {
  const end = scene.ends.get(`payment/${id}`)
  return end?.live === true && end.moved === true
}

/** As the host has it; entered by hand, on the day on which the bookkeeper saw it. */
function moneyOf(scene: Scene, id: string, { customer, date, amount, direction }: Payment, contacts: HostContacts): Money {
  const entered = scene.handDays.get(id)
  return { contactId: contacts.of.get(customer) ?? '', date: entered ?? date, amount: direction === 'refunded' ? -amount : amount }
}
