import { List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Company, Session } from '../../api/contract.ts'
import { AppKeysForm } from '../parts/app-keys-form.tsx'
import { ConnectButton } from '../parts/connect-button.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { companyPath } from '../reading/paths.ts'

/** The first step: which accounting package, and its sign-in. */
export function ConnectPage({ session, company }: { session: Session; company: Company }) {
  const path = companyPath(company.companyId)
  return (
    <>
      <PageTitle title="Accounts Integration" about="Connect the accounting package, map the codes once, and press Save & Sync." />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {session.providers.map(({ provider, label, sandbox }) => (
          <Paper key={provider}>
            <Stack>
              <Title order={2}>{label}</Title>
              <Text>
                You sign in at {label} itself and say which organisation may be used. Nothing is sent by connecting: you see the counts
                first.
              </Text>
              <ConnectButton companyId={company.companyId} path={`${path}/connections`} body={{ provider }}>
                {sandbox ? `Connect to ${label} (sandbox)` : `Connect to ${label}`}
              </ConnectButton>
              <AppKeysForm companyPath={path} provider={provider} label={label} />
            </Stack>
          </Paper>
        ))}
        <Paper>
          <Title order={2}>Before you connect</Title>
          <List mt="sm" spacing="xs" size="sm">
            <List.Item>Have the bank account that customers pay into in the books already. We never make one up.</List.Item>
            <List.Item>Customers and invoices that are in the books already are found and linked, not sent again.</List.Item>
            <List.Item>When it is not sure whether a customer is the same, you are asked. Everything else goes on.</List.Item>
          </List>
        </Paper>
      </SimpleGrid>
    </>
  )
}
