import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { HostClient } from '../../scripts/demo/host-client.ts'

/** How long a host goes on asking an API that does not answer, or answers that it cannot just now. */
const PATIENCE_MS = 120_000

/** The host's side of the API, as a careful host has it: what was not answered is asked again, a POST with the key of the first time. Throws with the answer when it was refused. */
export function openHost(api: string, key: string): HostClient {
  const call = async <T>(method: string, path: string, init: RequestInit = {}): Promise<T> => {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      ...Object.fromEntries(new Headers(init.headers)),
    }
    const { status, text } = await patiently(`${api}${path}`, { ...init, method, headers })
    if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 2_000)}`)
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
      const answer = await fetch(url, { redirect: 'manual', headers: { authorization: `Bearer ${key}` } })
      if (answer.status >= 400) throw new Error(`the sign-in answered ${answer.status}: ${(await answer.text()).slice(0, 1_000)}`)
    },
  }
}

async function patiently(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await once(url, init)
    if (answer.status < 500 && answer.status !== 429) return answer
    if (Date.now() > deadline) throw new Error(`${init.method} ${url} is not answered: ${answer.status} ${answer.text.slice(0, 2_000)}`)
    await pause(250)
  }
}

/** A connection that breaks counts as 599. */
async function once(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    return { status: 599, text: String(error) }
  }
}
