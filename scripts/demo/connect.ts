import type { HostClient } from './host-client.ts'
import type { SandboxControl } from './sandbox-control.ts'

/** Connects the company to the organisation through the consent page, without a browser; the connection's id. */
export async function connect(
  host: HostClient,
  sandbox: SandboxControl,
  companyId: string,
  organisationId: string,
  say: (line: string) => void,
): Promise<string> {
  const begun = await host.post<{ connectionId: string; authorizeUrl: string }>(`/v1/companies/${companyId}/connections`, {
    provider: 'xero',
  })
  await host.callback(await sandbox.allow(begun.authorizeUrl, organisationId))
  const connection = await host.get<{ state: string }>(`/v1/companies/${companyId}/connections/${begun.connectionId}`)
  if (connection.state === 'choosing')
    await host.post(`/v1/companies/${companyId}/connections/${begun.connectionId}/organisation`, { organisationId })
  say('Connected to the Xero sandbox.')
  return begun.connectionId
}
