import { Button, Group, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Connection } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'

/** One consent can bring several organisations: which one are this company's books? */
export function ChooseOrganisation() {
  const { connection, companyPath, connectionPath } = useHere()
  const [chosen, setChosen] = useState<string | null>(null)
  const choose = useAction<Connection>([`${companyPath}/connections`])
  const send = () => choose.mutate({ method: 'POST', path: `${connectionPath}/organisation`, body: { organisationId: chosen } })
  return (
    <Stack gap="sm">
      <Radio.Group label="Which organisation are this company’s books?" value={chosen} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {connection.organisations.map(({ organisationId, name }) => (
            <Radio key={organisationId} value={organisationId} label={name} />
          ))}
        </Stack>
      </Radio.Group>
      {choose.error && <FailureAlert failure={choose.error} />}
      <Group>
        <Button disabled={chosen === null} loading={choose.isPending} onClick={send}>
          Use this organisation
        </Button>
      </Group>
    </Stack>
  )
}
