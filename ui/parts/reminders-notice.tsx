import { Alert } from '@mantine/core'
import type { Page, SettingsReply, SyncRun } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'

const LOOKED_AT = 10

/** Before the first sync has entered anything: that customers of old invoices may be e-mailed. Afterwards the settings and each preview say it. */
export function RemindersNotice({ settings }: { settings: SettingsReply }) {
  const { connectionPath } = useHere()
  const runs = useRead<Page<SyncRun>>(withQuery(`${connectionPath}/sync-runs`, { limit: LOOKED_AT }))
  const { readAt, items } = settings.automations
  const told = items.find(({ name }) => name === 'invoiceReminders')?.explained
  const begun = runs.data?.items.some(({ counts }) => Object.keys(counts.byKind).length > 0)
  if (!told || readAt === null || begun !== false) return null
  return (
    <Alert color="yellow" title={told.title}>
      <ExplainedWords explained={told} titled={false} />
    </Alert>
  )
}
