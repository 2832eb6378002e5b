import { Anchor, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import type { AcceptedSyncRun, Preview } from '../../api/contract.ts'
import { previewPath } from '../reading/paths.ts'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'
import { isOver } from '../words/status-words.ts'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'
import { PreviewCounts } from './preview-counts.tsx'
import { StageWords } from './stage-words.tsx'

const LOOK_EVERY_SECONDS = 1

/** The pop-up before anything is sent: what would go, what would not and why. Proceed carries out exactly this. */
export function PreviewModal({ previewId, onClose, onAgain }: { previewId: string; onClose: () => void; onAgain: () => void }) {
  const { connectionPath, provider } = useHere()
  const preview = useRead<Preview>(previewPath(connectionPath, previewId), (read) =>
    read && isOver(read) ? undefined : LOOK_EVERY_SECONDS,
  )
  return (
    <Modal opened onClose={onClose} title={`What will be sent to ${provider}`} size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack aria-live="polite">
        {preview.error && <FailureAlert failure={preview.error} />}
        {preview.data && isOver(preview.data) && <Counted preview={preview.data} onClose={onClose} onAgain={onAgain} />}
        {!(preview.data && isOver(preview.data)) && <Counting preview={preview.data} />}
      </Stack>
    </Modal>
  )
}

function Counting({ preview }: { preview: Preview | undefined }) {
  const { provider } = useHere()
  return (
    <Group gap="sm" wrap="nowrap">
      <Loader size="sm" aria-hidden />
      <div>
        <Text>Counting. Nothing is sent yet.</Text>
        <Text size="sm" c="dimmed">
          {preview?.status === 'Queued' || !preview?.stage ? 'Waits to start' : <StageWords stage={preview.stage} provider={provider} />}
        </Text>
      </div>
    </Group>
  )
}

function Counted({ preview, onClose, onAgain }: { preview: Preview; onClose: () => void; onAgain: () => void }) {
  const { connectionPath } = useHere()
  const [, go] = useLocation()
  const proceed = useAction<AcceptedSyncRun>([`${connectionPath}/sync-runs`], () => {
    onClose()
    go('/')
  })
  const start = () =>
    proceed.mutate({
      method: 'POST',
      path: `${connectionPath}/sync-runs`,
      body: { previewId: preview.previewId },
      // However often it is pressed, one preview is carried out once.
      idempotencyKey: `proceed-${preview.previewId}`,
    })
  const failed = preview.status === 'Failed'
  return (
    <>
      <PreviewCounts preview={preview} />
      {proceed.error && <FailureAlert failure={proceed.error} />}
      <Group justify="space-between" pos="sticky" bottom={0} py="md" bg="var(--mantine-color-body)">
        <Anchor component={Link} href={`/previews/${preview.previewId}`} size="sm">
          Look at every document
        </Anchor>
        <Group>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {failed || proceed.error ? (
            <Button onClick={onAgain}>Count again</Button>
          ) : (
            <Button loading={proceed.isPending} onClick={start} data-autofocus>
              Proceed
            </Button>
          )}
        </Group>
      </Group>
    </>
  )
}
