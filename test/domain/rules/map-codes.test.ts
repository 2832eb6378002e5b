import { describe, expect, test } from 'vitest'
import type { Codes } from '../../../domain/books.ts'
import { treatments } from '../../../domain/entities.ts'
import { mapBankAccount, mapNominalCode, mapTaxCode, warnAboutMethod } from '../../../domain/rules/map-codes.ts'
import { proposeMapping } from '../../../domain/rules/propose-mapping.ts'
import { codes, settings } from './samples.ts'

const day = '2026-10-05'
const mapped = (bookTaxCode: string | null, treatment: (typeof treatments)[number] = 'standard', percent = '20') => ({
  taxCodes: { X: { treatment, rates: [{ percent }], bookTaxCode } },
})

describe('rule 18: treatment before code', () => {
  test('a code is found by its mapping, with the rate in force', () => {
    expect(mapTaxCode('V20', day, settings, codes)).toMatchObject({
      ok: true,
      bookTaxCode: 'OUTPUT2',
      percent: '20',
      treatment: 'standard',
    })
  })

  test.each([
    ['not mapped', mapped(null), 'TAX_CODE_NOT_MAPPED'],
    ['unknown to the settings', { taxCodes: {} }, 'TAX_CODE_NOT_MAPPED'],
    ['gone from the books', mapped('GONE'), 'TAX_CODE_NOT_USABLE'],
    ['switched off in the books', mapped('OLD'), 'TAX_CODE_NOT_USABLE'],
    ['for purchases only', mapped('INPUT2'), 'TAX_CODE_NOT_USABLE'],
    ['at another rate in the books', mapped('RROUTPUT'), 'TAX_RATE_DIFFERS'],
    ['reverse charge mapped to ordinary VAT', mapped('OUTPUT2', 'reverseCharge'), 'TAX_TREATMENT_CROSSED'],
    ['ordinary VAT mapped to reverse charge', mapped('DRCHARGE20', 'zero', '0'), 'TAX_TREATMENT_CROSSED'],
  ])('a tax code %s is refused with the reason', (_, using, code) => {
    expect(mapTaxCode('X', day, using, codes)).toMatchObject({ ok: false, code })
  })

  test('before the first rate began there is no rate', () => {
    const from = {
      taxCodes: { X: { treatment: 'standard' as const, rates: [{ from: '2027-01-01', percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    }
    expect(mapTaxCode('X', day, from, codes)).toMatchObject({ ok: false, code: 'TAX_RATE_UNKNOWN' })
  })

  test('a crossing that someone chose at one rate goes, and is shown', () => {
    expect(mapTaxCode('X', day, mapped('ZERORATEDOUTPUT', 'export', '0'), codes)).toMatchObject({
      ok: true,
      notes: [{ code: 'TAX_TREATMENT_CROSSED' }],
    })
  })

  test('a proposal never crosses treatments', () => {
    const host = treatments.flatMap((treatment) =>
      ['0', '5', '20'].map((percent) => ({ code: `${treatment}-${percent}`, treatment, percent })),
    )
    const { taxCodes } = proposeMapping({ taxCodes: host, nominalCodes: [], methods: [] }, codes)
    for (const { code, treatment } of host) {
      const proposed = codes.taxCodes.find(({ bookId }) => bookId === taxCodes[code]?.bookTaxCode)
      if (proposed !== undefined) expect(proposed).toMatchObject({ treatment, active: true, forSales: true })
    }
    expect(taxCodes).toMatchObject({
      'standard-20': { bookTaxCode: 'OUTPUT2' },
      'reduced-5': { bookTaxCode: 'RROUTPUT' },
      'zero-0': { bookTaxCode: 'ZERORATEDOUTPUT' },
      'exempt-0': { bookTaxCode: 'EXEMPTOUTPUT' },
      'outsideScope-0': { bookTaxCode: 'NONE' },
      'reverseCharge-20': { bookTaxCode: 'DRCHARGE20' },
      'reverseCharge-5': { bookTaxCode: 'DRCHARGE5' },
      'export-0': { bookTaxCode: null },
    })
  })

  test('a rate without a meaning is never guessed', () => {
    const { taxCodes } = proposeMapping({ taxCodes: [{ code: '0', treatment: null, percent: '0' }], nominalCodes: [], methods: [] }, codes)
    expect(taxCodes['0']?.bookTaxCode).toBeNull()
  })
})

describe('nominal codes', () => {
  test('a line’s code goes before the default', () => {
    expect(mapNominalCode('materials', settings, codes)).toMatchObject({ ok: true, nominal: { code: '260' } })
    expect(mapNominalCode(undefined, settings, codes)).toMatchObject({ ok: true, nominal: { code: '200' } })
    expect(mapNominalCode('unknown', settings, codes)).toMatchObject({ ok: true, nominal: { code: '200' } })
  })

  test('an archived code is refused by its code', () => {
    const archived = { nominalCodes: { default: '299', byCode: {} } }
    expect(mapNominalCode(undefined, archived, codes)).toMatchObject({
      ok: false,
      code: 'NOMINAL_CODE_NOT_USABLE',
      values: { account: '299' },
    })
  })

  test('nothing mapped is refused', () => {
    expect(mapNominalCode('x', { nominalCodes: { default: null, byCode: {} } }, codes)).toMatchObject({
      ok: false,
      code: 'NOMINAL_CODE_NOT_MAPPED',
    })
  })

  test('the proposal for sales is the sales code', () => {
    expect(
      proposeMapping({ taxCodes: [], nominalCodes: [{ code: '260' }, { code: 'x', name: 'SALES' }], methods: [] }, codes),
    ).toMatchObject({
      nominalDefault: { code: '200' },
      nominalCodes: { 260: { code: '260' }, x: { code: '200' } },
    })
  })
})

describe('rule 12: a payment method has an account, or its payments wait', () => {
  const gbp = { method: 'bacs', currency: 'GBP' }

  test('the payment’s own account goes before its method', () => {
    expect(mapBankAccount(gbp, settings, codes, 'GBP')).toMatchObject({ ok: true, account: { bookId: 'bank' } })
    expect(mapBankAccount({ ...gbp, bankAccount: '615' }, settings, codes, 'GBP')).toMatchObject({
      ok: true,
      account: { bookId: 'stripe' },
    })
    expect(mapBankAccount({ ...gbp, bankAccount: 'card' }, settings, codes, 'GBP')).toMatchObject({
      ok: true,
      account: { bookId: 'stripe' },
    })
  })

  test('a method without account is refused by name, never sent elsewhere', () => {
    expect(mapBankAccount({ ...gbp, method: 'cheque' }, settings, codes, 'GBP')).toMatchObject({
      ok: false,
      code: 'METHOD_NOT_MAPPED',
      values: { method: 'cheque' },
    })
    expect(mapBankAccount({ ...gbp, bankAccount: 'petty' }, settings, codes, 'GBP')).toMatchObject({ ok: false, code: 'METHOD_NOT_MAPPED' })
  })

  test('rule 4: rows of one transfer have an account where all their methods lead to the same, and are a question where they do not', () => {
    const both = { bankAccounts: { default: null, byMethod: { bacs: 'bank', cheque: 'bank', card: 'stripe' } } }
    expect(mapBankAccount({ ...gbp, method: 'bacs + cheque' }, both, codes, 'GBP')).toMatchObject({ ok: true, account: { bookId: 'bank' } })
    expect(mapBankAccount({ ...gbp, method: 'bacs + card' }, both, codes, 'GBP')).toMatchObject({
      ok: false,
      code: 'RECEIPT_GROUP_MIXED',
      values: { detail: 'bacs → Business Current Account, card → Stripe clearing' },
    })
    expect(mapBankAccount({ ...gbp, method: 'bacs + cash' }, both, codes, 'GBP')).toMatchObject({ ok: false, code: 'METHOD_NOT_MAPPED' })
  })

  test('an account of another currency is refused', () => {
    expect(mapBankAccount({ ...gbp, bankAccount: 'euro' }, settings, codes, 'GBP')).toMatchObject({
      ok: false,
      code: 'BANK_ACCOUNT_NOT_USABLE',
    })
    expect(mapBankAccount({ method: 'card', currency: 'EUR' }, settings, codes, 'GBP')).toMatchObject({
      ok: false,
      code: 'BANK_ACCOUNT_NOT_USABLE',
    })
  })

  test('card money on the current account warns why', () => {
    const onCurrent = { bankAccounts: { default: null, byMethod: { card: 'bank' } } }
    expect(mapBankAccount({ method: 'card', currency: 'GBP' }, onCurrent, codes, 'GBP')).toMatchObject({
      ok: true,
      notes: [{ code: 'METHOD_PAID_OUT_NET' }],
    })
  })

  test('methods paid out net are proposed to a clearing account only', () => {
    const onlyBank: Codes = { ...codes, bankAccounts: codes.bankAccounts.filter(({ bookId }) => bookId === 'bank') }
    const methods = ['card', 'GoCardless', 'Stripe', 'bacs', 'cash']
    expect(proposeMapping({ taxCodes: [], nominalCodes: [], methods }, onlyBank).methods).toMatchObject({
      card: { bookId: null },
      GoCardless: { bookId: null },
      Stripe: { bookId: null },
      bacs: { bookId: 'bank' },
      cash: { bookId: null },
    })
    expect(proposeMapping({ taxCodes: [], nominalCodes: [], methods }, codes).methods).toMatchObject({
      Stripe: { bookId: 'stripe' },
      bacs: { bookId: 'bank' },
    })
  })

  test('rule 12: a clearing account is known by its name, also where it is kept as a bank account, and nothing else is taken for one', () => {
    const account = (bookId: string, name: string, form: 'bank' | 'clearing') => ({ bookId, code: bookId, name, active: true, form })
    const current = account('090', 'Business Current Account', 'bank')
    const cards = account('092', 'Card Payments Clearing', 'bank')
    const debits = account('093', 'GoCardless', 'bank')
    const cis = account('815', 'CIS Suffered', 'clearing')
    const proposed = (bankAccounts: Codes['bankAccounts']) => {
      const { methods } = proposeMapping(
        { taxCodes: [], nominalCodes: [], methods: ['Card', 'Direct Debit', 'Bank Transfer'] },
        { ...codes, bankAccounts },
      )
      return Object.values(methods).map(({ bookId }) => bookId)
    }
    expect(proposed([current, cards, debits, cis])).toEqual(['092', '093', '090'])
    expect(proposed([current, cis])).toEqual([null, null, '090'])
    expect(warnAboutMethod('Card', cards)).toEqual([])
    expect(warnAboutMethod('Card', current)).toEqual([{ code: 'METHOD_PAID_OUT_NET', values: { method: 'Card' } }])
  })
})
