import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../domain/errors.ts'
import type { Reply } from '../../../providers/xero/reply.ts'
import { explain, explainMessages, explainReply, validationRows } from '../../../providers/xero/errors.ts'
import { XeroRefusal, XeroSilence, XeroUnreadable } from '../../../providers/xero/failure.ts'

const reply = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  text,
  header: (name) => headers[name],
})

const said: [string, ErrorCode, Record<string, string>?][] = [
  [
    'The contact name Buzz Lightyear is already assigned to another contact. The contact name must be unique across all active contacts.',
    'CONTACT_NAME_TAKEN',
    { customer: 'Buzz Lightyear' },
  ],
  ['Another contact has this contact number. Please enter a different contact number.', 'CONTACT_NUMBER_TAKEN'],
  [
    'The contact number C1 is already assigned to another contact. The contact number must be unique across all contacts.',
    'CONTACT_NUMBER_TAKEN',
  ],
  [
    'The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the API.',
    'CONTACT_ARCHIVED',
  ],
  [
    'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes',
    'CONTACT_ARCHIVED',
  ],
  ["The status 'ARCHIVED' is not valid for contacts", 'CONTACT_ARCHIVED'],
  ['Unable to assign an Archived contact.', 'CONTACT_GROUP_ARCHIVED'],
  [
    'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
    'CONTACT_NOT_IDENTIFIED',
  ],
  ['A Contact must be specified for this type of transaction', 'CONTACT_MISSING'],
  ['Email address must be valid', 'EMAIL_INVALID'],
  ['Website must be valid', 'WEBSITE_INVALID'],
  ['Invoice # must be unique.', 'NUMBER_ALREADY_USED'],
  ['Invoice not of valid status for modification', 'INVOICE_NOT_MODIFIABLE'],
  ['Invoice not of valid status for creation', 'STATUS_NOT_FOR_CREATION'],
  ['One or more line items must be specified', 'LINES_MISSING'],
  ['This document cannot be edited as it has a payment or credit note allocated to it.', 'INVOICE_PAID_OR_CREDITED'],
  [
    'The status DRAFT cannot be applied to the invoice because it has payments or credit notes allocated to it.',
    'STATUS_BLOCKED_BY_PAYMENTS',
  ],
  ["Account code '123' is not a valid code for this document.", 'ACCOUNT_NOT_VALID', { account: '123' }],
  [
    "Account code '123' has been archived, or has been deleted. Each line item must reference a valid account.",
    'ACCOUNT_ARCHIVED',
    { account: '123' },
  ],
  ["Account code '123' has been removed as it does not match a recognised account.", 'ACCOUNT_REMOVED', { account: '123' }],
  ['Account code must be specified', 'ACCOUNT_REQUIRED'],
  [
    "The TaxType code 'OUTPUT2' cannot be used with account code '091'.",
    'TAX_CODE_NOT_FOR_ACCOUNT',
    { taxCode: 'OUTPUT2', account: '091' },
  ],
  ['Organisation is not subscribed to currency EUR', 'CURRENCY_NOT_SUBSCRIBED', { currency: 'EUR' }],
  ["The current organisation is not subscribed to currency 'EUR'.", 'CURRENCY_NOT_SUBSCRIBED', { currency: 'EUR' }],
  [
    'The document date cannot be before the end of year lock date, currently set at 31 March 2026',
    'LOCKED_PERIOD',
    { lockedUntil: '31 March 2026' },
  ],
  [
    'The document date cannot be before the period lock date, currently set at 31 March 2026',
    'LOCKED_PERIOD',
    { lockedUntil: '31 March 2026' },
  ],
  ['Payments can only be made against Authorised documents', 'PAYMENT_NEEDS_APPROVED_DOCUMENT'],
  ['Payment amount exceeds the amount outstanding on this document', 'PAYMENT_EXCEEDS_OPEN'],
  ['Account could not be found', 'PAYMENT_ACCOUNT_NOT_FOUND'],
  ['You have reached the limit of invoices you can approve', 'PLAN_INVOICE_LIMIT'],
  ['You have reached the limit of invoices you can approve with your Xero account.', 'PLAN_INVOICE_LIMIT'],
  ['An existing Credit Note with the specified CreditNoteID could not be found', 'RECORD_NOT_IN_BOOKS'],
  ['The document with the supplied id was not found for this endpoint.', 'RECORD_NOT_IN_BOOKS'],
  ['Please enter a unique Name.', 'ACCOUNT_NAME_TAKEN'],
  ['Cannot update account details and STATUS on the same request', 'ACCOUNT_CHANGE_REFUSED'],
  ['Account Code is too long. Maximum of 10 characters allowed', 'ACCOUNT_CODE_TOO_LONG', { limit: '10' }],
]

