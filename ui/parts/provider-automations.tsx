import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { Automations } from '../../api/contract.ts'
import { type Automation, automationWords } from '../words/automation-words.ts'
import { momentWords } from '../words/moments.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { ToldBadge } from './told-badge.tsx'

/** What the accounting package does by itself beside what we send: always all of it, with what to do where it may surprise. */
export function ProviderAutomations({ automations }: { automations: Automations }) {
  const { company, provider } = useHere()
  return (
    <Paper>
      <Title order={2} mb="md">
        What {provider} does by itself
      </Title>
      <Stack gap="md">
        {automations.items.map((automation) => (
          <One key={automation.name} automation={automation} />
        ))}
        <Text size="xs" c="dimmed">
          {automations.readAt
            ? `Reminders were looked up on ${momentWords(automations.readAt, company.timeZone)}. `
            : 'Reminders have not been looked up yet. '}
          That is done right after connecting, when codes are read again, and with a preview.
        </Text>
      </Stack>
    </Paper>
  )
}

function One({ automation: { name, state, explained } }: { automation: Automation }) {
  return (
    <div>
      <Group gap="sm" mb={explained ? 4 : 0}>
        <Text fw={600}>{automationWords[name].name}</Text>
        <ToldBadge told={automationWords[name].states[state]} />
      </Group>
      {explained && <ExplainedWords explained={explained} titled={false} />}
    </div>
  )
}
