import { Center, Loader, Select, Text } from '@mantine/core'
import { Redirect, Route, Switch, useLocation, useSearchParams } from 'wouter'
import type { Company, Connection, Page, Session } from '../../api/contract.ts'
import { Bell } from '../parts/bell.tsx'
import { type Here, HereContext } from '../parts/company-context.ts'
import { CompanyLinks } from '../parts/company-links.tsx'
import { FailureAlert } from '../parts/failure-alert.tsx'
import { Frame } from '../parts/frame.tsx'
import { companyPath, connectionPath } from '../reading/paths.ts'
import { useChanges } from '../reading/use-changes.ts'
import { useRead } from '../reading/use-read.ts'
import { documentHref } from '../words/document-href.ts'
import { splitRef } from '../words/kind-words.ts'
import { ConnectPage } from './connect-page.tsx'
import { ConnectionPages } from './connection-pages.tsx'

const CONNECTIONS_EVERY_SECONDS = 15

/** The pages of one company: of its connection, or of making one. */
export function CompanyPages({ session, companyId }: { session: Session; companyId: string }) {
  const path = companyPath(companyId)
  const company = useRead<Company>(path)
  const connections = useRead<Page<Connection>>(`${path}/connections`, CONNECTIONS_EVERY_SECONDS)
  useChanges(`${path}/changes`, path)
  const [search] = useSearchParams()
  if (!company.data || !connections.data) return <StillReading session={session} error={company.error ?? connections.error} />
  const items = connections.data.items
  return (
    <Switch>
      <Route path="/">
        {items[0] ? (
          <Redirect to={backAddress(items, search)} replace />
        ) : (
          <Frame session={session} where={<CompanyName company={company.data} />} bell={<Bell company={company.data} />}>
            <ConnectPage session={session} company={company.data} />
          </Frame>
        )}
      </Route>
      <Route path="/:connectionId" nest>
        {({ connectionId }) => <OfConnection session={session} company={company.data} connections={items} connectionId={connectionId} />}
      </Route>
    </Switch>
  )
}

function OfConnection(parts: { session: Session; company: Company; connections: Connection[]; connectionId: string }) {
  const { session, company, connections, connectionId } = parts
  const connection = connections.find((one) => one.connectionId === connectionId)
  if (!connection) return <Redirect to="~/" replace />
  const here: Here = {
    session,
    company,
    connection,
    companyPath: companyPath(company.companyId),
    connectionPath: connectionPath(company.companyId, connectionId),
    provider: connection.providerLabel,
  }
  const where = (
    <>
      <CompanyName company={company} />
      {connections.length > 1 && <Switcher company={company} connections={connections} chosen={connectionId} />}
    </>
  )
  return (
    <HereContext value={here}>
      <Frame session={session} where={where} bell={<Bell company={company} />} links={<CompanyLinks />}>
        <ConnectionPages />
      </Frame>
    </HereContext>
  )
}

/** After a sign-in the address names the connection and what went wrong, if something did; a search names a document. */
function backAddress(connections: Connection[], search: URLSearchParams): string {
  const named = connections.find(({ connectionId }) => connectionId === search.get('connection'))
  const { connectionId } = named ?? best(connections)
  const [problem, document] = [search.get('problem'), search.get('document')]
  if (document) return `/${connectionId}${documentHref(splitRef(document))}`
  return problem ? `/${connectionId}?problem=${encodeURIComponent(problem)}` : `/${connectionId}`
}

/** The connection that a person most likely means: one that works, else the newest. */
function best(connections: Connection[]): Connection {
  const newestFirst = connections.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  const best =
    newestFirst.find(({ state }) => state === 'ready') ?? newestFirst.find(({ state }) => state !== 'disconnected') ?? newestFirst[0]
  if (!best) throw new Error('There is a connection to choose')
  return best
}

function CompanyName({ company }: { company: Company }) {
  return (
    <Text c="dimmed" truncate maw={360} visibleFrom="xs">
      {company.name}
    </Text>
  )
}

function Switcher({ company, connections, chosen }: { company: Company; connections: Connection[]; chosen: string }) {
  const [, go] = useLocation()
  const data = connections.map(({ connectionId, providerLabel, organisation }) => ({
    value: connectionId,
    label: `${providerLabel} · ${organisation?.name ?? 'no organisation yet'}`,
  }))
  return (
    <Select
      aria-label="Connection"
      size="xs"
      w={260}
      data={data}
      value={chosen}
      allowDeselect={false}
      onChange={(id) => id && go(`~/companies/${company.companyId}/${id}`)}
    />
  )
}

function StillReading({ session, error }: { session: Session; error: Error | null }) {
  return (
    <Frame session={session}>
      {error ? (
        <FailureAlert failure={error} />
      ) : (
        <Center mih="40vh">
          <Loader aria-label="Loading" />
        </Center>
      )}
    </Frame>
  )
}