describe('every message that Xero is known to give has its own code', () => {
  test.each(said)('%s', (message, code, values = {}) => {
    expect(explainMessages([message])).toMatchObject({ code, detail: message, values })
  })

  test('words that nobody has seen keep the words, as PROVIDER_REFUSED', () => {
    expect(explainMessages(['Something new'])).toMatchObject({
      code: 'PROVIDER_REFUSED',
      detail: 'Something new',
      values: { detail: 'Something new' },
    })
  })

  test('of several messages the more telling one decides, and all are kept', () => {
    const messages = [
      'Invoice not of valid status for modification',
      'This document cannot be edited as it has a payment or credit note allocated to it.',
    ]
    expect(explainMessages(messages)).toMatchObject({ code: 'INVOICE_PAID_OR_CREDITED', detail: messages.join(' · ') })
  })

  test('a number that is used is evidence of an earlier arrival for the create that sent it, and a refusal for an update', () => {
    expect(explainMessages(['Invoice # must be unique.'], 'createInvoice').lookUp).toBe(true)
    expect(explainMessages(['Invoice # must be unique.'], 'updateInvoice').lookUp).toBe(false)
    expect(explainMessages(['Another contact has this contact number. Please…'], 'createCustomer').lookUp).toBe(true)
    expect(explainMessages(['The contact name A is already assigned to another contact.'], 'createCustomer').lookUp).toBe(true)
  })

  test('every row says where its words were seen', () => {
    expect(validationRows.filter((row) => row.source === '')).toEqual([])
  })
})

const problem = (title: string, detail: string) =>
  JSON.stringify({ Type: null, Title: title, Status: 401, Detail: detail, Instance: 'x', Extensions: {} })
const platform: [string, Reply, ErrorCode][] = [
  ['expired access token', reply(401, problem('Unauthorized', 'TokenExpired: token expired at 09/24/2021 08:23:47')), 'TOKEN_EXPIRED'],
  ['scope missing, as 401', reply(401, problem('Unauthorized', 'AuthorizationUnsuccessful')), 'NEEDS_PERMISSION'],
  ['scope missing, as 403', reply(403, '{"Detail":"insufficient scope"}'), 'NEEDS_PERMISSION'],
  ['wrong tenant', reply(403, problem('Forbidden', 'AuthenticationUnsuccessful')), 'ORGANISATION_DISCONNECTED'],
  [
    'wrong tenant, names in lower case',
    reply(403, '{"type":null,"title":"Forbidden","status":403,"detail":"AuthenticationUnsuccessful"}'),
    'ORGANISATION_DISCONNECTED',
  ],
  ['a user without rights', reply(403, 'Not Permitted'), 'USER_NOT_PERMITTED'],
  ['anything else unauthorised', reply(401, ''), 'CONNECTION_LOST'],
  ['the minute is used up', reply(429, '', { 'x-rate-limit-problem': 'minute', 'retry-after': '26' }), 'PROVIDER_RATE_LIMITED'],
  ['the day is used up', reply(429, '', { 'x-rate-limit-problem': 'day' }), 'PROVIDER_DAY_LIMIT'],
  [
    'not implemented',
    reply(501, '{"ErrorNumber":20,"Type":"ApiMethodNotImplementedException","Message":"The Api Method called is not implemented"}'),
    'PROVIDER_NOT_IMPLEMENTED',
  ],
  ['maintenance', reply(503, 'The Xero API is currently offline for maintenance'), 'PROVIDER_DOWN'],
  ['unavailable', reply(503, 'The Xero API is temporarily unavailable'), 'PROVIDER_DOWN'],
  ['one organisation down', reply(503, 'The Organisation is offline'), 'ORGANISATION_OFFLINE'],
  ['gateway time-out', reply(504, ''), 'PROVIDER_DOWN'],
  ['unknown id: HTML', reply(404, '<html><body>The resource you’re looking for cannot be found</body></html>'), 'RECORD_NOT_IN_BOOKS'],
  [
    'bad JSON',
    reply(400, '{"ErrorNumber":14,"Type":"PostDataInvalidException","Message":"JSON for post data was invalid"}'),
    'PROVIDER_REQUEST_INVALID',
  ],
  ['bad filter', reply(400, '{"ErrorNumber":16,"Type":"QueryParseException","Message":"No property"}'), 'PROVIDER_REQUEST_INVALID'],
  [
    'validation with elements',
    reply(
      400,
      '{"ErrorNumber":10,"Type":"ValidationException","Message":"A validation exception occurred","Elements":[{"ValidationErrors":[{"Message":"Email address must be valid"}]}]}',
    ),
    'EMAIL_INVALID',
  ],
  [
    'validation without elements',
    reply(
      400,
      '{"ErrorNumber":10,"Type":"ValidationException","Message":"Payment amount exceeds the amount outstanding on this document","Elements":[]}',
    ),
    'PAYMENT_EXCEEDS_OPEN',
  ],
]

describe('every refusal of a whole call has its own code', () => {
  test.each(platform)('%s', (_case, answer, code) => {
    expect(explainReply(answer).code).toBe(code)
    expect(explain(new XeroRefusal(answer))?.code).toBe(code)
  })

  test('the time to wait is passed on', () => {
    expect(explainReply(reply(429, '', { 'retry-after': '26' })).retryAfterSeconds).toBe(26)
  })

  test('silence is Xero being down, an unreadable answer is told apart, and what is not of Xero is not explained', () => {
    expect(explain(new XeroSilence('socket hang up'))).toEqual({ code: 'PROVIDER_DOWN', detail: 'socket hang up' })
    expect(explain(new XeroUnreadable('not JSON'))?.code).toBe('PROVIDER_ANSWER_UNREADABLE')
    expect(explain(new TypeError('bug'))).toBeUndefined()
  })
})
