import { Checkbox, Stack, Text } from '@mantine/core'
import type { SettingsProposal, SettingsReply } from '../../api/contract.ts'
import { useRead } from '../reading/use-read.ts'
import { useHere } from './company-context.ts'

type Settings = SettingsReply['settings']
type Automatic = Settings['automatic']

/** The four tick boxes: what is sent by itself when it is saved in the job software. */
export function AutomaticBoxes({ draft, onChange }: { draft: Settings; onChange: (automatic: Automatic) => void }) {
  const { provider, connectionPath } = useHere()
  const proposal = useRead<SettingsProposal>(`${connectionPath}/settings/proposal`)
  const { automatic } = draft
  const why = proposal.data && whyPaymentsStayOff(draft, proposal.data)
  return (
    <Stack gap="xs" role="group" aria-label="Automatic sync">
      <div>
        <Text size="sm" fw={600}>
          Automatic sync
        </Text>
        <Text size="sm" c="dimmed">
          Sent to {provider} by itself whenever one is saved in your job software.
        </Text>
      </div>
      <Checkbox
        label="Sync customers"
        description={automatic.invoices ? 'Included in “Sync invoices”' : undefined}
        checked={automatic.customers || automatic.invoices}
        disabled={automatic.invoices}
        onChange={(event) => onChange({ ...automatic, customers: event.currentTarget.checked })}
      />
      <Checkbox
        label="Sync invoices"
        description="With their customers"
        checked={automatic.invoices}
        onChange={(event) =>
          onChange({ ...automatic, invoices: event.currentTarget.checked, customers: event.currentTarget.checked || automatic.customers })
        }
      />
      <Checkbox
        label="Sync credits"
        checked={automatic.credits}
        onChange={(event) => onChange({ ...automatic, credits: event.currentTarget.checked })}
      />
      <Checkbox
        label="Sync payments"
        description={why}
        checked={automatic.payments}
        disabled={!automatic.payments && (why !== undefined || !proposal.data)}
        onChange={(event) => onChange({ ...automatic, payments: event.currentTarget.checked })}
      />
    </Stack>
  )
}

/** Why payments cannot go by themselves yet: money of a method in use would have nowhere to go. */
function whyPaymentsStayOff({ bankAccounts }: Settings, proposal: SettingsProposal): string | undefined {
  if (bankAccounts.default !== null) return undefined
  const methods = proposal.methods.map(({ code }) => code)
  if (methods.length === 0 && Object.keys(bankAccounts.byMethod).length === 0) return 'Stays off until an account for payments is chosen'
  const open = methods.filter((method) => bankAccounts.byMethod[method] === undefined)
  return open.length > 0 ? `Stays off until every payment method has an account: ${open.join(', ')}` : undefined
}
