import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Explained, SettingsReply } from '../../api/contract.ts'

/** What has to be set before everything can go, and what was set in a way that deserves a second look. */
export function MissingSettings({ settings, linked = true }: { settings: SettingsReply; linked?: boolean }) {
  const { missing, warnings } = settings
  return (
    <>
      {missing.length > 0 && (
        <Alert color="yellow" title={linked ? 'Some documents cannot be sent yet' : 'As saved now, some documents cannot be sent yet'}>
          <Grouped explained={missing} />
          {linked && (
            <Group mt="sm">
              <Button component={Link} href="/settings" size="xs">
                Map them now
              </Button>
            </Group>
          )}
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="gray" title="Worth a second look">
          <Grouped explained={warnings} />
        </Alert>
      )}
    </>
  )
}

/** What has the same cure is said once, with everything it is for. */
function Grouped({ explained }: { explained: Explained[] }) {
  const groups = Map.groupBy(explained, ({ code }) => code)
  return (
    <Stack gap="sm">
      {[...groups.values()].map((group) => (
        <div key={group[0]?.code}>
          <List size="sm">
            {group.map(({ title }) => (
              <List.Item key={title}>{title}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed" mt={2}>
            {group[0]?.cause} {group[0]?.whatToDo}
          </Text>
        </div>
      ))}
    </Stack>
  )
}
