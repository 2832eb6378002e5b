import { sandboxControl } from '../setup/sandbox-control.ts'
import type { PennyBooks } from './penny-books.ts'
import type { PennyStack } from './penny-stack.ts'

/** Who works in the books by hand, in the provider's own screens. */
export interface Bookkeeper {
  /** One action of `/_sandbox/edit`. Throws with the provider's words. */
  edit<T = unknown>(action: string, fields: Record<string, unknown>): Promise<T>
  books(): Promise<PennyBooks>
  /** Code of the bank or clearing account that the office has chosen for a method of payment. */
  accountFor(method: string): string
  /** Payments that were entered by hand: their ids, with the payment of the host that they are. */
  entered: Map<string, { payment: string; date: string; amount: number }>
}

/** Opens the books of an organisation of the sandbox. `accounts`: method → name of an account, as the office answered. */
export async function hireBookkeeper(stack: PennyStack, organisationId: string, accounts: Record<string, string>): Promise<Bookkeeper> {
  const books = () => sandboxControl(stack.sandboxUrl)<PennyBooks>(`books?organisationId=${organisationId}`)
  const codes = new Map((await books()).accounts.map(({ Name, Code }) => [Name, Code ?? '']))
  return {
    edit: async <T>(action: string, fields: Record<string, unknown>) => {
      const answer = await fetch(`${stack.sandboxUrl}/_sandbox/edit`, {
        method: 'POST',
        body: JSON.stringify({ organisationId, action, ...fields }),
      })
      const body: unknown = await answer.json()
      if (!answer.ok) throw new ByHandRefused(`${action}: ${JSON.stringify(body)}`)
      return body as T // the caller says what the action answers
    },
    books,
    accountFor: (method) => codes.get(accounts[method] ?? '') ?? '090',
    entered: new Map(),
  }
}

/** What the books would not let a person do. */
export class ByHandRefused extends Error {
  override readonly name = 'ByHandRefused'
}
