import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type HostClient, openHostClient } from '../../scripts/demo/host-client.ts'

/** How long a host goes on asking an API that does not answer, or answers that it cannot just now. */
const PATIENCE_MS = 120_000

/** The host's side of the API, as a careful host has it: what was not answered is asked again, a POST with the key of the first time. Throws DemoError with the answer when it was refused. */
export const openHost = (api: string, key: string): HostClient => openHostClient(api, key, askPatiently)

async function askPatiently(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  if (init.method === 'POST') headers.set('idempotency-key', randomUUID())
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await askOnce(url, { ...init, headers })
    if ((answer.status < 500 && answer.status !== 429) || Date.now() > deadline) return answer
    await pause(250)
  }
}

/** Read to its end; a connection that breaks counts as 599. */
async function askOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) })
    const text = await answer.text()
    return new Response(text === '' ? null : text, { status: answer.status })
  } catch (error) {
    return new Response(String(error), { status: 599 })
  }
}
