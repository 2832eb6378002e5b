import { describe, expect, test } from 'vitest'
import { toBankAccount, toNominalCode, toTaxCode } from '../../../providers/xero/codes.ts'
import { accountReply, taxRateReply } from '../../../providers/xero/wire.ts'

/* Answers in the shapes that Xero is recorded or documented to give (reference: section 5 "JSON conventions" and sections 6 to 9), and what we make of them. */
describe('what Xero answers, in our words', () => {
  test('tax rates get the meaning that Xero’s own types have; a company’s own has none', () => {
    const rate = (TaxType: string, EffectiveRate: number) =>
      toTaxCode(taxRateReply.parse({ Name: TaxType, TaxType, Status: 'ACTIVE', EffectiveRate, CanApplyToRevenue: true }))
    expect(rate('OUTPUT2', 20)).toEqual({
      bookId: 'OUTPUT2',
      name: 'OUTPUT2',
      percent: '20',
      treatment: 'standard',
      active: true,
      forSales: true,
    })
    expect(rate('TAX001', 17.5)).toMatchObject({ percent: '17.5', treatment: null })
    expect(rate('DRCHARGE20', 0).treatment).toBe('reverseCharge')
  })

  test('accounts: a bank account takes payments without the flag, others with it', () => {
    const account = (over: object) =>
      accountReply.parse({
        AccountID: 'a1',
        Code: '200',
        Name: 'Sales',
        Type: 'REVENUE',
        Class: 'REVENUE',
        Status: 'ACTIVE',
        SystemAccount: '',
        ...over,
      })
    expect(toNominalCode(account({ TaxType: 'OUTPUT2' }))).toEqual({
      bookId: 'a1',
      code: '200',
      name: 'Sales',
      type: 'REVENUE',
      active: true,
      forSales: true,
      defaultTaxCode: 'OUTPUT2',
    })
    expect(toNominalCode(account({ Class: 'EXPENSE', Type: 'EXPENSE', Status: 'ARCHIVED' }))).toMatchObject({
      active: false,
      forSales: false,
    })
    expect(toBankAccount(account({ Type: 'BANK', Code: undefined, EnablePaymentsToAccount: false, CurrencyCode: 'GBP' }))).toEqual({
      bookId: 'a1',
      name: 'Sales',
      currency: 'GBP',
      active: true,
      form: 'bank',
    })
    expect(toBankAccount(account({ Type: 'CURRENT', EnablePaymentsToAccount: true }))).toMatchObject({ form: 'clearing', code: '200' })
  })
})
