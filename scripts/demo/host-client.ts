/** The API as a host uses it, with a key. Throws DemoError with the problem's own words. */
export interface HostClient {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>
  /** One multipart request. */
  send<T>(path: string, form: FormData): Promise<T>
  /** Follows a provider's consent back to us, as the person's browser would. */
  callback(url: string): Promise<void>
}

/** What the API answered when it would not do something. */
export class DemoError extends Error {
  override readonly name = 'DemoError'
}

/** Asks one request; answers whatever status came of it. */
type Ask = (url: string, init: RequestInit) => Promise<Response>

/** Opens a client of the API at an address. `ask`: for a host with more patience than one attempt. */
export function openHostClient(api: string, key: string, ask: Ask = fetch): HostClient {
  const call = async <T>(method: string, path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${key}`, ...Object.fromEntries(new Headers(init.headers)) }
    const answer = await ask(`${api}${path}`, { ...init, method, headers })
    const text = await answer.text()
    if (!answer.ok) throw new DemoError(`${method} ${path} answered ${answer.status}: ${text.slice(0, 2_000)}`)
    return (text === '' ? undefined : JSON.parse(text)) as T // the caller names the contract's reply
  }
  const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return {
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, json(body)),
    put: (path, body, headers = {}) =>
      call('PUT', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    send: (path, form) => call('POST', path, { body: form }),
    callback: async (url) => {
      const answer = await ask(url, { redirect: 'manual', headers: { authorization: `Bearer ${key}` } })
      if (answer.status >= 400)
        throw new DemoError(`coming back from the sign-in answered ${answer.status}: ${(await answer.text()).slice(0, 1_000)}`)
    },
  }
}

/** Every item of a list, page after page. */
export async function readAll<T>(host: HostClient, path: string): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: { items: T[]; nextCursor: string | null } = await host.get(
      `${path}?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}
