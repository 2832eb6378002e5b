import { Center, Loader } from '@mantine/core'
import { Route, Switch } from 'wouter'
import type { Session } from '../api/contract.ts'
import { ApiProblem } from './api-client.ts'
import { CompaniesPage } from './pages/companies-page.tsx'
import { CompanyPages } from './pages/company-pages.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { RunsPage } from './pages/runs-page.tsx'
import { SignedOutPage } from './pages/signed-out-page.tsx'
import { FailureAlert } from './parts/failure-alert.tsx'
import { Frame } from './parts/frame.tsx'
import { useRead } from './reading/use-read.ts'

/** The pages, for whoever is signed in. */
export function App() {
  const session = useRead<Session>('/v1/session')
  if (session.error instanceof ApiProblem && session.error.details.status === 401) return <SignedOutPage />
  if (session.data) return <SignedIn session={session.data} />
  return <Center mih="60vh">{session.error ? <FailureAlert failure={session.error} /> : <Loader aria-label="Loading" />}</Center>
}

function SignedIn({ session }: { session: Session }) {
  return (
    <Switch>
      <Route path="/">
        <Frame session={session}>
          <CompaniesPage session={session} />
        </Frame>
      </Route>
      <Route path="/runs">
        <Frame session={session}>
          <RunsPage session={session} />
        </Frame>
      </Route>
      <Route path="/companies/:companyId" nest>
        {({ companyId }) => <CompanyPages key={companyId} session={session} companyId={companyId} />}
      </Route>
      <Route>
        <Frame session={session}>
          <NotFoundPage />
        </Frame>
      </Route>
    </Switch>
  )
}
