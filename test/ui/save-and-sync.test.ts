import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

/** What a person in the office does in a real browser, from the sign-in link to books that agree. */
let office: Office
let page: Page

beforeAll(async () => {
  office = await openOffice({ contacts: [{ Name: 'J. Killigrew', EmailAddress: 'killigrew@example.net' }] })
  page = office.page
  await office.put('customers/C1', { state: 'active', name: 'A. Smith & Sons', url: 'https://jobs.example/customers/C1' })
  await office.put('customers/C2', { state: 'active', name: 'Joan Killigrew', email: 'joan@example.com' })
  await office.put('invoices/I1', invoice('INV-1', 'C1', 10_000))
  await office.put('invoices/I2', invoice('INV-2', 'C2', 5_000))
  await office.put('payments/P1', {
    state: 'recorded',
    customer: 'C1',
    date: '2026-11-05',
    amount: 12_000,
    currency: 'GBP',
    method: 'BACS',
    reference: 'SMITH INV-1',
    allocations: [{ invoice: 'I1', amount: 12_000 }],
  })
})
afterAll(() => office?.close())

const invoice = (number: string, customer: string, net: number) => ({
  state: 'issued',
  number,
  customer,
  url: `https://jobs.example/invoices/${number}`,
  issueDate: '2026-11-02',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: (net / 100).toFixed(2), net, taxCode: 'S' }],
  totals: { net, tax: net / 5, gross: net + net / 5 },
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const link = (name: string) => page.getByRole('link', { name, exact: true })
const heading = (name: string | RegExp) => page.getByRole('heading', { name })
const row = (text: string) => page.getByRole('row').filter({ hasText: text })
const goTo = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()

test('a person signs in by a one-time link, and the pages say that the books are pretend ones', async () => {
  await page.goto(await office.signInAddress())
  await heading('Accounts Integration').waitFor()
  expect(await page.getByRole('complementary', { name: 'Sandbox' }).innerText()).toContain('nothing reaches real books')
})

test('a consent that is refused leaves nothing behind but the words that say so', async () => {
  await button('Connect to Xero (sandbox)').click()
  await button('Cancel').click()
  await page.getByText('Access was not allowed there.').waitFor()
  expect(await page.getByText('Sign-in not finished').count()).toBe(1)
})

test('connecting goes over the provider’s own consent page and comes back connected', async () => {
  await button('Finish the sign-in at Xero').click()
  await page.getByRole('checkbox', { name: 'Combe Gas Ltd (GB)' }).check()
  await button('Allow access').click()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByText('Some documents cannot be sent yet').waitFor()
  expect(await page.getByText('Tax code S has no code in the books').count()).toBe(1)
})

test('payments stay out of automatic sync until their method has an account', async () => {
  await page.getByText('Stays off until every payment method has an account: BACS').waitFor()
  expect(await page.getByRole('checkbox', { name: 'Sync payments' }).isDisabled()).toBe(true)
})

test('the proposal fills in what can be known, and what is missing is chosen by the person', async () => {
  await goTo('Settings and mapping')
  await heading('What Xero does by itself').waitFor()
  expect(await button(/^Start from 1 /).count()).toBe(1)
  await button('Fill in the proposal').click()
  await choose('Bank account for payments', /Business Bank Account/)
  await page.getByRole('combobox', { name: 'Meaning of S' }).selectOption('Standard rate')
  await page.getByRole('textbox', { name: 'Rate of S in percent' }).fill('20')
  await choose('Tax code for S', /^20% \(VAT on Income\)/)
  await page.getByText('Changes are not saved yet.').waitFor()
})

test('Save & Sync shows the counts before anything is sent', async () => {
  await button('Save & Sync').click()
  const counts = page.getByRole('table', { name: 'What would be done' })
  await counts.waitFor()
  expect(await cells(counts, 'To send')).toEqual(['1', '1', '1'])
  expect(await cells(counts, 'Needs your answer')).toEqual(['1', '0', '0'])
  expect(await cells(counts, 'comes to')).toEqual(['–', '£120.00', '£120.00'])
  expect(await invoicesInBooks()).toEqual([])
})

