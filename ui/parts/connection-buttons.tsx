import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useAction } from '../reading/use-action.ts'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'

/** Pause, go on, disconnect. */
export function ConnectionButtons() {
  const { connection, companyPath, connectionPath } = useHere()
  const act = useAction<unknown>([`${companyPath}/connections`])
  const [asking, { open, close }] = useDisclosure()
  const { state } = connection
  if (state === 'consenting' || state === 'choosing' || state === 'disconnected') return null
  const post = (verb: 'pause' | 'resume') => act.mutate({ method: 'POST', path: `${connectionPath}/${verb}` })
  return (
    <>
      {state === 'paused' ? (
        <Button variant="default" loading={act.isPending} onClick={() => post('resume')}>
          Go on sending
        </Button>
      ) : (
        <Button variant="default" loading={act.isPending} onClick={() => post('pause')}>
          Pause
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={open}>
        Disconnect
      </Button>
      {act.error && <FailureAlert failure={act.error} />}
      <ConfirmDisconnect opened={asking} onClose={close} />
    </>
  )
}

function ConfirmDisconnect({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { companyPath, connectionPath, provider, connection } = useHere()
  const end = useAction<unknown>([`${companyPath}/connections`], onClose)
  return (
    <Modal opened={opened} onClose={onClose} title={`Disconnect ${provider}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="sm">
        Nothing more is sent to or read from {connection.organisation?.name ?? provider}. Settings, links and history are kept: connect
        again and it goes on where it was. Nothing changes in the books.
      </Text>
      {end.error && <FailureAlert failure={end.error} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button color="red.9" loading={end.isPending} onClick={() => end.mutate({ method: 'DELETE', path: connectionPath })}>
          Disconnect
        </Button>
      </Group>
    </Modal>
  )
}
