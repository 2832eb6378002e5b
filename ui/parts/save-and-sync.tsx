import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { AcceptedPreview, SettingsReply } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'
import { PreviewModal } from './preview-modal.tsx'
import type { SettingsDraft } from './use-settings-draft.ts'

/** Saves what was changed; with Save & Sync then counts what a run would do and shows it before anything is sent. */
export function SaveAndSync({ form, newest }: { form: SettingsDraft; newest: SettingsReply }) {
  const { connection, connectionPath } = useHere()
  const { draft, changed, ground } = form
  const save = useAction<SettingsReply>([`${connectionPath}/settings`], form.beginFrom)
  const count = useAction<AcceptedPreview>([])
  const [previewId, setPreviewId] = useState<string>()
  const ready = connection.state === 'ready' || connection.state === 'needs-permission'
  const saveDraft = () => save.mutateAsync({ method: 'PUT', path: `${connectionPath}/settings`, body: draft, ifMatch: ground.version })
  const saveAndSync = async () => {
    if (changed) await saveDraft()
    const { previewId: made } = await count.mutateAsync({
      method: 'POST',
      path: `${connectionPath}/previews`,
      body: { include: draft.include },
    })
    setPreviewId(made)
  }
  const shown = () => undefined // the failure is shown below, by the action that had it
  return (
    <Stack gap="sm">
      {form.overtaken && <Overtaken onTake={() => form.beginFrom(newest)} />}
      {save.error && <FailureAlert failure={save.error} />}
      {count.error && <FailureAlert failure={count.error} />}
      <Group>
        <Button
          onClick={() => void saveAndSync().catch(shown)}
          loading={save.isPending || count.isPending}
          disabled={!ready || draft.include.length === 0}
        >
          Save & Sync
        </Button>
        <Button variant="default" onClick={() => void saveDraft().catch(shown)} loading={save.isPending} disabled={!changed}>
          Save
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {stateWords({ changed, ready, nothing: draft.include.length === 0, saved: save.isSuccess })}
        </Text>
      </Group>
      {previewId && (
        <PreviewModal
          key={previewId}
          previewId={previewId}
          onClose={() => setPreviewId(undefined)}
          onAgain={() => void saveAndSync().catch(shown)}
        />
      )}
    </Stack>
  )
}

function Overtaken({ onTake }: { onTake: () => void }) {
  return (
    <Alert color="yellow" title="Somebody else has saved these settings meanwhile">
      <Text size="sm">What you have changed here is not saved and cannot be until you begin from theirs.</Text>
      <Button mt="xs" variant="default" size="compact-sm" onClick={onTake}>
        Drop my changes and show theirs
      </Button>
    </Alert>
  )
}

function stateWords(of: { changed: boolean; ready: boolean; nothing: boolean; saved: boolean }): string {
  if (!of.ready) return 'Syncing needs a working connection.'
  if (of.nothing) return 'Tick what to sync.'
  if (of.changed) return 'Changes are not saved yet.'
  return of.saved ? 'Saved.' : 'You see the counts before anything is sent.'
}
