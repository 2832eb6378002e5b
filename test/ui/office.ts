import { rm } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import type { RunningApi, TestCompany } from '../api/start-api.ts'
import { startHouse } from '../api/start-house.ts'
import { builtPages } from './built-pages.ts'
import { openBrowser } from './open-browser.ts'

/** An office with a browser, and everything real behind it: pages, API, PostgreSQL, Temporal, a worker, and a Xero sandbox with books. */
export interface Office {
  api: RunningApi
  company: TestCompany
  browser: Browser
  page: Page
  /** What a page said that should have stayed silent: errors of scripts and of the browser. */
  complaints: string[]
  /** Hands a document over as the job software does. */
  put(path: string, body: object): Promise<void>
  /** A one-time address that signs in for this company. */
  signInAddress(): Promise<string>
  /** Another tab of the same browser. */
  newTab(): Promise<Page>
  /** What the books themselves say. */
  books(): Promise<{ invoices: { InvoiceNumber: string; Total: number }[] }>
  close(): Promise<void>
}

/** Opens it; `seed` are the books before the first sync. Call `close` at the end. */
export async function openOffice(seed: object): Promise<Office> {
  const pagesFolder = await builtPages()
  const { api, control, stop } = await startHouse({ pagesFolder })
  const company = await api.newCompany('Combe Gas Ltd')
  const { organisationId } = await control<{ organisationId: string }>('organisations', {
    name: 'Combe Gas Ltd',
    country: 'GB',
    seed,
  })
  const browser = await openBrowser()
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  const newTab = async () => listenTo(await context.newPage(), complaints)
  return {
    api,
    company,
    browser,
    page: await newTab(),
    complaints,
    books: () => control(`books?organisationId=${organisationId}`),
    newTab,
    put: async (path, body) => {
      const { status, text } = await api.ask(company.key, 'PUT', `${company.path}/${path}`, body)
      if (status !== 201) throw new Error(`PUT ${path}: ${status} ${text}`)
    },
    signInAddress: async () => String((await api.ask(company.key, 'POST', '/v1/sign-in-links', {})).body['url']),
    close: async () => {
      await browser.close()
      await stop()
      await rm(pagesFolder, { recursive: true })
    },
  }
}

/** A 404 is an answer of the API that pages ask for on purpose: before the first comparison there is none. */
function listenTo(page: Page, complaints: string[]): Page {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text())
  })
  return page
}
