/** The lists of a tie-out sheet, in the order in which they matter. */
export const listWords: Record<string, { title: string; about: string }> = {
  differences: { title: 'Differences', about: 'The two sides say different things.' },
  balances: { title: 'Balances of customers that differ', about: 'Invoices less credits and payments, per customer.' },
  explained: { title: 'Explained', about: 'Differences that someone has accepted: they do not break the agreement.' },
  allocations: { title: 'The same money, allocated differently', about: 'Shown for the bookkeeper; it does not break the agreement.' },
  apart: { title: 'Counted apart', about: 'Not compared, and why.' },
  cis: { title: 'CIS suffered', about: 'Deductions, and what of them is entered in the books.' },
}

/** Why a line stands on the sheet. */
export const causeWords: Record<string, string> = {
  changedInBooks: 'Changed in the books',
  changedHere: 'Changed in your job software',
  voidedInBooks: 'Voided in the books',
  missingInBooks: 'No longer in the books',
  cancelledHere: 'Cancelled in your job software',
  reversedHere: 'Reversed in your job software',
  onlyInBooks: 'Only in the books',
  doubled: 'Twice in the books',
  sentDifferently: 'Unexplained: tell support',
  rounding: 'Rounding, accepted',
  dateMoved: 'Date differs by decision',
  acceptedTheirs: 'Accepted what the books say',
  adoptedAsItStands: 'Was in the books already, taken as it stands',
  creditedInstead: 'Cancelled here, taken back by a credit note in the books',
  writtenOff: 'A small rest, written off by setting',
  waiting: 'Waits to be sent',
  problem: 'Has a problem',
  held: 'Held',
  notDue: 'Not due',
  beforeStart: 'Before the start date',
  inFlight: 'On its way',
  asked: 'A question is open',
  draftInBooks: 'A draft in the books',
  unlinkedCustomer: 'Its customer is not linked yet',
}

export const totalKinds: Record<string, string> = { invoice: 'Invoices', credit: 'Credits', receipt: 'Receipts', refund: 'Refunds' }
