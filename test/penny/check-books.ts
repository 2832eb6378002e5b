import { checkBalances } from './check-balances.ts'
import { checkMoney } from './check-money.ts'
import { checkSales } from './check-sales.ts'
import { readContacts } from './host-contacts.ts'
import type { Scene } from './scene.ts'

/** What a look at the books themselves came to. */
export interface BooksCheck {
  invoices: { count: number; amount: number }
  credits: { count: number; amount: number }
  receipts: { count: number; amount: number }
  contacts: number
  /** Sum of what the books say is open, minor units. */
  balance: number
  /** One line a fault: missing, doubled, another amount or day, money that is nobody's, a balance that differs. */
  faults: string[]
}

/**
 * Holds the books (`GET /_sandbox/books`) against the host's documents, without the product's own sheet: invoices and credits by their numbers, once each, with amounts
 * and days; receipts by amount and day per contact; and per contact what the books say is open with what the host says is owed.
 * `away`: refs that are rightly not in the books, with the reason.
 */
export async function checkBooks(scene: Scene, away: ReadonlyMap<string, string>): Promise<BooksCheck> {
  const books = await scene.keeper.books()
  const contacts = await readContacts(scene, books)
  const sales = checkSales(scene, books, contacts, away)
  const money = checkMoney(scene, books, contacts, away)
  const balances = checkBalances(books, contacts, [...sales.owed, ...money.owed], money.adoptedOnAccount, scene, away)
  return {
    invoices: sales.invoices,
    credits: sales.credits,
    receipts: money.receipts,
    contacts: new Set(contacts.of.values()).size,
    balance: balances.balance,
    faults: [...contacts.faults, ...sales.faults, ...money.faults, ...balances.faults],
  }
}
