import { z } from 'zod'
import type { Operation } from '../../domain/entities.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import type { Values } from '../../domain/plan.ts'
import type { Explanation } from '../contract.ts'
import { SentTooLate, XeroRefusal, XeroSilence, XeroUnreadable } from './failure.ts'
import type { Reply } from './reply.ts'
import { refusalReply } from './wire.ts'

/*
 * Xero's words in ours. It gives no codes for what it refuses, so messages are matched by their beginning. `source` says where each was seen;
 * tags are those of reference xero.md 0. Order counts: of several messages the row that stands first decides.
 */

interface ValidationRow {
  says: RegExp
  code: ErrorCode
  /** "Already used": evidence of an earlier arrival of the same create, so it is looked up (exactly-once rule 11). */
  lookUpFor?: Operation
  source: string
}

/** Refusals of one record, as Xero words them. Named groups become the values of the problem. */
export const validationRows: readonly ValidationRow[] = [
  { says: /^Invoice # must be unique/, code: 'NUMBER_ALREADY_USED', lookUpFor: 'createInvoice', source: 'OAS' },
  {
    says: /^Credit Note # must be unique/i,
    code: 'NUMBER_ALREADY_USED',
    lookUpFor: 'createCredit',
    source: 'by analogy with invoices: UNCONFIRMED',
  },
  { says: /^Another contact has this contact number/, code: 'CONTACT_NUMBER_TAKEN', lookUpFor: 'createCustomer', source: 'id 40757744275' },
  {
    says: /^The contact number .* is already assigned/,
    code: 'CONTACT_NUMBER_TAKEN',
    lookUpFor: 'createCustomer',
    source: 'id 71280327298',
  },
  {
    says: /^The contact name (?<customer>.*?) is already assigned/,
    code: 'CONTACT_NAME_TAKEN',
    lookUpFor: 'createCustomer',
    source: 'REC; OAS',
  },
  { says: /^The specified contact details matched an archived contact/, code: 'CONTACT_ARCHIVED', source: 'REC' },
  { says: /^The contact with the specified contact details has been archived/, code: 'CONTACT_ARCHIVED', source: 'id 51991999380' },
  { says: /^The status '?ARCHIVED'? is not valid for contacts/i, code: 'CONTACT_ARCHIVED', source: 'help page of Gas Engineer Software' },
  { says: /^Unable to assign an Archived contact/, code: 'CONTACT_GROUP_ARCHIVED', source: 'calcinai/xero-php #525' },
  { says: /^The Contact must contain at least 1 of the following elements/, code: 'CONTACT_NOT_IDENTIFIED', source: 'OAS' },
  { says: /^A Contact must be specified/, code: 'CONTACT_MISSING', source: 'pyxero tests/mock_data.py' },
  { says: /^Email address must be valid/, code: 'EMAIL_INVALID', source: 'D-HTTP' },
  { says: /^Website must be valid/, code: 'WEBSITE_INVALID', source: 'id 51991999380' },
  {
    says: /^This document cannot be edited as it has a payment or credit note/,
    code: 'INVOICE_PAID_OR_CREDITED',
    source: 'id 63113380104',
  },
  {
    says: /^The status .* cannot be applied to the invoice because it has payments/,
    code: 'STATUS_BLOCKED_BY_PAYMENTS',
    source: 'id 63113380104',
  },
  { says: /^(Invoice|Credit ?[Nn]ote) not of valid status for modification/, code: 'INVOICE_NOT_MODIFIABLE', source: 'REC' },
  {
    says: /^(Invoice|Credit ?[Nn]ote) not of valid status for creation/,
    code: 'STATUS_NOT_FOR_CREATION',
    source: 'pyxero tests/mock_data.py',
  },
  { says: /^One or more line items must be specified/, code: 'LINES_MISSING', source: 'pyxero tests/mock_data.py' },
  { says: /^Account code '(?<account>[^']*)' has been archived, or has been deleted/, code: 'ACCOUNT_ARCHIVED', source: 'id 2438751479' },
  { says: /^Account code '(?<account>[^']*)' has been removed/, code: 'ACCOUNT_REMOVED', source: 'OAS; XeroAPI/Xero-Java #370' },
  { says: /^Account code '(?<account>[^']*)' is not a valid code/, code: 'ACCOUNT_NOT_VALID', source: 'id 2438751479' },
  { says: /^Account code must be specified/, code: 'ACCOUNT_REQUIRED', source: 'calcinai/xero-php #230' },
  {
    says: /^The TaxType code '(?<taxCode>[^']*)' cannot be used with account code '(?<account>[^']*)'/,
    code: 'TAX_CODE_NOT_FOR_ACCOUNT',
    source: 'D-TAX',
  },
  {
    says: /^(The current )?[Oo]rganisation is not subscribed to currency '?(?<currency>[A-Z]{3})/,
    code: 'CURRENCY_NOT_SUBSCRIBED',
    source: 'ids 65917934416, 5091160781',
  },
  {
    says: /^The document date cannot be before the (end of year|period) lock date(, currently set at (?<lockedUntil>.*?)\.?$)?/,
    code: 'LOCKED_PERIOD',
    source: 'id 51991999380',
  },
  { says: /^(?=.*\block date\b)/, code: 'LOCKED_PERIOD', source: 'the wording for payments is UNCONFIRMED' },
  { says: /^Payments can only be made against Authorised documents/, code: 'PAYMENT_NEEDS_APPROVED_DOCUMENT', source: 'id 54516582747' },
  { says: /^Payment amount exceeds the amount outstanding/, code: 'PAYMENT_EXCEEDS_OPEN', source: 'OAS; id 54516582747' },
  { says: /^Account could not be found/, code: 'PAYMENT_ACCOUNT_NOT_FOUND', source: 'id 40757744275' },
  { says: /^(?=.*\breconciled\b)/i, code: 'PAYMENT_RECONCILED', source: 'deleting a reconciled payment is UNCONFIRMED' },
  {
    says: /^(?=.*\bbatch payment\b)/i,
    code: 'PAYMENT_IN_BATCH',
    source: 'D-PAY: not for payments made by batch payments; wording UNCONFIRMED',
  },
  {
    says: /^(?=.*(allocation|amount).*(exceeds|greater than|more than))/i,
    code: 'ALLOCATION_EXCEEDS_OPEN',
    source: 'over-allocation texts are UNCONFIRMED',
  },
  { says: /^You have reached the limit of invoices you can approve/, code: 'PLAN_INVOICE_LIMIT', source: 'ids 51991999380, 1058138579' },
  { says: /^An existing Credit Note with the specified CreditNoteID could not be found/, code: 'RECORD_NOT_IN_BOOKS', source: 'OAS' },
  { says: /^The document with the supplied id was not found/, code: 'RECORD_NOT_IN_BOOKS', source: 'OAS (history)' },
  { says: /^Please enter a unique Name/, code: 'ACCOUNT_NAME_TAKEN', source: 'OAS' },
  { says: /^Cannot update account details and STATUS/, code: 'ACCOUNT_CHANGE_REFUSED', source: 'waynerobinson/xeroizer #324' },
  {
    says: /^Account Code is too long\. Maximum of (?<limit>\d+) characters/,
    code: 'ACCOUNT_CODE_TOO_LONG',
    source: 'XeroAPI/Xero-Net #285',
  },
]

