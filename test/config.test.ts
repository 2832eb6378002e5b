import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../config.ts'
import { writeServices } from '../scripts/start/services-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const enough = { DATABASE_URL: 'postgres://me:word@localhost:5432/books', TEMPORAL_ADDRESS: 'localhost:7233' }
const key = `2026:${Buffer.alloc(32, 7).toString('base64')}`

test('without a client id a provider is its sandbox, and says so', () => {
  const { apps, publicUrl } = readConfig(enough, folder)
  const home = 'http://localhost:4101'
  expect(apps.xero).toEqual({
    sandbox: true,
    clientId: 'sandbox',
    clientSecret: 'sandbox',
    apiUrl: home,
    loginUrl: home,
    identityUrl: home,
    limitsOff: false,
  })
  expect(publicUrl).toBe('http://localhost:3000')
})

test('with a client id a provider is the real one, and its secret is demanded', () => {
  const { apps } = readConfig(
    { ...enough, XERO_CLIENT_ID: 'id', XERO_CLIENT_SECRET: 'secret', XERO_API_URL: 'https://proxy.example/' },
    folder,
  )
  expect(apps.xero).toMatchObject({ sandbox: false, apiUrl: 'https://proxy.example', loginUrl: 'https://login.xero.com' })
  expect(() => readConfig({ ...enough, XERO_CLIENT_ID: 'id' }, folder)).toThrow(/^XERO_CLIENT_SECRET: must be set$/)
})

test.each([
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['TEMPORAL_ADDRESS', 'http://localhost'],
  ['PORT', '99999'],
  ['PUBLIC_URL', 'localhost'],
  ['SECRET_KEY', 'short:YWJj'],
  ['XERO_LOGIN_URL', 'login.xero.com'],
])('a malformed %s is refused by its name', (name, value) => {
  expect(() => readConfig({ ...enough, [name]: value }, folder)).toThrow(new RegExp(`^${name}: must be`))
  expect(() => readConfig({ ...enough, [name]: value }, folder)).toThrow(ConfigError)
})

test('every missing variable is named at once', () => {
  expect(() => readConfig({}, folder)).toThrow(/DATABASE_URL: must be set[^]*TEMPORAL_ADDRESS: must be set/)
})

test('the key made on first use is kept, for its owner alone', () => {
  const [made] = readConfig(enough, folder).secretKeys
  expect(readConfig(enough, folder).secretKeys).toEqual([made])
  expect(made.key.length).toBe(32)
  expect(statSync(join(folder, 'secret-key')).mode & 0o777).toBe(0o600)
})

test('in production no key is made and no address is guessed', () => {
  writeServices(folder, { supervisor: 1, processes: [], environment: enough })
  expect(() => readConfig({ ...enough, NODE_ENV: 'production' }, folder)).toThrow(/^SECRET_KEY: must be set in production/)
  expect(() => readConfig({ NODE_ENV: 'production', SECRET_KEY: key }, folder)).toThrow(/DATABASE_URL: must be set/)
})

test('the first of several keys seals', () => {
  const older = key.replace('2026', '2025')
  expect(readConfig({ ...enough, SECRET_KEY: `${key},${older}` }, folder).secretKeys.map(({ id }) => id)).toEqual(['2026', '2025'])
})

test('a worker started by hand joins what npm start runs here', () => {
  writeServices(folder, {
    supervisor: 1,
    processes: [],
    environment: { ...enough, PORT: '3001', SECRET_KEY: key, XERO_API_URL: 'http://localhost:4107' },
  })
  const config = readConfig({ PORT: '3002' }, folder)
  expect(config).toMatchObject({ databaseUrl: enough.DATABASE_URL, port: 3002, apps: { xero: { apiUrl: 'http://localhost:4107' } } })
})
