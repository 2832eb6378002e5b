import { expect, test } from 'vitest'
import type { BookOnAccount } from '../../../domain/books.ts'
import type { Page } from '../../../providers/contract.ts'
import { openXeroBooks } from './sandbox-books.ts'

test('a prepayment that a bookkeeper enters is read at once where everything has to be fresh, and within hours otherwise', async () => {
  const books = await openXeroBooks()
  const { cursor } = await books.session.changes('onAccount', undefined)
  const read = await books.session.changes('onAccount', cursor)
  const edit = (action: string, record: object) => books.control('edit', { organisationId: books.organisationId, action, record })
  const { accounts } = await books.control<{ accounts: { AccountID: string; Type: string }[] }>(
    `books?organisationId=${books.organisationId}`,
  )
  await edit('createContact', { Name: 'Deposit Ltd' })
  await edit('createBankTransaction', {
    Type: 'RECEIVE-PREPAYMENT',
    Contact: { Name: 'Deposit Ltd' },
    BankAccount: { AccountID: accounts.find(({ Type }) => Type === 'BANK')?.AccountID },
    Date: '2026-10-01',
    LineItems: [{ Description: 'Deposit', Quantity: '1', UnitAmount: '50.00', AccountCode: '200', TaxType: 'NONE' }],
  })
  const all = async (fresh: boolean): Promise<string[]> => {
    const ids: string[] = []
    for (let at: string | undefined = read.cursor, done = false; !done; ) {
      const page: Page<BookOnAccount> = await books.session.changes('onAccount', at, fresh)
      ids.push(...page.records.map(({ bookId }) => bookId))
      at = page.cursor
      done = page.done
    }
    return ids
  }
  expect(await all(false)).toEqual([])
  expect(await all(true)).toEqual([expect.stringMatching(/^prepayment:/)])
  await books.stop()
})
