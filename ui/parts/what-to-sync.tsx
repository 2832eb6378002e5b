import { Checkbox, Divider, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { SettingsReply } from '../../api/contract.ts'
import { type Includable, includeHint, includeWords, incoming, outgoing } from '../words/include-words.ts'
import { AutomaticBoxes } from './automatic-boxes.tsx'
import { useHere } from './company-context.ts'
import { SaveAndSync } from './save-and-sync.tsx'
import { useSettingsDraft } from './use-settings-draft.ts'

/** What goes each way when Save & Sync is pressed, and what goes by itself. */
export function WhatToSync({ read }: { read: SettingsReply }) {
  const { provider } = useHere()
  const form = useSettingsDraft(read)
  const { draft, change } = form
  const toggle = (name: Includable, on: boolean) =>
    change({ ...draft, include: on ? [...draft.include, name] : draft.include.filter((one) => one !== name) })
  const boxes = (names: readonly Includable[]) =>
    names.map((name) => <IncludeBox key={name} name={name} on={draft.include.includes(name)} onToggle={toggle} />)
  return (
    <Paper>
      <Title order={2}>What to sync</Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="md">
        <Stack gap="xs" role="group" aria-label={`From ${provider}`}>
          <Text size="sm" fw={600}>
            From {provider}
          </Text>
          {boxes(incoming)}
        </Stack>
        <Stack gap="xs" role="group" aria-label={`To ${provider}`}>
          <Text size="sm" fw={600}>
            To {provider}
          </Text>
          {boxes(outgoing)}
        </Stack>
      </SimpleGrid>
      <Divider my="lg" />
      <AutomaticBoxes draft={draft} onChange={(automatic) => change({ ...draft, automatic })} />
      <Divider my="lg" />
      <SaveAndSync form={form} newest={read} />
    </Paper>
  )
}

function IncludeBox({ name, on, onToggle }: { name: Includable; on: boolean; onToggle: (name: Includable, on: boolean) => void }) {
  const { provider } = useHere()
  return (
    <Checkbox
      label={includeWords[name].label}
      description={includeHint(name, provider)}
      checked={on}
      onChange={(event) => onToggle(name, event.currentTarget.checked)}
    />
  )
}
