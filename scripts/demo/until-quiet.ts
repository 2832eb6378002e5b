import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from './demo-company.ts'
import type { HostClient } from './host-client.ts'
import type { Run } from './save-and-sync.ts'

/** Waits for the runs that answers have set off by themselves: a preview read beside them would show what they are about to send. */
export async function untilQuiet(host: HostClient, { companyId, connectionId }: DemoCompany): Promise<void> {
  const newest = `/v1/companies/${companyId}/connections/${connectionId}/sync-runs?limit=50`
  while ((await host.get<{ items: Run[] }>(newest)).items.some(({ finishedAt }) => finishedAt === null)) await pause(300)
}
