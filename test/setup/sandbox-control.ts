/** A call of a sandbox's control endpoints (docs/sandboxes.md): a POST where there is a body. Throws with the sandbox's words. */
export type SandboxControl = <T>(path: string, body?: unknown, method?: string) => Promise<T>

/** The control endpoints of the sandbox at an address. */
export const sandboxControl =
  (url: string): SandboxControl =>
  async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${url}/_sandbox/${path}`, init)
    if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T // the caller says what it asks for
  }
