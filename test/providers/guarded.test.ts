import { describe, expect, test } from 'vitest'
import { SyncError } from '../../domain/errors.ts'
import type { Provider, Session } from '../../providers/contract.ts'
import { guarded } from '../../providers/guarded.ts'
import { providers } from '../../providers/registry.ts'
import { testTools } from './xero/raw-server.ts'

/** A provider whose session breaks in the given way. */
function breaking(failure: unknown, explain: Provider['explain'] = () => undefined): Session {
  const fail = () => Promise.reject(failure)
  const session: Session = {
    readOrganisation: fail,
    readCodes: fail,
    readAutomations: fail,
    changes: fail,
    send: fail,
    find: fail,
    findAll: fail,
  }
  return guarded({ ...providers.xero, explain, open: () => session }).open('org', testTools('http://localhost:1'))
}

describe('a guarded provider', () => {
  test('throws what the provider explains, in our words, and keeps the cause', async () => {
    const cause = new Error('theirs')
    const session = breaking(cause, () => ({ code: 'PROVIDER_RATE_LIMITED', detail: 'minute', retryAfterSeconds: 26 }))
    const thrown = await session.readCodes().catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(SyncError)
    expect(thrown).toMatchObject({
      code: 'PROVIDER_RATE_LIMITED',
      detail: 'minute',
      retryAfterSeconds: 26,
      cause,
      values: { provider: 'Xero', doing: 'readCodes' },
    })
  })

  test('calls what nobody knows a bug of ours', async () => {
    await expect(breaking(new TypeError('oops')).changes('contacts', undefined)).rejects.toMatchObject({
      code: 'INTERNAL',
      detail: 'TypeError: oops',
    })
  })

  test('passes our own words on unchanged', async () => {
    const own = new SyncError('CONNECTION_LOST')
    await expect(breaking(own).readOrganisation()).rejects.toBe(own)
  })

  test('never throws from a send: a bug in it leaves the outcome unknown', async () => {
    const answer = await breaking(new TypeError('oops')).send('receipt', { method: 'PUT', path: '/', body: '{}' }, 'k')
    expect(answer).toEqual({ outcome: 'unknown', detail: 'TypeError: oops' })
  })
})
