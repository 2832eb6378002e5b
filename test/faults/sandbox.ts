import { setTimeout as pause } from 'node:timers/promises'

/** What was asked of the sandbox, as its log has it. */
export interface Asked {
  sequence: number
  method: string
  path: string
  status?: number
  fault?: string
}

/** The sandbox's control endpoints, as the storm uses them. */
export interface Sandbox {
  control<T>(path: string, body?: unknown, method?: string): Promise<T>
  /** Every request so far that came after the last look. */
  news(): Promise<Asked[]>
  /** Waits until a fault has struck so often; false: it has not within the time. */
  struck(faultId: string, times: number, withinMs: number): Promise<boolean>
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
    struck: async (faultId, times, withinMs) => {
      const deadline = Date.now() + withinMs
      while (Date.now() < deadline) {
        const faults = await control<{ id: string; struck: number }[]>('faults')
        if ((faults.find(({ id }) => id === faultId)?.struck ?? 0) >= times) return true
        await pause(20)
      }
      return false
    },
  }
}
