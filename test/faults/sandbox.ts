import type { Books } from './books.ts'

/** What was asked of the sandbox, as its log has it. */
export interface Asked {
  sequence: number
  method: string
  path: string
  status?: number
  tenant?: string
  fault?: string
}

/** The sandbox's control endpoints, as the storm uses them. */
export interface Sandbox {
  control<T>(path: string, body?: unknown, method?: string): Promise<T>
  /** Every request so far that came after the last look. */
  news(): Promise<Asked[]>
  /** Whether a fault has struck. */
  hasStruck(faultId: string): Promise<boolean>
}

export function openSandbox(url: string): Sandbox {
  const control = async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> => {
    const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${url}/_sandbox/${path}`, init)
    if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T // the caller names what docs/sandboxes.md says
  }
  let seen = 0
  return {
    control,
    news: async () => {
      const { requests } = await control<{ requests: Asked[] }>(`requests?since=${seen}`)
      seen = requests.at(-1)?.sequence ?? seen
      return requests
    },
    hasStruck: async (faultId) => {
      const faults = await control<{ id: string; struck: number }[]>('faults')
      return faults.some(({ id, struck }) => id === faultId && struck > 0)
    },
  }
}

/** The whole books of an organisation. */
export const booksOf = (url: string, organisationId: string): Promise<Books> =>
  openSandbox(url).control<Books>(`books?organisationId=${organisationId}`)

/** How many writes an organisation has been asked for. */
export async function writesTo(url: string, organisationId: string): Promise<number> {
  const { requests } = await openSandbox(url).control<{ requests: Asked[] }>('requests')
  return requests.filter((asked) => isWrite(asked) && asked.tenant === organisationId).length
}

export const isWrite = ({ method, path }: Asked): boolean => method !== 'GET' && path.startsWith('/api.xro/')
