import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { webhook } from '../../../providers/xero/webhook.ts'

const key = 'webhook-key'
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const sign = (body: Uint8Array, by = key) => createHmac('sha256', by).update(body).digest('base64')
const event = (eventCategory: string) => ({
  resourceUrl: 'https://api.xero.com/api.xro/2.0/Invoices/r1',
  resourceId: 'r1',
  eventDateUtc: '2026-11-01T10:00:00.123',
  eventType: 'UPDATE',
  eventCategory,
  tenantId: 'org-1',
  tenantType: 'ORGANISATION',
})

describe('messages from Xero', () => {
  const body = bytes({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: 'x' })

  test('only what was signed with our key over these very bytes is genuine', () => {
    expect(webhook.isGenuine(body, sign(body), key)).toBe(true)
    expect(webhook.isGenuine(body, sign(body, 'other'), key)).toBe(false)
    expect(webhook.isGenuine(Buffer.concat([body, Buffer.from(' ')]), sign(body), key)).toBe(false)
    for (const signature of [undefined, '', 'short']) expect(webhook.isGenuine(body, signature, key)).toBe(false)
    expect(webhook.isGenuine(body, sign(body, ''), '')).toBe(false)
  })

  test('the check that Xero makes when a webhook is set up has no events', () => {
    expect(webhook.events(body)).toEqual([])
  })

  test.each([
    ['CONTACT', 'contacts', 'r1'],
    ['INVOICE', 'invoices', 'r1'],
    ['CREDITNOTE', 'credits', 'r1'],
    ['OVERPAYMENT', 'onAccount', 'r1'],
    ['PREPAYMENT', 'onAccount', 'prepayment:r1'],
  ])('%s is news for %s', (category, mirrorKind, bookId) => {
    expect(webhook.events(bytes({ events: [event(category)] }))).toEqual([
      { organisationId: 'org-1', mirrorKind, bookId, occurredAt: '2026-11-01T10:00:00.123Z' },
    ])
  })

  test('a category that we do not keep belongs to no kind', () => {
    expect(webhook.events(bytes({ events: [event('SUBSCRIPTION')] }))[0]).not.toHaveProperty('mirrorKind')
  })

  test('what is no message of Xero’s is not read', () => {
    expect(() => webhook.events(Buffer.from('nonsense'))).toThrow(expect.objectContaining({ code: 'PROVIDER_ANSWER_UNREADABLE' }))
    expect(() => webhook.events(bytes({}))).toThrow(expect.objectContaining({ code: 'PROVIDER_ANSWER_UNREADABLE' }))
  })
})
