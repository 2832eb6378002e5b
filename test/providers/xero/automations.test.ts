import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providers } from '../../../providers/registry.ts'
import { vatPeriodOf } from '../../../providers/xero/vat-period.ts'
import { testTools } from './raw-server.ts'
import { openXeroBooks, type XeroTestBooks } from './sandbox-books.ts'

let books: XeroTestBooks
beforeAll(async () => {
  books = await openXeroBooks()
})
afterAll(() => books.stop())

const edit = (action: string, more: object = {}) => books.control('edit', { organisationId: books.organisationId, action, ...more })
const reminders = async () => (await books.session.readAutomations()).invoiceReminders
const goesWrong = (fault: object) => books.control('faults', { match: { path: 'InvoiceReminders', method: 'GET' }, times: 1, ...fault })

describe('rule 44: whether customers are e-mailed about overdue invoices', () => {
  test('is read in one call with a turn of its own, off as long as nobody switched it on', async () => {
    const turns = books.turns()
    expect(await reminders()).toEqual({ state: 'off' })
    expect(books.turns() - turns).toBe(1)
    await edit('setInvoiceReminders', { enabled: true })
    expect(await reminders()).toEqual({ state: 'on' })
    await edit('setInvoiceReminders', { enabled: false })
    expect(Date.parse((await books.session.readAutomations()).readAt)).toBeGreaterThan(Date.now() - 60_000)
  })

  test.each([
    [
      'a scope that does not open it (401)',
      { kind: 'status', status: 401, body: { Detail: 'AuthorizationUnsuccessful' } },
      'AuthorizationUnsuccessful',
    ],
    ['a scope that does not open it (403)', { kind: 'status', status: 403, body: { Detail: 'insufficient scope' } }, 'insufficient scope'],
    ['a person who may not see it', { named: 'not-permitted' }, 'Not Permitted'],
    ['an organisation without it', { kind: 'status', status: 404, body: '<html>' }, 'HTTP 404'],
    ['a server that breaks over it', { kind: 'status', status: 500, body: '' }, 'HTTP 500'],
    ['half an answer', { kind: 'cut' }, expect.any(String)],
  ])('is not known after %s, and the reading goes on', async (_, fault, said) => {
    await goesWrong(fault)
    expect(await reminders()).toEqual({ state: 'unknown', said })
  })

  test('a token that has ended and a minute that is spent are no answer to it', async () => {
    await goesWrong({ kind: 'status', status: 401, body: { Detail: 'TokenExpired: token expired' } })
    await expect(books.session.readAutomations()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
    await goesWrong({ kind: 'throttle', retryAfter: 26 })
    await expect(books.session.readAutomations()).rejects.toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAfterSeconds: 26 })
  })

  test('the scope that our first consent asks for is enough at the sandbox; without it the state is not known', async () => {
    const withScopes = async (scopes: string) => {
      const { accessToken } = await books.control<{ accessToken: string }>('tokens', { organisationId: books.organisationId, scopes })
      return providers.xero.open(books.organisationId, testTools(books.url, accessToken)).readAutomations()
    }
    expect((await withScopes(providers.xero.manifest.scopes.join(' '))).invoiceReminders).toEqual({ state: 'off' })
    expect((await withScopes('accounting.contacts')).invoiceReminders).toMatchObject({ state: 'unknown' })
  })
})

describe('rule 42: the VAT period as Xero words it', () => {
  const year = { FinancialYearEndDay: 31, FinancialYearEndMonth: 12 }
  const of = (SalesTaxPeriod: string | undefined, more: Partial<Parameters<typeof vatPeriodOf>[0]> = {}) =>
    vatPeriodOf({ Name: 'A', BaseCurrency: 'GBP', CountryCode: 'GB', ...absent, ...year, SalesTaxPeriod, ...more })
  const absent = {
    PeriodLockDate: undefined,
    EndOfYearLockDate: undefined,
    SalesTaxBasis: undefined,
    ShortCode: undefined,
    Class: undefined,
    Timezone: undefined,
    IsDemoCompany: undefined,
  }

  test.each([
    ['MONTHLY', 1],
    ['1MONTHLY', 1],
    ['ONEMONTHS', 1],
    ['TWOMONTHS', 2],
    ['2MONTHLY', 2],
    ['QUARTERLY', 3],
    ['3MONTHLY', 3],
    ['SIXMONTHS', 6],
    ['6MONTHLY', 6],
    ['ANNUALLY', 12],
    ['YEARLY', 12],
  ])('%s is %i months that end with the financial year', (word, months) => {
    expect(of(word)).toEqual({ months, endsWith: 12, by: months === 1 ? 'provider' : 'yearEnd' })
  })

  test('the three kinds of quarter are read as HMRC’s staggers in the United Kingdom, as plain quarters elsewhere', () => {
    expect(['QUARTERLY1', 'QUARTERLY2', 'QUARTERLY3'].map((word) => of(word)?.endsWith)).toEqual([3, 1, 2])
    const australia = { CountryCode: 'AU', FinancialYearEndDay: 30, FinancialYearEndMonth: 6 }
    for (const word of ['QUARTERLY1', 'QUARTERLY2', 'QUARTERLY3'])
      expect(of(word, australia)).toEqual({ months: 3, endsWith: 6, by: 'yearEnd' })
  })

  test('a financial year that ends on 5 April ends with March', () => {
    expect(of('QUARTERLY', { FinancialYearEndDay: 5, FinancialYearEndMonth: 4 })?.endsWith).toBe(3)
    expect(of('QUARTERLY', { FinancialYearEndDay: 5, FinancialYearEndMonth: 1 })?.endsWith).toBe(12)
  })

  test('nothing, NONE, a word nobody knows and a quarter without any hint are no period', () => {
    expect([of(undefined), of('NONE'), of('FORTNIGHTLY')]).toEqual([undefined, undefined, undefined])
    expect(of('QUARTERLY', { FinancialYearEndDay: undefined, FinancialYearEndMonth: undefined })).toBeUndefined()
  })

  test('it comes with the organisation', async () => {
    await edit('setSalesTaxPeriod', { period: 'QUARTERLY2' })
    expect((await books.session.readOrganisation()).vatPeriod).toEqual({ months: 3, endsWith: 1, by: 'provider' })
    await edit('setSalesTaxPeriod', { period: 'NONE' })
    expect(await books.session.readOrganisation()).not.toHaveProperty('vatPeriod')
  })
})
