import { type Answer, type RunningApi, type TestCompany } from '../api/start-api.ts'
import { startHouse } from '../api/start-house.ts'
import { pressConsent } from '../setup/press-consent.ts'
import type { SandboxControl } from '../setup/sandbox-control.ts'
import { until } from '../setup/until.ts'

/** A trade company's office at its desk: everything goes in by HTTP, and what came of it is read by HTTP, here and in the books. */
export interface Office {
  api: RunningApi
  company: TestCompany
  connectionId: string
  organisationId: string
  /** The connection's path. */
  path: string
  /** Asks as the company, below its path unless the address begins with a slash. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  read(path: string): Promise<Answer['body']>
  /** Saves a document that is taken. */
  save(kind: Collection, externalId: string, body: object): Promise<void>
  /** Brings files in. */
  bring(parts: Record<string, string>, mapping?: object): Promise<Answer>
  /** Has the codes and what the books do by themselves read again, and waits for it. */
  readCodes(): Promise<void>
  /** The run or preview at a path, at its end. */
  finished(path: string): Promise<Answer['body']>
  /** Save & Sync to its end. */
  saveAndSync(body?: object): Promise<Answer['body']>
  /** What a person is told about a document: the words of its open problem at this connection. */
  problemOf(kind: Collection, externalId: string): Promise<Told>
  statusOf(kind: Collection, externalId: string): Promise<unknown>
  /** Waits until a document is in the books. */
  inBooks(kind: Collection, externalId: string): Promise<void>
  sandboxUrl: string
  control: SandboxControl
  /** What a bookkeeper does by hand in the books. */
  edit(action: string, details?: object): Promise<void>
  /** Names of the contacts, numbers and totals of the invoices, amounts of the payments in the books, as they stand. */
  books(): Promise<{ contacts: string[]; invoices: string[]; payments: number[]; onAccount: number[] }>
  stop(): Promise<void>
}

export type Collection = 'customers' | 'invoices' | 'credits' | 'payments'
/** A problem as a page shows it. */
export interface Told {
  problemId: string
  code: string
  title: string
  cause: string
  whatToDo: string
  remedy: string
  choices: { choice: string; label: string }[]
}

/** Opens an office whose company is connected and mapped. `connected: false`: it has yet to connect. `seed`: the books from before. */
export async function openOffice({ connected = true, seed }: { connected?: boolean; seed?: object } = {}): Promise<Office> {
  const { api, sandboxUrl, control, stop } = await startHouse()
  const company = await api.newCompany('Combe Heating')
  const { organisationId } = await control<{ organisationId: string }>('organisations', { name: 'Combe Heating', country: 'GB', seed })
  const ask: Office['ask'] = (method, path, body, headers) =>
    api.ask(company.key, method, path.startsWith('/') ? path : `${company.path}/${path}`, body, headers)
  const office: Office = {
    api,
    company,
    connectionId: '',
    organisationId,
    path: '',
    ask,
    read: async (path) => (await ask('GET', path)).body,
    save: async (kind, externalId, body) => {
      const answer = await ask('PUT', `${kind}/${externalId}`, body)
      if (answer.status > 201) throw new Error(`${kind}/${externalId}: ${answer.text}`)
    },
    bring: (parts, mapping) => {
      const form = new FormData()
      for (const [name, content] of Object.entries(parts)) form.append(name, new Blob([content]), `${name}.csv`)
      if (mapping) form.append('mapping', JSON.stringify(mapping))
      return ask('POST', 'imports', form)
    },
    readCodes: async () => {
      const { body } = await ask('POST', `${office.path}/codes/refresh`)
      await office.finished(`${office.path}/sync-runs/${String(body['syncRunId'])}`)
    },
    finished: (path) =>
      until(
        () => office.read(path),
        (read) => read['finishedAt'] !== null,
      ),
    saveAndSync: async (body = {}) => {
      const asked = await ask('POST', `${office.path}/sync-runs`, body)
      if (asked.status !== 202) throw new Error(asked.text)
      return office.finished(`${office.path}/sync-runs/${String(asked.body['syncRunId'])}`)
    },
    problemOf: async (kind, externalId) => {
      const { problems } = (await office.read(`${kind}/${externalId}`)) as { problems: Told[] }
      const [told] = problems
      if (!told || problems.length > 1)
        throw new Error(`${kind}/${externalId} has ${problems.length} problems: ${JSON.stringify(problems)}`)
      return told
    },
    statusOf: async (kind, externalId) => (await office.read(`${kind}/${externalId}`))['status'],
    inBooks: async (kind, externalId) => void (await until(async () => (await office.statusOf(kind, externalId)) === 'inBooks')),
    sandboxUrl,
    control,
    edit: async (action, details = {}) => void (await control('edit', { organisationId: office.organisationId, action, ...details })),
    books: async () => {
      const books = await control<Books>(`books?organisationId=${office.organisationId}`)
      return {
        contacts: books.contacts.map(({ Name }) => Name).toSorted(),
        invoices: books.invoices.map(({ InvoiceNumber, Total }) => `${InvoiceNumber} ${Total.toFixed(2)}`).toSorted(),
        payments: books.payments.map(({ Amount }) => Amount),
        onAccount: books.overpayments.map(({ Total }) => Total),
      }
    },
    stop,
  }
  if (connected) {
    await connect(office)
    await mapCodes(office)
  }
  return office
}

interface Books {
  contacts: { Name: string }[]
  invoices: { InvoiceNumber: string; Total: number }[]
  payments: { Amount: number }[]
  overpayments: { Total: number }[]
  accounts: { Name: string; AccountID: string }[]
}

/** Goes to the provider's page and does there what a person does; answers where the browser was sent back to. */
export async function consent(authorizeUrl: string, choice: 'allow' | 'cancel', organisationIds?: string[]): Promise<URL> {
  const back = await fetch(await pressConsent(authorizeUrl, choice, organisationIds), { redirect: 'manual' })
  return new URL(back.headers.get('location') ?? '')
}

async function connect(office: Office): Promise<void> {
  const begun = await office.ask('POST', 'connections', { provider: 'xero' })
  await consent(String(begun.body['authorizeUrl']), 'allow')
  office.connectionId = String(begun.body['connectionId'])
  office.path = `${office.company.path}/connections/${office.connectionId}`
  await until(
    () => office.read(`${office.path}/codes`),
    ({ readAt }) => readAt !== null,
  )
}

/** Tax code S is 20 %, sales go to 200, money to the business bank account. */
async function mapCodes(office: Office): Promise<void> {
  await changeSettings(office, {
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: await bankOf(office), byMethod: {} },
  })
}

async function bankOf(office: Office): Promise<string> {
  const { accounts } = await office.control<Books>(`books?organisationId=${office.organisationId}`)
  return accounts.find(({ Name }) => Name === 'Business Bank Account')?.AccountID ?? ''
}

export async function changeSettings(office: Office, change: object): Promise<void> {
  const before = await office.ask('GET', `${office.path}/settings`)
  const settings = { ...(before.body['settings'] as object), ...change }
  const saved = await office.ask('PUT', `${office.path}/settings`, settings, { 'if-match': before.headers.get('etag') ?? '' })
  if (saved.status !== 200) throw new Error(saved.text)
}
