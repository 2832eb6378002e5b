import { Button, Checkbox, Code, Collapse, CopyButton, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type FormEvent, useId, useState } from 'react'
import type { AppKeys } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'
import { FailureAlert } from './failure-alert.tsx'
import { Reading } from './reading.tsx'

interface Parts {
  companyPath: string
  provider: string
  label: string
}

/** For offices that have an app of their own at the accounting package: its keys, and the address to register there. */
export function AppKeysForm(parts: Parts) {
  const [open, { toggle }] = useDisclosure()
  const id = useId()
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={open} aria-controls={id}>
        Use your own {parts.label} app
      </Button>
      <Collapse expanded={open} id={id}>
        {open && <Keys {...parts} />}
      </Collapse>
    </div>
  )
}

function Keys({ companyPath, provider, label }: Parts) {
  const path = `${companyPath}/app-keys/${provider}`
  const keys = useRead<AppKeys>(path)
  return (
    <Stack gap="sm" mt="sm">
      <Text size="sm">
        Make an app at {label}’s developer site, give it this redirect address, then enter its client id and secret here. The secret is
        sealed and never shown again.
      </Text>
      <Reading read={keys}>
        {(known) => (
          <>
            <RedirectAddress address={known.redirectUrl} />
            {known.clientId && <Text size="sm">In use now: client id {known.clientId}.</Text>}
            <KeysForm path={path} />
          </>
        )}
      </Reading>
    </Stack>
  )
}

function RedirectAddress({ address }: { address: string }) {
  return (
    <Group gap="xs">
      <Code>{address}</Code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-xs" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}

function KeysForm({ path }: { path: string }) {
  const [clientId, setClientId] = useState('')
  const [clientSecret, setClientSecret] = useState('')
  const [consent, setConsent] = useState(false)
  const save = useAction<AppKeys>([path])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ method: 'PUT', path, body: { clientId, clientSecret, consent: true } })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label="Client id" required value={clientId} onChange={(event) => setClientId(event.currentTarget.value)} />
        <PasswordInput
          label="Client secret"
          required
          value={clientSecret}
          onChange={(event) => setClientSecret(event.currentTarget.value)}
          autoComplete="off"
        />
        <Checkbox
          label="I agree that these keys are kept here for the integration"
          required
          checked={consent}
          onChange={(event) => setConsent(event.currentTarget.checked)}
        />
        {save.error && <FailureAlert failure={save.error} />}
        {save.isSuccess && <Text size="sm">Saved. Connect now.</Text>}
        <Group>
          <Button type="submit" variant="default" loading={save.isPending} disabled={!consent}>
            Save keys
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
