import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { dayWords, momentWords } from '../words/moments.ts'
import { connectionWords, vatSchemeWords } from '../words/status-words.ts'
import { AppKeysForm } from './app-keys-form.tsx'
import { ChooseOrganisation } from './choose-organisation.tsx'
import { useHere } from './company-context.ts'
import { ConnectButton } from './connect-button.tsx'
import { ConnectionButtons } from './connection-buttons.tsx'
import { ExplainedWords } from './explained-words.tsx'
import { ToldBadge } from './told-badge.tsx'

/** The connection with its light: which books, whether they can be reached, and what to press when not. */
export function ConnectionCard() {
  const { company, connection, companyPath, connectionPath, provider } = useHere()
  const { state, reason } = connection
  const signIn = state === 'consenting' || state === 'needs-permission' || state === 'disconnected' || reason?.remedy === 'reconnect'
  return (
    <Paper>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2}>{provider}</Title>
          <Text>{connection.organisation?.name ?? 'No organisation yet'}</Text>
        </div>
        <ToldBadge told={connectionWords[state]} />
      </Group>
      <Stack mt="md" gap="sm">
        {reason && (
          <Alert color={state === 'ready' ? 'yellow' : 'red'} title={reason.title}>
            <ExplainedWords explained={reason} titled={false} />
          </Alert>
        )}
        {state === 'choosing' && <ChooseOrganisation />}
        <OrganisationFacts />
        <Group>
          {signIn && (
            <ConnectButton companyId={company.companyId} path={`${connectionPath}/reconnect`}>
              {state === 'consenting' ? `Finish the sign-in at ${provider}` : `Sign in to ${provider} again`}
            </ConnectButton>
          )}
          <ConnectionButtons />
        </Group>
        {(state === 'consenting' || state === 'disconnected') && (
          <AppKeysForm companyPath={companyPath} provider={connection.provider} label={provider} />
        )}
      </Stack>
    </Paper>
  )
}

function OrganisationFacts() {
  const { connection, company } = useHere()
  const { organisation, codesReadAt, mirrorFilledAt } = connection
  if (!organisation) return null
  return (
    <dl className="fact-list" style={{ fontSize: 'var(--mantine-font-size-sm)' }}>
      {organisation.country && <Fact name="Country" value={organisation.country} />}
      {organisation.baseCurrency && <Fact name="Currency" value={organisation.baseCurrency} />}
      {organisation.vatScheme && <Fact name="VAT scheme" value={vatSchemeWords[organisation.vatScheme]} />}
      {organisation.lockedUntil && <Fact name="Locked up to" value={dayWords(organisation.lockedUntil)} />}
      <Fact name="Codes read" value={codesReadAt ? momentWords(codesReadAt, company.timeZone) : 'not yet'} />
      <Fact name="Books read" value={mirrorFilledAt ? momentWords(mirrorFilledAt, company.timeZone) : 'not yet'} />
    </dl>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
