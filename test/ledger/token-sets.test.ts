import { randomBytes } from 'node:crypto'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { SyncError } from '../../domain/errors.ts'
import { attachConsent } from '../../ledger/choose-organisation.ts'
import { createConnection, readConnection } from '../../ledger/connections.ts'
import { openLedger } from '../../ledger/database.ts'
import { withFreshToken } from '../../ledger/fresh-token.ts'
import { expiringTokenSets, idleTokenSets, saveTokenSet, type Tokens } from '../../ledger/token-sets.ts'
import { openVault } from '../../ledger/vault.ts'
import { freshLedger } from './fresh-ledger.ts'

const fresh = freshLedger()
const SECRET_KEY = `k1:${randomBytes(32).toString('base64')}`
const vault = openVault(SECRET_KEY)
const in30Minutes = () => new Date(Date.now() + 30 * 60_000).toISOString()
const in60Days = () => new Date(Date.now() + 60 * 86_400_000).toISOString()
const aMinuteLeft = () => new Date(Date.now() + 60_000).toISOString()

const tokens = (fields: Partial<Tokens> = {}): Tokens => ({
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  expiresAt: in30Minutes(),
  refreshExpiresAt: in60Days(),
  scopes: ['accounting.transactions', 'offline_access'],
  providerUserId: 'user-1',
  ...fields,
})

/** A set of a new company with a connection that uses it. */
async function newSet(fields: Partial<Tokens> = {}) {
  const companyId = await fresh.newCompany()
  return fresh.as(companyId, async (scope) => {
    const tokenSetId = await saveTokenSet(scope, vault, { provider: 'xero', clientId: 'app', scopeVersion: 1, tokens: tokens(fields) })
    const connectionId = await createConnection(scope, 'xero')
    await attachConsent(scope, connectionId, { tokenSetId, choices: [{ organisationId: companyId, name: 'One' }] })
    return { companyId, tokenSetId, connectionId }
  })
}

const never = () => Promise.reject(new Error('must not be asked'))

test('a token that is good for two more minutes is given without asking the provider', async () => {
  expect(await withFreshToken(fresh.ledger, vault, await newSet(), never)).toBe('access-1')
})

test('a token about to end is renewed once, kept before it is given, and nothing readable is stored', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const asked: string[] = []
  const refresh = async (old: Tokens) => {
    asked.push(old.refreshToken)
    return tokens({ accessToken: 'access-2', refreshToken: 'refresh-2' })
  }
  expect(await withFreshToken(fresh.ledger, vault, set, refresh)).toBe('access-2')
  expect(await withFreshToken(fresh.ledger, vault, set, never)).toBe('access-2')
  expect(asked).toEqual(['refresh-1'])
  const rows = await fresh.as(set.companyId, (scope) => scope.db.selectFrom('token_sets').selectAll().execute())
  expect(JSON.stringify(rows)).not.toMatch(/access-\d|refresh-\d/)
})

test('a token that the provider refused is renewed although it looked good, and once for all who had it', async () => {
  const set = await newSet()
  let count = 0
  const refresh = async () => tokens({ accessToken: `access-${++count + 1}`, refreshToken: 'refresh-2' })
  const given = await Promise.all([1, 2, 3].map(() => withFreshToken(fresh.ledger, vault, { ...set, refused: 'access-1' }, refresh)))
  expect(given).toEqual(['access-2', 'access-2', 'access-2'])
  expect(await withFreshToken(fresh.ledger, vault, { ...set, refused: 'access-1' }, never)).toBe('access-2')
})

test('two ledgers that want the same set at once renew it once', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const other = openLedger(fresh.databaseUrl)
  let count = 0
  const refresh = async () => {
    count++
    await new Promise((resolve) => setTimeout(resolve, 100))
    return tokens({ accessToken: 'access-2', refreshToken: 'refresh-2' })
  }
  const given = await Promise.all([fresh.ledger, other].map((ledger) => withFreshToken(ledger, vault, set, refresh)))
  await other.close()
  expect(given).toEqual(['access-2', 'access-2'])
  expect(count).toBe(1)
})

