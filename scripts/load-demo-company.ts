import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDemoData } from './demo/answers.ts'
import { openHostClient } from './demo/host-client.ts'
import { importForm } from './demo/import-form.ts'
import { openSandboxControl } from './demo/sandbox-control.ts'

/** Where the demo company goes: the running API, the sandbox that gets its books (none when the real Xero is used), and the folder with the operator key. */
export type DemoTarget = { api: string; sandbox: string | undefined; folder: string; say: (line: string) => void }

/** Loads the gas-and-heating company of `examples/` once, by HTTP like any host; to connect and sync it is left to the person. */
export async function loadDemoCompany({ api, sandbox, folder, say }: DemoTarget): Promise<void> {
  const loaded = join(folder, 'demo-company')
  if (existsSync(loaded)) return
  say('Loading the demo company …')
  const { folder: files, answers, books } = readDemoData(join(import.meta.dirname, '../examples/gas-and-heating'))
  if (sandbox) await openSandboxControl(sandbox).newOrganisation(answers.company, books)
  const host = openHostClient(api, readFileSync(join(folder, 'operator-key'), 'utf8').trim())
  const { companyId } = await host.post<{ companyId: string }>('/v1/companies', { externalId: 'demo', name: answers.company })
  await host.send(`/v1/companies/${companyId}/imports`, await importForm(files, answers.mapping))
  writeFileSync(loaded, `${companyId}\n`)
}
