import { z } from 'zod'
import type { AppName } from '../../config.ts'

/** A sandbox and the key with which it signs what it tells the api. */
export type SandboxHook = { name: AppName; url: string; key: string }

/** Asks each sandbox to tell the api of changes in the books, as the real provider would; throws when it does not get the answers it demands. */
export async function registerSandboxWebhooks(hooks: readonly SandboxHook[], api: string): Promise<void> {
  for (const { name, url, key } of hooks) {
    const body = JSON.stringify({ url: `${api}/webhooks/${name}`, key })
    const response = await fetch(`${url}/_sandbox/webhooks`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { status } = registered.parse(await response.json())
    if (status !== 'OK') throw new Error(`The ${name} sandbox did not get the answers it demands at ${api}/webhooks/${name}.`)
  }
}

const registered = z.object({ status: z.string().optional() })
