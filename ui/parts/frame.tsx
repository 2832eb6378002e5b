import { Anchor, AppShell, Burger, Button, Container, Group, NavLink, Text, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Session } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { Brand } from './brand.tsx'
import { SandboxBanner } from './sandbox-banner.tsx'

interface Parts {
  session: Session
  /** What stands in the head beside the name: the company. */
  where?: ReactNode
  bell?: ReactNode
  links?: ReactNode
  children: ReactNode
}

/** The head and the side of every page, and the banner that says when the books are pretend ones. */
export function Frame({ session, where, bell, links, children }: Parts) {
  const [opened, { toggle, close }] = useDisclosure()
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={0}>
      <a className="skip-link" href="#content">
        To the content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" aria-expanded={opened} />
            <Anchor component={Link} href="~/" c="inherit" underline="never">
              <Brand />
            </Anchor>
            {where}
          </Group>
          <Group gap="xs" wrap="nowrap">
            {bell}
            <SignOut session={session} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages" onClick={close}>
        {links}
        {session.scope !== 'company' && <WideLinks />}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <SandboxBanner session={session} />
        <Container size="xl" py="xl">
          {children}
        </Container>
      </AppShell.Main>
    </AppShell>
  )
}

/** For hosts and support, who see more than one company. */
function WideLinks() {
  return (
    <>
      <Text size="xs" c="dimmed" fw={600} px="sm" pt="md" pb={4}>
        All companies
      </Text>
      <NavLink component={Link} href="~/" label="Companies" />
      <NavLink component={Link} href="~/runs" label="Runs" />
    </>
  )
}

function SignOut({ session }: { session: Session }) {
  const signOut = useAction<unknown>([], () => window.location.assign('/'))
  return (
    <>
      <Text size="sm" c="dimmed" visibleFrom="md">
        <VisuallyHidden>Signed in as </VisuallyHidden>
        {session.name}
      </Text>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={signOut.isPending}
        onClick={() => signOut.mutate({ method: 'DELETE', path: '/v1/session' })}
      >
        Sign out
      </Button>
    </>
  )
}