test('two operating-system processes that want the same set at once renew it once', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const program = new URL('renew-in-a-process.ts', import.meta.url)
  const results = await Promise.all(
    [1, 2].map(async (number) => {
      const child = fork(program, [fresh.databaseUrl, SECRET_KEY, set.companyId, set.tokenSetId, String(number)])
      const [result] = (await once(child, 'message')) as [{ given: string; renewed: boolean }]
      return result
    }),
  )
  expect(results.filter(({ renewed }) => renewed)).toHaveLength(1)
  expect(results[0]?.given).toBe(results[1]?.given)
})

test('after a lost answer the same refresh token is asked for again', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const asked: string[] = []
  const refresh = async (old: Tokens) => {
    asked.push(old.refreshToken)
    if (asked.length === 1) throw new Error('time-out')
    return tokens({ accessToken: 'access-2', refreshToken: 'refresh-2' })
  }
  expect(await withFreshToken(fresh.ledger, vault, set, refresh)).toBe('access-2')
  expect(asked).toEqual(['refresh-1', 'refresh-1'])
})

test('while the provider is down the old set is kept and tried again next time', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const down = () => Promise.reject(new SyncError('PROVIDER_DOWN'))
  await expect(withFreshToken(fresh.ledger, vault, set, down)).rejects.toThrow('PROVIDER_DOWN')
  expect(await withFreshToken(fresh.ledger, vault, set, async () => tokens({ accessToken: 'access-2' }))).toBe('access-2')
})

test('a consent that has ended is asked for no more, its connection needs attention, and a new consent mends both', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const ended = () => Promise.reject(new SyncError('CONNECTION_LOST', { detail: 'invalid_grant' }))
  await expect(withFreshToken(fresh.ledger, vault, set, ended)).rejects.toThrow('CONNECTION_LOST')
  await expect(withFreshToken(fresh.ledger, vault, set, never)).rejects.toThrow('CONNECTION_LOST')
  const state = () => fresh.as(set.companyId, (scope) => readConnection(scope, set.connectionId))
  expect(await state()).toMatchObject({ state: 'needs-attention', reason: 'CONNECTION_LOST' })
  const again = await fresh.as(set.companyId, (scope) =>
    saveTokenSet(scope, vault, { provider: 'xero', clientId: 'app', scopeVersion: 1, tokens: tokens({ accessToken: 'access-9' }) }),
  )
  expect(again).toBe(set.tokenSetId)
  expect(await state()).toMatchObject({ state: 'ready', reason: null })
  expect(await withFreshToken(fresh.ledger, vault, set, never)).toBe('access-9')
})

test('a new consent that comes while a renewal is under way is not overwritten by it', async () => {
  const set = await newSet({ expiresAt: aMinuteLeft() })
  const refresh = async () => {
    await fresh.as(set.companyId, (scope) =>
      saveTokenSet(scope, vault, { provider: 'xero', clientId: 'app', scopeVersion: 1, tokens: tokens({ accessToken: 'consented' }) }),
    )
    return tokens({ accessToken: 'renewed' })
  }
  expect(await withFreshToken(fresh.ledger, vault, set, refresh)).toBe('consented')
})

test('the watch finds what was not renewed for long and what ends soon, without any token', async () => {
  const idle = await newSet()
  const ending = await newSet({ refreshExpiresAt: new Date(Date.now() + 10 * 86_400_000).toISOString() })
  await fresh.as(idle.companyId, (scope) =>
    scope.db
      .updateTable('token_sets')
      .set({ refreshed_at: new Date('2026-01-01') })
      .execute(),
  )
  expect((await idleTokenSets(fresh.ledger, 20)).map(({ id }) => id)).toEqual([idle.tokenSetId])
  expect((await expiringTokenSets(fresh.ledger, 14)).map(({ id }) => id)).toEqual([ending.tokenSetId])
  await expect(fresh.ledger.operator.selectFrom('token_sets').select('access_token').execute()).rejects.toThrow('permission denied')
})

test('a company gets no token of another', async () => {
  const [set, mine] = [await newSet(), await fresh.newCompany()]
  await expect(withFreshToken(fresh.ledger, vault, { companyId: mine, tokenSetId: set.tokenSetId }, never)).rejects.toThrow(
    'CONNECTION_NOT_READY',
  )
})