interface PlatformRow {
  status: number
  /** How the body's detail or text begins; absent: any. */
  says?: RegExp
  code: ErrorCode
  source: string
}

/** Refusals of a whole call, by status and, where the status is not enough, by what stands in the body. The first row that fits decides. */
export const platformRows: readonly PlatformRow[] = [
  { status: 401, says: /^TokenExpired/, code: 'TOKEN_EXPIRED', source: 'pyxero tests; XeroAPI/xero-node #435' },
  { status: 401, says: /^AuthorizationUnsuccessful/, code: 'NEEDS_PERMISSION', source: 'ids 61920444151, 60962975100' },
  { status: 401, code: 'CONNECTION_LOST', source: 'D-HTTP' },
  { status: 403, says: /^AuthenticationUnsuccessful/, code: 'ORGANISATION_DISCONNECTED', source: 'dcblogdev/laravel-xero #40' },
  { status: 403, says: /^Not Permitted/i, code: 'USER_NOT_PERMITTED', source: 'D-HTTP' },
  { status: 403, says: /scope/i, code: 'NEEDS_PERMISSION', source: 'SKILL speaks of 403 for insufficient scope' },
  { status: 403, code: 'ORGANISATION_DISCONNECTED', source: 'D-HTTP' },
  { status: 404, code: 'RECORD_NOT_IN_BOOKS', source: 'REC invoice_not_found: text/html' },
  { status: 429, says: /^day/, code: 'PROVIDER_DAY_LIMIT', source: 'X-Rate-Limit-Problem; the spelling `day` is UNCONFIRMED' },
  { status: 429, code: 'PROVIDER_RATE_LIMITED', source: 'REC rate_limit_minute: empty body' },
  { status: 501, code: 'PROVIDER_NOT_IMPLEMENTED', source: 'pyxero tests/mock_data.py' },
  { status: 503, says: /^The Organisation is offline/, code: 'ORGANISATION_OFFLINE', source: 'D-HTTP' },
]

