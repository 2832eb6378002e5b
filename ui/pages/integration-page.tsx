import { Grid, Stack } from '@mantine/core'
import type { SettingsReply } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { ConnectionCard } from '../parts/connection-card.tsx'
import { LatestRun } from '../parts/latest-run.tsx'
import { MissingSettings } from '../parts/missing-settings.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { RemindersNotice } from '../parts/reminders-notice.tsx'
import { SignInFailed } from '../parts/sign-in-failed.tsx'
import { WhatToSync } from '../parts/what-to-sync.tsx'
import { useRead } from '../reading/use-read.ts'

/** Accounts Integration: the connection, what to sync, Save & Sync, and how the latest run is getting on. */
export function IntegrationPage() {
  const { connectionPath, provider, connection } = useHere()
  const settings = useRead<SettingsReply>(`${connectionPath}/settings`)
  const usable = connection.organisation !== null
  return (
    <>
      <PageTitle title="Accounts Integration" about={`Keeps your sales and the books at ${provider} in agreement.`} />
      <SignInFailed />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            {usable && (
              <Reading read={settings}>
                {(read) => (
                  <>
                    <MissingSettings settings={read} />
                    <RemindersNotice settings={read} />
                    <WhatToSync read={read} />
                  </>
                )}
              </Reading>
            )}
            <LatestRun />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <ConnectionCard />
        </Grid.Col>
      </Grid>
    </>
  )
}
