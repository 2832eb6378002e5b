/** What the documentation leaves open or contradicts itself about. The first answer of each row is the default: the one that is harder on a client. */
export const QUIRKS = {
  missingScopeStatus: quirk(
    ['401', '403'],
    'A call without the scope. Two integrators saw 401 AuthorizationUnsuccessful; the prompt library speaks of 403.',
  ),
  invalidScopeAnswer: quirk(
    ['page', 'redirect'],
    'An unknown scope at authorize. Unconfirmed whether the app is called back or the person is left on an error page.',
  ),
  minuteWindow: quirk(
    ['rolling', 'fixed'],
    'Limits page, older material: rolling; two notes of 2026: a fixed window per tenant. Rolling allows less.',
  ),
  concurrentRetryAfter: quirk(
    ['absent', 'present'],
    'Whether a 429 for too many calls at once carries Retry-After. Unconfirmed; two notes say it is for minute and day only.',
  ),
  goodSiblings: quirk(['dropped', 'saved'], 'Whether good elements are saved when another fails under summarizeErrors=true. Unconfirmed.'),
  reusedKeyBody: quirk(
    ['exception', 'problem'],
    'The 400 for an Idempotency-Key used with another request: only the words are known, not the body.',
  ),
  pagePastEnd: quirk(['empty', 'notFound'], 'A page after the last one. Unconfirmed; an empty array is expected.'),
  ifModifiedSince: quirk(
    ['exclusive', 'inclusive'],
    'Whether a record changed at exactly that moment is returned. Unconfirmed; leaving it out catches clients that do not overlap.',
  ),
  voidedNumbers: quirk(
    ['taken', 'free'],
    'Whether the number of a voided or deleted invoice can be used again. Unconfirmed; purchase orders keep theirs taken.',
  ),
  creditNoteByNumber: quirk(['updates', 'refused'], 'POST of a credit note whose number exists. Unconfirmed; invoices are updated.'),
  contactNameCase: quirk(
    ['insensitive', 'sensitive'],
    'Whether "ABC Ltd" and "abc ltd" are one name for the uniqueness check. Unconfirmed on the wire.',
  ),
  contactNameSpaces: quirk(
    ['refused', 'tidied'],
    'Leading, trailing and doubled spaces in a contact name are not allowed; whether refused or tidied is not said.',
  ),
  contactNumberWords: quirk(['another', 'already'], 'Two wordings for a contact number in use have been seen.'),
  unarchive: quirk(
    ['refused', 'allowed'],
    'POST ContactStatus ACTIVE on an archived contact. Not recorded; every other write to one is refused.',
  ),
  invoiceByNumber: quirk(
    ['found', 'notFound'],
    'GET /Invoices/{number}. The invoices page shows the number in the path for POST; for GET unconfirmed.',
  ),
  reconciledPayments: quirk(['kept', 'deletable'], 'Deleting a reconciled payment. Unconfirmed.'),
  futurePayments: quirk(['refused', 'allowed'], 'A payment dated after today in the organisation. Unconfirmed.'),
  deletedPayments: quirk(
    ['listed', 'hidden'],
    'Whether GET /Payments returns deleted ones without a filter. Unconfirmed: a client must look at Status.',
  ),
  deletedDocuments: quirk(
    ['listed', 'hidden'],
    'Whether GET /Invoices and /CreditNotes return deleted ones without a filter. No page says that they are left out; a client must look at Status.',
  ),
  paymentEvents: quirk(['silent', 'told'], 'Whether a payment or allocation fires an INVOICE webhook. Unconfirmed.'),
  dueDateEdits: quirk(
    ['unmarked', 'marked'],
    'Some edits of DueDate and SentToContact do not move UpdatedDateUTC; which ones is not said.',
  ),
  voidedAmountDue: quirk(
    ['total', 'zero'],
    'AmountDue of a voided invoice: recorded as the total in the write answer, 0 in an example of a list.',
  ),
  billEdits: quirk(
    ['refused', 'as invoices'],
    'Edits of a part-paid bill: no in the older page, a list as for invoices since 19 March 2026.',
  ),
  overpaymentId: quirk(
    ['own', 'of the transaction'],
    'Whether OverpaymentID and PrepaymentID equal BankTransactionID. An example suggests it; nothing says it.',
  ),
  requestLimit: quirk(['10 MB', '3.5 MB'], 'Both figures stand on the same page of the documentation.'),
  attachmentLimit: quirk(['10 MB', '25 MB'], 'Both figures are documented.'),
} as const satisfies Record<string, Quirk>

export type QuirkName = keyof typeof QUIRKS

/** The answer in force for each quirk. */
export type Quirks = { [Name in QuirkName]: (typeof QUIRKS)[Name]['answers'][number] }

export function defaultQuirks(): Quirks {
  const answers = Object.entries(QUIRKS).map(([name, row]) => [name, row.answers[0]])
  return Object.fromEntries(answers) as Quirks // each name got one of its own answers
}

/** Changes answers in place; returns what is wrong, or nothing. */
export function changeQuirks(quirks: Quirks, wanted: Record<string, unknown>): string | undefined {
  for (const [name, answer] of Object.entries(wanted)) {
    const row: Quirk | undefined = (QUIRKS as Record<string, Quirk>)[name]
    if (!row) return `No quirk is called ${name}. There are: ${Object.keys(QUIRKS).join(', ')}`
    if (!row.answers.includes(String(answer))) return `${name} can be: ${row.answers.join(', ')}`
  }
  Object.assign(quirks, wanted)
  return undefined
}

interface Quirk {
  answers: readonly string[]
  source: string
}

function quirk<const Answers extends readonly string[]>(answers: Answers, source: string) {
  return { answers, source }
}