/** What a failure of a call to Xero means; undefined for anything that is not Xero's. */
export function explain(failure: unknown): Explanation | undefined {
  if (failure instanceof XeroRefusal) return explainReply(failure.reply)
  if (failure instanceof XeroSilence || failure instanceof SentTooLate) return { code: 'PROVIDER_DOWN', detail: failure.message }
  if (failure instanceof XeroUnreadable) return { code: 'PROVIDER_ANSWER_UNREADABLE', detail: failure.message }
  if (failure instanceof z.ZodError) return { code: 'PROVIDER_ANSWER_UNREADABLE', detail: z.prettifyError(failure) }
  return undefined
}

/** What a complete answer other than success means. */
export function explainReply(reply: Reply): Explanation {
  const refusal = readRefusal(reply.text)
  const retryAfter = reply.header('retry-after')
  const wait = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}
  const said = reply.status === 429 ? (reply.header('x-rate-limit-problem') ?? '') : refusal.said
  const platform = platformRows.find((row) => row.status === reply.status && (row.says?.test(said) ?? true))
  const detail = refusal.said === '' ? `HTTP ${reply.status}` : refusal.said
  if (platform !== undefined) return { code: platform.code, detail, ...wait }
  if (reply.status >= 500) return { code: 'PROVIDER_DOWN', detail, ...wait }
  if (refusal.messages.length > 0) return { ...explainMessages(refusal.messages), ...wait }
  return { code: reply.status === 400 ? 'PROVIDER_REQUEST_INVALID' : 'PROVIDER_REFUSED', detail, ...wait }
}

/** What the messages on one record mean. Unknown words keep Xero's own: they are shown as they are, and counted. */
export function explainMessages(messages: string[], operation?: Operation): Explanation & { lookUp: boolean } {
  const detail = messages.join(' · ')
  for (const row of validationRows) {
    for (const message of messages) {
      const match = row.says.exec(message)
      if (match === null) continue
      return { code: row.code, detail, values: valuesOf(match), lookUp: operation !== undefined && row.lookUpFor === operation }
    }
  }
  return { code: 'PROVIDER_REFUSED', detail, values: { detail }, lookUp: false }
}

/** The body of a refusal in one shape: its own words, and the messages on records. HTML and blank bodies have neither. */
export function readRefusal(text: string): { said: string; messages: string[] } {
  const parsed = jsonOrText(text)
  if (typeof parsed === 'string') return { said: /^\s*</.test(parsed) ? '' : parsed.trim().slice(0, 500), messages: [] }
  const { detail, message, title, elements, errornumber } = parsed
  const messages = elements.flatMap((element) => element.ValidationErrors.map((error) => error.Message)).filter((entry) => entry !== '')
  // Some refusals of one record (payments, allocations) come without elements, the words in Message alone.
  const plain = errornumber === 10 && messages.length === 0 && message !== undefined ? [message] : messages
  return { said: detail ?? message ?? title ?? '', messages: plain }
}

function jsonOrText(text: string): z.infer<typeof refusalReply> | string {
  try {
    const parsed: unknown = JSON.parse(text)
    if (parsed === null || typeof parsed !== 'object') return text
    const lowered = Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]))
    return refusalReply.parse(lowered)
  } catch {
    return text
  }
}

const valuesOf = (match: RegExpExecArray): Values =>
  Object.fromEntries(Object.entries(match.groups ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined))
