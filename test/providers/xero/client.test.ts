import { afterEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../domain/entities.ts'
import type { Json } from '../../../domain/plan.ts'
import { xero } from '../../../providers/xero/index.ts'
import { type Answer, startRawServer, testTools } from './raw-server.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function sessionAt(answer: Answer) {
  const server = await startRawServer(answer)
  closing.push(() => server.close())
  const tools = testTools(server.url)
  return { server, tools, session: xero.open('org-1', tools) }
}

const bodies: Record<Operation, Json[]> = {
  createCustomer: [{ Name: 'Café “Zoë” & Sons\nLtd', ContactNumber: 'c1', Unknown: { kept: true } }],
  updateCustomer: [{ ContactID: 'c', Name: 'A' }],
  archiveCustomer: [{ ContactID: 'c', ContactStatus: 'ARCHIVED' }],
  createInvoice: [{ InvoiceNumber: 'I1', LineItems: [{ UnitAmount: 0.1, Quantity: 3 }] }, { InvoiceNumber: 'I2' }],
  updateInvoice: [{ InvoiceID: 'i' }],
  voidInvoice: [{ InvoiceID: 'i', Status: 'VOIDED' }],
  deleteDraft: [{ CreditNoteID: 'i', Status: 'DELETED' }],
  createCredit: [{ CreditNoteNumber: 'C1' }],
  receipt: [{ Amount: 12.34 }],
  onAccount: [{ Type: 'RECEIVE-OVERPAYMENT' }],
  allocateCredit: [{ holder: 'cn-1', Amount: 1 }],
  allocateOnAccount: [{ holder: 'prepayment:pp-1', Amount: 1 }],
  unallocate: [{ allocation: 'Overpayments/op-1/Allocations/a-1' }],
  refund: [{ Overpayment: { OverpaymentID: 'op-1' }, Amount: 1 }],
  reverseReceipt: [{ bookId: 'batch:b-1' }],
}

describe('what leaves for Xero', () => {
  for (const [name, body] of Object.entries(bodies)) {
    // The keys of `bodies` are all operations.
    const operation = name as Operation
    test(`${operation}: the stored text goes out byte for byte, to the stored path, with the key`, async () => {
      const { server, session } = await sessionAt((_request, response) => response.end('{}'))
      const request = xero.request(operation, body)
      await session.send(operation, request, 'key-1')
      const [sent, ...more] = server.requests
      expect(more).toEqual([])
      expect(sent).toMatchObject({ method: request.method, url: `/api.xro/2.0${request.path}`, body: request.body })
      expect(sent?.headers['xero-tenant-id']).toBe('org-1')
      expect(sent?.headers.authorization).toBe('Bearer secret-token')
      if (operation !== 'unallocate') expect(sent?.headers['idempotency-key']).toBe('key-1')
    })
  }

  test('a stored request that the SDK would send differently is not sent', async () => {
    const { server, session } = await sessionAt((_request, response) => response.end('{}'))
    const answer = await session.send('createInvoice', { method: 'PUT', path: '/Invoices?summarizeErrors=true', body: '{}' }, 'k')
    expect(answer).toMatchObject({ outcome: 'refused', code: 'INTERNAL' })
    expect(server.requests).toEqual([])
  })

  test('a request that is too late to start is not sent and not taken', async () => {
    const { server, session } = await sessionAt((_request, response) => response.end('{}'))
    const answer = await session.send('createCustomer', xero.request('createCustomer', bodies.createCustomer), 'k', performance.now() - 1)
    expect(answer.outcome).toBe('notTaken')
    expect(server.requests).toEqual([])
  })

  test('a send takes no turn of its own, a read takes one for each call', async () => {
    const { session, tools } = await sessionAt((request, response) =>
      response.setHeader('content-type', 'application/json').end(request.url.includes('TaxRates') ? '{"TaxRates":[]}' : '{"Accounts":[]}'),
    )
    await session.send('createCustomer', xero.request('createCustomer', bodies.createCustomer), 'k')
    expect(tools.turns).toBe(0)
    await session.readCodes()
    expect(tools.turns).toBe(2)
  })
})

