/**
 * Who mends a problem: `wait` (it mends itself), `reconnect` (sign in again), `settings` (mapping and accounts), `document` (the host's record),
 * `books` (a record in the accounting package), `report` (our bug: support).
 */
export type Remedy = 'wait' | 'reconnect' | 'settings' | 'document' | 'books' | 'report'

/** Values that the words of an error or note are filled with; amounts are whole minor units of the value `currency`. */
export type Values = Record<string, string | number>

/** Something a person can press on a problem; `needs` names the values that must come with it. */
export interface Choice {
  choice: string
  label: string
  needs?: readonly string[]
}

/** The words of one code. `{name}` is filled from the values of the problem. */
export interface ErrorRow {
  remedy: Remedy
  title: string
  cause: string
  whatToDo: string
  /** Choices beyond retry and dismiss, which every problem has. */
  choices?: readonly Choice[]
}

/** The choices that problems offer, each with one meaning wherever it stands. Names are wire format (law 11). */
export const choice = {
  link: { choice: 'link', label: 'It is the same: link it', needs: ['bookId'] },
  create: { choice: 'create', label: 'It is another: send ours' },
  later: { choice: 'later', label: 'Ask me later' },
  acceptTheirs: { choice: 'acceptTheirs', label: 'Keep what the books say' },
  sendOurs: { choice: 'sendOurs', label: 'Send ours' },
  sendAgain: { choice: 'sendAgain', label: 'Send it again' },
  leave: { choice: 'leave', label: 'Leave both as they are' },
  mendedInBooks: { choice: 'mendedInBooks', label: 'Mended in the books, stop telling me' },
  checkNow: { choice: 'checkNow', label: 'I have mended it, check now' },
  firstOpenDay: { choice: 'firstOpenDay', label: 'Send with the first open day' },
  onAccount: { choice: 'onAccount', label: 'Put it on the customer’s account' },
  ignore: { choice: 'ignore', label: 'Never send this one' },
  creditNote: { choice: 'creditNote', label: 'I will issue a credit note' },
  void: { choice: 'void', label: 'Void it in the books: the customer never had it' },
  deleteDraft: { choice: 'deleteDraft', label: 'Delete the draft in the books' },
  reverse: { choice: 'reverse', label: 'Remove the payment in the books' },
  tell: { choice: 'doneByHand', label: 'I have entered it in the books by hand' },
  moveLink: { choice: 'moveLink', label: 'Move the link', needs: ['bookId'] },
  roundingLine: { choice: 'roundingLine', label: 'Allow a marked rounding line without VAT', needs: ['nominalCode', 'bookTaxCode'] },
} as const satisfies Record<string, Choice>
