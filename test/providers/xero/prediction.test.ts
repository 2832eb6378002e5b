import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../../../domain/invoice.ts'
import { formatMinor, lineAmount, sum } from '../../../domain/money.ts'
import type { Layout, WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { providers } from '../../../providers/registry.ts'
import { arithmetic } from '../../../providers/xero/arithmetic.ts'
import { aCustomer, anInvoice, intent } from '../documents.ts'
import { openXeroBooks, type XeroTestBooks } from './sandbox-books.ts'

const { xero } = providers

describe('what is predicted is what the books show', () => {
  let books: XeroTestBooks
  let contactId = ''
  beforeAll(async () => {
    books = await openXeroBooks()
    const write = intent('createCustomer', { kind: 'customer', externalId: 'c', body: aCustomer('C') })
    const composed = xero.compose(write, books.context)
    if (!composed.ok) throw new Error(composed.code)
    const answer = await books.session.send('createCustomer', xero.request('createCustomer', [composed.body]), randomUUID())
    if (answer.outcome !== 'answered' || answer.items[0]?.kind !== 'taken') throw new Error('no customer')
    contactId = answer.items[0].bookId
  })
  afterAll(() => books.stop())

  for (const layout of arithmetic.layouts) {
    for (const pricesIncludeTax of [false, true]) {
      const title = `${layout.inclusive ? 'inclusive' : 'exclusive'}, ${layout.lines}, prices ${pricesIncludeTax ? 'with' : 'without'} VAT`
      test(`${title}: fifty invoices of awkward lines, to the penny, per tax code`, async () => {
        const random = chance(title)
        const writes = Array.from({ length: 50 }, (_, index) => awkward(`${title} ${index}`, layout, pricesIncludeTax, random))
        const composed = writes.map((write) => xero.compose(write, books.context))
        const bodies = composed.map((one) => {
          if (!one.ok) throw new Error(`${one.code} ${one.detail}`)
          return fillRefs(one.body, { 'customer/c': contactId })
        })
        const answer = await books.session.send('createInvoice', xero.request('createInvoice', bodies), randomUUID())
        if (answer.outcome !== 'answered') throw new Error(JSON.stringify(answer))
        answer.items.forEach((item, index) => {
          const expected = composed[index]
          if (item.kind !== 'taken' || expected?.ok !== true) throw new Error(JSON.stringify(item))
          const { net, tax, gross, taxes = [] } = expected.expected
          const shown = { ...item.amounts, taxes: sorted(item.amounts?.taxes ?? []) }
          expect(shown).toMatchObject({ net, tax, gross, taxes: sorted(taxes.filter((one) => one.net !== 0 || one.tax !== 0)) })
        })
      })
    }
  }
})

const sorted = <T extends { bookTaxCode: string }>(taxes: T[]): T[] => taxes.toSorted((a, b) => a.bookTaxCode.localeCompare(b.bookTaxCode))

/** An invoice of one to twelve lines with fractions of pence, discounts, four and six decimals, and a negative line where there is room for one. */
function awkward(number: string, layout: Layout, pricesIncludeTax: boolean, random: (below: number) => number): WriteIntent {
  const lines = Array.from({ length: 1 + random(12) }, (_, index) => awkwardLine(`L${index}`, pricesIncludeTax, random))
  const amounts = lines.map((line) => line.net ?? line.gross ?? 0)
  const total = sum(amounts)
  const back: Line[] = total > 500 ? [plainLine('back', -300, pricesIncludeTax)] : []
  const body = { ...anInvoice(number, 'c'), pricesIncludeTax, lines: [...lines, ...back] }
  return intent('createInvoice', { kind: 'invoice', externalId: number, body }, { layout })
}

function awkwardLine(lineId: string, pricesIncludeTax: boolean, random: (below: number) => number): Line {
  const quantity = ['1', '3', '0.25', '7.3333', '12'][random(5)] ?? '1'
  const unitPrice =
    [`${random(200)}.${10 + random(90)}`, `0.${1000 + random(9000)}`, `${random(30)}.${100000 + random(900000)}`][random(3)] ?? '1'
  const discount = random(4) === 0 ? { discount: { percent: String(1 + random(60)) } } : {}
  const amount = lineAmount(quantity, unitPrice, discount.discount ?? {}, 'GBP')
  const taxCode = ['S', 'R', 'Z', 'S'][random(4)] ?? 'S'
  const priced = pricesIncludeTax ? { gross: amount } : { net: amount }
  return { lineId, description: 'Awkward', quantity, unitPrice, ...discount, ...priced, taxCode }
}

const plainLine = (lineId: string, amount: number, pricesIncludeTax: boolean): Line => ({
  lineId,
  description: 'Taken off',
  quantity: '1',
  unitPrice: formatMinor(amount, 'GBP'),
  ...(pricesIncludeTax ? { gross: amount } : { net: amount }),
  taxCode: 'S',
})

/** The same numbers on every run (a linear congruential generator seeded by a text). */
function chance(seed: string): (below: number) => number {
  let state = Buffer.from(seed).reduce((hash, byte) => (Math.imul(hash, 31) + byte) >>> 0, 7)
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