test('Proceed carries it out on the server, also when the tab is closed', async () => {
  await button('Proceed').click()
  await heading(/Syncing now|Latest sync/).waitFor()
  const address = page.url()
  await page.close()
  page = await office.newTab()
  await page.goto(address)
  await page.getByText('Needs attention', { exact: true }).waitFor()
  const counts = page.getByRole('table', { name: 'What came of it' })
  expect(await cells(counts, 'Sent to Xero')).toEqual(['1', '1', '1'])
  expect(await invoicesInBooks()).toEqual(['INV-1 120'])
})

test('the history tells of each document what became of it, with links to both sides that lead there', async () => {
  await goTo('Sync history')
  await button(/3 sent, 1 waiting, 1 to be answered/).click()
  await row('Invoice INV-1').getByText('Sent to Xero').waitFor()
  expect(
    await row('Invoice INV-1')
      .getByRole('link', { name: /Your job software/ })
      .getAttribute('href'),
  ).toBe('https://jobs.example/invoices/INV-1')
  expect(await row('Invoice INV-2').innerText()).toContain('Joan Killigrew')
  const [books] = await Promise.all([page.waitForEvent('popup'), row('Invoice INV-1').getByRole('link', { name: /^Xero/ }).click()])
  await books.waitForLoadState()
  expect(await books.locator('body').innerText()).toContain('INV-1')
  await books.close()
})

test('a document tells everything that happened to it', async () => {
  await link('Invoice INV-1').click()
  await heading('Invoice INV-1').waitFor()
  await page.getByText('Sent to Xero').waitFor()
  expect(await page.getByText('Received from your job software').count()).toBe(1)
  expect(await page.getByText('In the books', { exact: true }).count()).toBe(1)
})

test('a question about a customer is answered with both sides in sight, and what waited for it goes', async () => {
  await goTo('Matches')
  const question = page.getByRole('article', { name: 'Question about Joan Killigrew' })
  expect(await question.innerText()).toContain('killigrew@example.net')
  await question.getByRole('button', { name: /link Joan Killigrew to J. Killigrew/ }).click()
  await page.getByText('There is no open question').waitFor()
  await goTo('Accounts Integration')
  await button('Save & Sync').click()
  await button('Proceed').click()
  await expect.poll(invoicesInBooks, { timeout: 30_000 }).toEqual(['INV-1 120', 'INV-2 60'])
})

test('the tie-out says that both sides agree, with the totals of both', async () => {
  await goTo('Tie-out')
  await page.getByText('Nothing has been compared yet').waitFor()
  await button('Compare now').click()
  await page.getByText('Agrees with Xero').waitFor()
  expect(await cells(page.getByRole('table', { name: 'Totals' }), 'Invoices')).toEqual(['2 · £180.00', '2 · £180.00', '£0.00'])
})

test('the bell tells of it, and what was read is no longer counted', async () => {
  await button(/Notifications: \d+ unread/).click()
  await page.getByText(/^Sent to Xero or linked there: \d+\.$/).waitFor()
  await button('Mark these as read').click()
  await button('Notifications: none unread').waitFor()
})

test('no page complained while all of this was done', () => {
  expect(office.complaints).toEqual([])
})

async function choose(name: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name }).click()
  await page.getByRole('option', { name: option }).click()
}

/** The figures of one row of a table. */
async function cells(table: ReturnType<Page['getByRole']>, name: string): Promise<string[]> {
  return table.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts()
}

/** What the books themselves say: number and total. */
async function invoicesInBooks(): Promise<string[]> {
  const { invoices } = await office.books()
  return invoices.map(({ InvoiceNumber, Total }) => `${InvoiceNumber} ${Total}`).toSorted()
}
