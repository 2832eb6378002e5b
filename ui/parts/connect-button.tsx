import { Button, type ButtonProps } from '@mantine/core'
import type { BegunConnection } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { FailureAlert } from './failure-alert.tsx'

interface Parts extends ButtonProps {
  companyId: string
  /** Where to ask for it: a new connection of a provider, or the same connection again. */
  path: string
  body?: { provider: string }
  children: string
}

/** Takes the browser to the accounting package's own sign-in; it comes back to this company. */
export function ConnectButton({ companyId, path, body, children, ...looks }: Parts) {
  const connect = useAction<BegunConnection>([], ({ authorizeUrl }) => window.location.assign(authorizeUrl))
  const returnTo = `/companies/${companyId}`
  return (
    <div>
      <Button
        {...looks}
        loading={connect.isPending || connect.isSuccess}
        onClick={() => connect.mutate({ method: 'POST', path, body: { ...body, returnTo } })}
      >
        {children}
      </Button>
      {connect.error && <FailureAlert failure={connect.error} />}
    </div>
  )
}
