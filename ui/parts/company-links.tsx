import { Badge, NavLink } from '@mantine/core'
import { Link, useRoute } from 'wouter'
import type { Match, Page, ProblemRecord } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { useHere } from './company-context.ts'

const COUNTED = 100
const EVERY_SECONDS = 20

/** The pages of a connection, with how many problems and questions are open. */
export function CompanyLinks() {
  const { connectionPath } = useHere()
  const problems = useRead<Page<ProblemRecord>>(withQuery(`${connectionPath}/problems`, { state: 'open', limit: COUNTED }), EVERY_SECONDS)
  const matches = useRead<Page<Match>>(withQuery(`${connectionPath}/matches`, { state: 'asked', limit: COUNTED }), EVERY_SECONDS)
  return (
    <>
      <PageLink href="/" label="Accounts Integration" />
      <PageLink href="/settings" label="Settings and mapping" />
      <PageLink href="/history" label="Sync history" below />
      <PageLink href="/problems" label="Problems" open={openCount(problems.data)} />
      <PageLink href="/matches" label="Matches" open={openCount(matches.data)} />
      <PageLink href="/documents" label="Documents" below />
      <PageLink href="/tie-out" label="Tie-out" />
    </>
  )
}

/** Past one page the exact figure does not matter: `100+`. */
function openCount(page: Page<unknown> | undefined): string | undefined {
  if (!page || page.items.length === 0) return undefined
  return page.nextCursor ? `${page.items.length}+` : String(page.items.length)
}

function PageLink({ href, label, open, below = false }: { href: string; label: string; open?: string | undefined; below?: boolean }) {
  const [exact] = useRoute(href)
  const [inside] = useRoute(`${href}/*`)
  const active = exact || (below && inside)
  const count = open && (
    <Badge variant="filled" color="yellow.3" c="#4d3800" size="sm" circle={open.length === 1} aria-label={`${open} open`}>
      {open}
    </Badge>
  )
  return (
    <NavLink component={Link} href={href} label={label} active={active} aria-current={active ? 'page' : undefined} rightSection={count} />
  )
}