const invoices = xero.request('createInvoice', [{ InvoiceNumber: 'I1' }, { InvoiceNumber: 'I2' }])
const answers: [string, Answer, object][] = [
  [
    '401 is not taken',
    (_r, response) => response.writeHead(401).end('{"Title":"Unauthorized","Detail":"TokenExpired: token expired"}'),
    { outcome: 'notTaken', code: 'TOKEN_EXPIRED' },
  ],
  [
    '403 is not taken',
    (_r, response) => response.writeHead(403).end('{"title":"Forbidden","detail":"AuthenticationUnsuccessful"}'),
    { outcome: 'notTaken', code: 'ORGANISATION_DISCONNECTED' },
  ],
  [
    '429 is not taken, and says when to come back',
    (_r, response) => response.writeHead(429, { 'retry-after': '26', 'x-rate-limit-problem': 'minute' }).end(),
    { outcome: 'notTaken', code: 'PROVIDER_RATE_LIMITED', retryAfterSeconds: 26 },
  ],
  ['500 is unknown', (_r, response) => response.writeHead(500).end('oops'), { outcome: 'unknown' }],
  [
    '503 is unknown',
    (_r, response) => response.writeHead(503).end('The Organisation is offline'),
    { outcome: 'unknown', detail: 'The Organisation is offline' },
  ],
  ['a dropped connection is unknown', (_r, response) => void response.destroy(), { outcome: 'unknown' }],
  [
    'an answer cut half-way is unknown though its status was 200',
    (_r, response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"Invoices":[')
      setTimeout(() => response.destroy(), 20)
    },
    { outcome: 'unknown' },
  ],
  ['an answer that is not JSON is unknown', (_r, response) => response.end('<html>'), { outcome: 'unknown' }],
  [
    'an answer for fewer records than were sent is unknown',
    (_r, response) => response.end('{"Invoices":[{"InvoiceID":"a"}]}'),
    { outcome: 'unknown' },
  ],
  [
    'a redirect is not followed and unknown',
    (_r, response) => response.writeHead(307, { location: 'http://localhost:1/' }).end(),
    { outcome: 'unknown' },
  ],
  [
    '404 for a whole request is refused',
    (_r, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not found</html>'),
    { outcome: 'refused', code: 'RECORD_NOT_IN_BOOKS' },
  ],
  [
    'a key used for another request is looked up, every item',
    (_r, response) => response.writeHead(400).end('{"Message":"Idempotency Key k is used with a different request"}'),
    { outcome: 'answered', items: [{ kind: 'lookUp' }, { kind: 'lookUp' }] },
  ],
  [
    'a request that Xero cannot read is refused as our mistake',
    (_r, response) => response.writeHead(400).end('{"ErrorNumber":14,"Type":"PostDataInvalidException","Message":"JSON"}'),
    { outcome: 'refused', code: 'PROVIDER_REQUEST_INVALID' },
  ],
]

describe('what comes back from Xero', () => {
  for (const [title, answer, expected] of answers) {
    test(title, async () => {
      const { session } = await sessionAt(answer)
      expect(await session.send('createInvoice', invoices, 'k')).toMatchObject(expected)
    })
  }

  test('each record has its own answer, in order, with warnings and a look-up where the number is used', async () => {
    const reply = {
      Invoices: [
        {
          InvoiceID: 'a',
          InvoiceNumber: 'I1',
          StatusAttributeString: 'WARNING',
          CurrencyCode: 'GBP',
          SubTotal: 10.1,
          TotalTax: 2.02,
          Total: 12.12,
          AmountDue: 12.12,
          Warnings: [{ Message: 'odd' }],
          LineItems: [{ LineItemID: 'l', LineAmount: 10.1, TaxAmount: 2.02, TaxType: 'OUTPUT2' }],
        },
        {
          InvoiceID: '00000000-0000-0000-0000-000000000000',
          StatusAttributeString: 'ERROR',
          HasErrors: true,
          ValidationErrors: [{ Message: 'Invoice # must be unique.' }],
        },
      ],
    }
    const { session, tools } = await sessionAt((_request, response) =>
      response
        .setHeader('X-MinLimit-Remaining', '57')
        .setHeader('X-DayLimit-Remaining', '4990')
        .setHeader('xero-correlation-id', 'corr')
        .end(JSON.stringify(reply)),
    )
    expect(await session.send('createInvoice', invoices, 'k')).toEqual({
      outcome: 'answered',
      correlationId: 'corr',
      text: JSON.stringify(reply),
      items: [
        {
          kind: 'taken',
          bookId: 'a',
          bookNumber: 'I1',
          amounts: { net: 1010, tax: 202, gross: 1212, amountDue: 1212, taxes: [{ bookTaxCode: 'OUTPUT2', net: 1010, tax: 202 }] },
          bookLineIds: ['l'],
          warnings: ['odd'],
        },
        { kind: 'lookUp', detail: 'Invoice # must be unique.' },
      ],
    })
    expect(tools.heardLimits).toEqual([{ minuteLeft: 57, dayLeft: 4990 }])
  })

  test('no token reaches the log or a failure', async () => {
    const { session, tools } = await sessionAt((_request, response) => void response.destroy())
    const answer = await session.send('createInvoice', invoices, 'k')
    const failure = await session.readCodes().catch((error: unknown) => error)
    expect(JSON.stringify([answer, tools.logged, String(failure), failure])).not.toContain('secret-token')
  })
})
