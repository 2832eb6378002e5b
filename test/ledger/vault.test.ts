import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openAppKeys, readAppKeys, saveAppKeys } from '../../ledger/app-keys.ts'
import { openVault, VaultError } from '../../ledger/vault.ts'
import { freshLedger } from './fresh-ledger.ts'

const fresh = freshLedger()
const key = () => randomBytes(32).toString('base64')
const belonging = { companyId: 'c', subject: 't', kind: 'refresh' }

test('what was sealed opens for its own row, and for no other company, row or kind', () => {
  const vault = openVault(`k1:${key()}`)
  const sealed = vault.seal('secret', belonging)
  expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+\.[\w-]+$/)
  expect(vault.open(sealed, belonging)).toBe('secret')
  for (const other of [{ companyId: 'x' }, { subject: 'x' }, { kind: 'access' }]) {
    expect(() => vault.open(sealed, { ...belonging, ...other })).toThrow(VaultError)
  }
})

test('the same text is sealed differently each time', () => {
  const vault = openVault(`k1:${key()}`)
  expect(vault.seal('secret', belonging)).not.toBe(vault.seal('secret', belonging))
})

test('a new key seals and the old one still opens what it sealed', () => {
  const [old, next] = [key(), key()]
  const sealed = openVault(`old:${old}`).seal('secret', belonging)
  const vault = openVault(`next:${next},old:${old}`)
  expect(vault.open(sealed, belonging)).toBe('secret')
  expect(vault.seal('secret', belonging)).toMatch(/^v1\.next\./)
})

test('a key that is not configured is named, and a changed text is refused', () => {
  const sealed = openVault(`old:${key()}`).seal('secret', belonging)
  expect(() => openVault(`next:${key()}`).open(sealed, belonging)).toThrow('Sealed with key old, which is not configured; configured: next')
  const vault = openVault(`k1:${key()}`)
  const [version, id, iv, text, tag] = vault.seal('secret', belonging).split('.')
  // Whatever the first byte is, it is another one afterwards: a changed character alone may decode to the same bytes.
  const changed = Buffer.from(text ?? '', 'base64url')
  changed.writeUInt8(changed.readUInt8(0) ^ 1, 0)
  expect(() => vault.open([version, id, iv, changed.toString('base64url'), tag].join('.'), belonging)).toThrow(VaultError)
  expect(() => vault.open('secret', belonging)).toThrow(VaultError)
  expect(() => vault.open([version, id, iv, text, tag?.slice(0, 6)].join('.'), belonging)).toThrow()
})

test('keys that cannot be used are refused with the reason and without the key', () => {
  expect(() => openVault('')).toThrow('No secret key')
  expect(() => openVault('k1')).toThrow('id:base64')
  expect(() => openVault('k1:c2hvcnQ=')).toThrow('Secret key k1 has 5 bytes instead of 32')
})

test('the secret of an own app is stored sealed and seen by its company alone', async () => {
  const vault = openVault(`k1:${key()}`)
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  await fresh.as(theirs, (scope) => saveAppKeys(scope, vault, 'xero', { clientId: 'id', clientSecret: 'first' }))
  await fresh.as(theirs, async (scope) => {
    await saveAppKeys(scope, vault, 'xero', { clientId: 'id', clientSecret: 'very secret' })
    expect(await openAppKeys(scope, vault, 'xero')).toEqual({ clientId: 'id', clientSecret: 'very secret' })
    expect(JSON.stringify(await scope.db.selectFrom('app_keys').selectAll().execute())).not.toContain('very secret')
  })
  expect(await fresh.as(mine, (scope) => readAppKeys(scope, 'xero'))).toBeUndefined()
  await expect(fresh.ledger.operator.selectFrom('app_keys').selectAll().execute()).rejects.toThrow('permission denied')
})
