import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { type Answer, SANDBOX_APP, startApi, type TestCompany } from '../api/start-api.ts'
import { freshDatabase } from '../setup/database.ts'
import { pressConsent } from '../setup/press-consent.ts'
import { processEnvironment } from '../setup/process-environment.ts'
import { type SandboxControl, sandboxControl } from '../setup/sandbox-control.ts'
import { until } from '../setup/until.ts'
import { startWorkerProcess } from '../journeys/worker-process.ts'

/** The API over HTTP, two worker processes and a Xero sandbox: everything that a person, a host or a schedule can ask for at once. */
export interface TradingHouse {
  /** A company that is connected to an organisation of its own, with its codes mapped and a customer `a` saved. */
  open(name: string): Promise<Trader>
  /** New empty books without limits; answers their organisation. */
  newBooks(name: string): Promise<string>
  /** A control call of the sandbox. */
  control: SandboxControl
  /** What a schedule does when its time has come. */
  trigger(scheduleId: string): Promise<void>
  stop(): Promise<void>
}

/** One company, as its office and its host see it. */
export interface Trader {
  company: TestCompany
  /** Path of the connection. */
  connection: string
  organisationId: string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get<T = Record<string, unknown>>(path: string): Promise<T>
  /** Asks for a run by HTTP; answers the path of the run. */
  press(connection?: string): Promise<string>
  /** Waits for the end of a run. */
  finished(run: string): Promise<Record<string, unknown>>
  /** A line an item of a run. */
  items(run: string): Promise<string[]>
  /** Goes through the consent page of the provider, for the organisations named. */
  consent(begin: string, organisations: string[]): Promise<URL>
  /** Connects the company to these books, and maps their codes; answers the path of the connection. */
  connect(organisationId: string): Promise<string>
  /** Saves documents of a kind (`invoices`), by their id. */
  save(kind: string, documents: Record<string, unknown>): Promise<void>
  books(organisationId?: string): Promise<Books>
  /** The numbers of the invoices in the books. */
  numbers(organisationId?: string): Promise<string[]>
  /** What happened to a document (`invoices/i1`), oldest first: the event, or the outcome of an item. */
  history(path: string): Promise<string[]>
}

interface Books {
  contacts: { Name: string }[]
  invoices: { InvoiceNumber: string; Reference?: string; Status: string; Total: number; LineItems: { AccountCode: string }[] }[]
  payments: { Amount: number; Status: string }[]
}

interface RunItem {
  kind: string
  externalId: string
  part: string
  outcome: string | null
  problem: { code: string } | null
}

export async function openTradingHouse(): Promise<TradingHouse> {
  const sandbox = await startXeroSandbox({ port: 0 })
  const xero = { ...SANDBOX_APP, apiUrl: sandbox.url, loginUrl: sandbox.url, identityUrl: sandbox.url }
  const databaseUrl = await freshDatabase()
  const api = await startApi({ xero, databaseUrl })
  const { temporal, secretKey } = api
  const environment = processEnvironment({ databaseUrl, temporal, secretKey, sandboxUrl: sandbox.url })
  const workers = await Promise.all([1, 2].map(() => startWorkerProcess('quick', environment)))
  const control = sandboxControl(sandbox.url)
  const newBooks: TradingHouse['newBooks'] = async (name) => {
    const { organisationId } = await control<{ organisationId: string }>('organisations', { name, country: 'GB', seed: 'empty' })
    await control('limits', { organisationId, off: true })
    return organisationId
  }
  return {
    control,
    newBooks,
    open: async (name) => {
      const trader = traderOf(api.ask, control, await api.newCompany(name), await newBooks(name))
      trader.connection = await trader.connect(trader.organisationId)
      await trader.save('customers', { a: { state: 'active', name: 'A. Smith' } })
      return trader
    },
    trigger: (scheduleId) => api.temporal.client.schedule.getHandle(scheduleId).trigger(),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.kill()))
      await api.close()
      await sandbox.stop()
    },
  }
}

function traderOf(
  send: Awaited<ReturnType<typeof startApi>>['ask'],
  control: SandboxControl,
  company: TestCompany,
  organisationId: string,
): Trader {
  const ask: Trader['ask'] = (method, path, body, headers) => send(company.key, method, path, body, headers)
  // The test says what it asks for.
  const get: Trader['get'] = async <T>(path: string) => (await ask('GET', path)).body as T
  const trader: Trader = {
    company,
    connection: '',
    organisationId,
    ask,
    get,
    press: async (connection = trader.connection) => {
      const answer = await ask('POST', `${connection}/sync-runs`, { include: ['codes', 'customersOut', 'invoices', 'credits', 'payments'] })
      if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`)
      return `${connection}/sync-runs/${String(answer.body['syncRunId'])}`
    },
    finished: (run) =>
      until(
        () => get(run),
        (read) => read['finishedAt'] !== null,
      ),
    items: async (run) =>
      (await get<{ items: RunItem[] }>(`${run}/items?limit=200`)).items
        .map(({ kind, externalId, part, outcome, problem }) =>
          [kind, externalId, part, outcome, problem?.code].filter((word) => typeof word === 'string').join(' '),
        )
        .sort(),
    consent: async (authorizeUrl, organisations) => {
      const back = await fetch(await pressConsent(authorizeUrl, 'allow', organisations), {
        redirect: 'manual',
        headers: { authorization: `Bearer ${company.key}` },
      })
      return new URL(back.headers.get('location') ?? 'http://none')
    },
    connect: async (id) => {
      const begun = await ask('POST', `${company.path}/connections`, { provider: 'xero' })
      const connection = `${company.path}/connections/${String(begun.body['connectionId'])}`
      await trader.consent(String(begun.body['authorizeUrl']), [id])
      // The same person has consented for other companies before: several organisations are offered.
      await ask('POST', `${connection}/organisation`, { organisationId: id })
      await until(
        () => get(`${connection}/codes`),
        (read) => read['readAt'] !== null,
      )
      await mapCodes(trader, {}, connection)
      return connection
    },
    save: async (kind, documents) => {
      for (const [id, body] of Object.entries(documents)) {
        const answer = await ask('PUT', `${company.path}/${kind}/${id}`, body)
        if (answer.status > 201) throw new Error(answer.text)
      }
    },
    numbers: async (id) => (await trader.books(id)).invoices.map(({ InvoiceNumber }) => InvoiceNumber).sort(),
    history: async (path) =>
      (await get<{ items: { event: string; outcome: string | null }[] }>(`${company.path}/${path}/timeline`)).items.map(
        ({ event, outcome }) => (event === 'item' ? String(outcome) : event),
      ),
    books: (id = organisationId) => control<Books>(`books?organisationId=${id}`),
  }
  return trader
}

/** Settings by HTTP, as the page saves them. */
export async function mapCodes(trader: Trader, change: Record<string, unknown> = {}, connection = trader.connection): Promise<Answer> {
  const before = await trader.ask('GET', `${connection}/settings`)
  const proposal = await trader.get<{ settings: object }>(`${connection}/settings/proposal`)
  const { bankAccounts } = await trader.get<{ bankAccounts: { bookId: string; name: string }[] }>(`${connection}/codes`)
  const settings = {
    ...proposal.settings,
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: bankAccounts.find(({ name }) => name === 'Business Bank Account')?.bookId ?? null, byMethod: {} },
    ...change,
  }
  const saved = await trader.ask('PUT', `${connection}/settings`, settings, { 'if-match': before.headers.get('etag') ?? '' })
  if (saved.status !== 200) throw new Error(`${saved.status} ${saved.text}`)
  return saved
}
