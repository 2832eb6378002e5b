import { Alert, Box, Button, Paper, Stack, Text } from '@mantine/core'
import type { AcceptedSyncRun, Codes, SettingsProposal, SettingsReply } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { FailureAlert } from '../parts/failure-alert.tsx'
import { AccountMapping } from '../parts/mapping/account-mapping.tsx'
import { NominalMapping } from '../parts/mapping/nominal-mapping.tsx'
import { OtherSettings } from '../parts/mapping/other-settings.tsx'
import { ProposalNotice } from '../parts/mapping/proposal-notice.tsx'
import { SettingsVersions } from '../parts/mapping/settings-versions.tsx'
import { TaxMapping } from '../parts/mapping/tax-mapping.tsx'
import { MissingSettings } from '../parts/missing-settings.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { ProviderAutomations } from '../parts/provider-automations.tsx'
import { Reading } from '../parts/reading.tsx'
import { SaveAndSync } from '../parts/save-and-sync.tsx'
import { useSettingsDraft } from '../parts/use-settings-draft.ts'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'

/** Settings and mapping: what the codes of the job software are in the books, where money goes, and how the rest is done. */
export function SettingsPage() {
  const { connectionPath, connection, provider } = useHere()
  const settings = useRead<SettingsReply>(`${connectionPath}/settings`)
  const proposal = useRead<SettingsProposal>(`${connectionPath}/settings/proposal`)
  const codes = useRead<Codes>(`${connectionPath}/codes`)
  const all = settings.data && proposal.data && codes.data ? { read: settings.data, proposal: proposal.data, codes: codes.data } : undefined
  return (
    <>
      <PageTitle
        title="Settings and mapping"
        about={`What your codes are in ${provider}, and how things are sent. Nothing is guessed that moves money: proposals count when you save them.`}
      >
        {connection.organisation && <RefreshCodes />}
      </PageTitle>
      {connection.organisation ? (
        <Reading read={{ data: all, error: settings.error ?? proposal.error ?? codes.error }}>{(three) => <Form {...three} />}</Reading>
      ) : (
        <NothingHere title={`Connect to ${provider} first`}>The codes to choose from are read from there.</NothingHere>
      )}
    </>
  )
}

interface Three {
  read: SettingsReply
  proposal: SettingsProposal
  codes: Codes
}

function Form({ read, proposal, codes }: Three) {
  const { provider } = useHere()
  const form = useSettingsDraft(read)
  const { draft, change } = form
  const parts = { draft, onChange: change, proposal, codes }
  return (
    <Stack gap="lg">
      {codes.readAt === null && (
        <Alert color="yellow" title={`The codes have not been read from ${provider} yet`}>
          <Text size="sm">That happens right after connecting and takes some seconds. This page fills by itself.</Text>
        </Alert>
      )}
      <ProposalNotice
        draft={draft}
        proposal={proposal}
        onAccept={() => change({ ...draft, ...mappingOf(proposal.settings), startFrom: draft.startFrom ?? proposal.settings.startFrom })}
      />
      <AccountMapping {...parts} />
      <TaxMapping {...parts} />
      <NominalMapping {...parts} />
      <OtherSettings {...parts} />
      <ProviderAutomations automations={read.automations} />
      <MissingSettings settings={read} linked={false} />
      <SettingsVersions read={read} />
      <Box pos="sticky" bottom={0} py="sm" style={{ zIndex: 5 }}>
        <Paper shadow="md" p="md">
          <SaveAndSync form={form} newest={read} />
        </Paper>
      </Box>
    </Stack>
  )
}

/** The proposal fills the mapping; everything else stays as the person has it in the form. */
const mappingOf = ({ taxCodes, nominalCodes, bankAccounts }: SettingsReply['settings']) => ({ taxCodes, nominalCodes, bankAccounts })

function RefreshCodes() {
  const { connectionPath, provider, connection } = useHere()
  const refresh = useAction<AcceptedSyncRun>([connectionPath])
  return (
    <div>
      <Button
        variant="default"
        loading={refresh.isPending}
        disabled={connection.state !== 'ready'}
        onClick={() => refresh.mutate({ method: 'POST', path: `${connectionPath}/codes/refresh` })}
      >
        Read codes from {provider} again
      </Button>
      {refresh.isSuccess && (
        <Text size="sm" role="status">
          Asked for. The lists change when they have been read.
        </Text>
      )}
      {refresh.error && <FailureAlert failure={refresh.error} />}
    </div>
  )
}
