import { Alert, Anchor, Stack } from '@mantine/core'
import { Link } from 'wouter'
import type { SettingsReply } from '../../api/contract.ts'
import { ExplainedWords } from './explained-words.tsx'

/** What has to be set before everything can go, and what was set in a way that deserves a second look. */
export function MissingSettings({ settings, linked = true }: { settings: SettingsReply; linked?: boolean }) {
  const { missing, warnings } = settings
  return (
    <>
      {missing.length > 0 && (
        <Alert color="yellow" title="Before everything can be sent">
          <Stack gap="sm">
            {missing.map((one) => (
              <ExplainedWords key={one.code + one.cause} explained={one} />
            ))}
            {linked && (
              <Anchor component={Link} href="/settings" size="sm" fw={600}>
                To settings and mapping
              </Anchor>
            )}
          </Stack>
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="gray" title="Worth a second look">
          <Stack gap="sm">
            {warnings.map((one) => (
              <ExplainedWords key={one.code + one.cause} explained={one} />
            ))}
          </Stack>
        </Alert>
      )}
    </>
  )
}
