import { type SandboxControl, openSandboxControl } from '../scripts/demo/sandbox-control.ts'

/** One request as the sandbox logged it; milliseconds of its own clock. */
export interface LoggedCall {
  sequence: number
  started: number
  finished?: number
  method: string
  path: string
  status?: number
  tenant?: string
  bodyBytes: number
  answerBytes?: number
}

/** The pretend provider under measurement. */
export interface Sandbox extends SandboxControl {
  url: string
  /** What was asked after this sequence number, by one organisation or all. */
  since(sequence: number, organisationId?: string): Promise<LoggedCall[]>
  /** What an organisation was asked since a moment (milliseconds), newest last. */
  recent(from: number, organisationId: string): Promise<LoggedCall[]>
  /** The newest sequence number. */
  now(): Promise<number>
  tokens(organisationId: string): Promise<string>
  /** Every answer takes at least so long from now on (milliseconds). */
  latency(latencyMs: number): Promise<void>
}

/** So many of the newest entries are looked at. */
const RECENT = 2_000

export function openSandbox(url: string): Sandbox {
  const since = async (sequence: number, organisationId?: string): Promise<LoggedCall[]> => {
    const answer = await fetch(`${url}/_sandbox/requests?since=${sequence}`)
    const { requests } = (await answer.json()) as { requests: LoggedCall[] } // docs/sandboxes.md
    return organisationId === undefined ? requests : requests.filter(({ tenant }) => tenant === organisationId)
  }
  // The log of a long benchmark is large: nobody reads it from its beginning.
  let newest = 0
  const sinceLast = async (organisationId: string): Promise<LoggedCall[]> => {
    const calls = await since(Math.max(0, newest - RECENT))
    newest = calls.at(-1)?.sequence ?? newest
    return calls.filter(({ tenant }) => tenant === organisationId)
  }
  return {
    ...openSandboxControl(url),
    url,
    since,
    recent: async (from, organisationId) => (await sinceLast(organisationId)).filter(({ started }) => started >= from),
    now: async () => (newest = (await since(newest)).at(-1)?.sequence ?? newest),
    tokens: async (organisationId) => {
      const answer = await post(`${url}/_sandbox/tokens`, { organisationId })
      return ((await answer.json()) as { accessToken: string }).accessToken // docs/sandboxes.md
    },
    latency: async (latencyMs) => void (await post(`${url}/_sandbox/limits`, { latencyMs })),
  }
}

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
