import { Alert, Text } from '@mantine/core'
import { useSearchParams } from 'wouter'
import { useHere } from './company-context.ts'

/** Shown once after coming back from a sign-in that did not succeed. */
export function SignInFailed() {
  const { provider } = useHere()
  const [search, setSearch] = useSearchParams()
  const code = search.get('problem')
  if (!code) return null
  return (
    <Alert
      mb="lg"
      color="red"
      title="The sign-in did not succeed"
      role="alert"
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => setSearch({})}
    >
      <Text size="sm">
        {words[code] ?? `${provider} did not let us in (${code}).`} Nothing was changed. Sign in again when you are ready.
      </Text>
    </Alert>
  )
}

const words: Record<string, string> = {
  CONSENT_REFUSED: 'Access was not allowed there.',
  ORGANISATION_NOT_CHOSEN: 'No organisation was chosen there.',
}
