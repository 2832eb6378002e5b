import { disagreements } from './compare-records.ts'
import { readLedger } from './ledger-books.ts'
import { openOffice } from './office.ts'
import { booksOf, writesTo } from './sandbox.ts'
import { setUp } from './set-up.ts'
import type { Stack } from './stack.ts'
import type { Trade } from './trade.ts'
import type { LinkedBooks } from './unlike-lines.ts'

/** The whole trade without any fault: the books that it comes to, and how many writes it takes. Throws where even these do not agree with the documents. */
export async function calmRun(stack: Stack, trade: Trade): Promise<LinkedBooks & { writes: number }> {
  const company = await setUp(stack, 'Calm Gas Ltd', false)
  const office = openOffice(stack.host, company)
  await office.bringIn(trade.first)
  await office.saveAndSync()
  await office.bringIn(trade.later.flat())
  await office.saveAndSync()
  const books = await booksOf(stack.sandboxUrl, company.organisationId)
  const ledger = await readLedger(stack.databaseUrl, company.connectionId)
  const wrong = disagreements({ trade, books, ledger, sheet: { unexplained: 0, differences: new Map() }, byHand: new Map() })
  if (wrong.length > 0) throw new Error(`even without faults, ${wrong.length} disagree:\n${wrong.slice(0, 20).join('\n')}`)
  return { books, ledger, writes: await writesTo(stack.sandboxUrl, company.organisationId) }
}
