import { ActionIcon, Anchor, Box, Button, Group, Indicator, Popover, ScrollArea, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Company, Notification, Notifications } from '../../api/contract.ts'
import { companyPath } from '../reading/paths.ts'
import { useAction } from '../reading/use-action.ts'
import { useRead } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'
import { FailureAlert } from './failure-alert.tsx'

const EVERY_SECONDS = 10

/** What has happened that someone should know, newest first; the figure says how many are unread. */
export function Bell({ company }: { company: Company }) {
  const path = `${companyPath(company.companyId)}/notifications`
  const list = useRead<Notifications>(path, EVERY_SECONDS)
  const [open, setOpen] = useState(false)
  const unread = list.data?.unread ?? 0
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} shadow="md" trapFocus>
      <Indicator label={unread > 99 ? '99+' : unread} size={18} disabled={unread === 0} color="red.9" offset={4}>
        <Popover.Target>
          <ActionIcon variant="subtle" size="lg" onClick={() => setOpen(!open)} aria-label={bellLabel(unread, list.error)}>
            <BellIcon />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications">
        {list.error && <FailureAlert failure={list.error} />}
        <ScrollArea.Autosize mah={440} viewportProps={{ tabIndex: 0 }}>
          {list.data?.items.map((one) => (
            <Entry key={one.notificationId} one={one} company={company} path={path} onOpen={() => setOpen(false)} />
          ))}
          {list.data?.items.length === 0 && (
            <Text p="md" c="dimmed" size="sm">
              Nothing has been notified yet.
            </Text>
          )}
        </ScrollArea.Autosize>
        {list.data && unread > 0 && <ReadAll list={list.data.items} path={path} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function bellLabel(unread: number, error: Error | null): string {
  if (error) return 'Notifications: could not be read'
  return unread === 0 ? 'Notifications: none unread' : `Notifications: ${unread} unread`
}

function Entry({ one, company, path, onOpen }: { one: Notification; company: Company; path: string; onOpen: () => void }) {
  const read = useAction<unknown>([path])
  const markRead = () => read.mutate({ method: 'POST', path: `${path}/${one.notificationId}/read` })
  const href = addressOf(one, company)
  return (
    <Box px="md" py="sm" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Text size="sm" fw={one.readAt ? 400 : 600}>
        {one.text}
      </Text>
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed">
          {momentWords(one.at, company.timeZone)}
        </Text>
        <Group gap="sm">
          {href && (
            <Anchor
              component={Link}
              href={href}
              size="xs"
              onClick={() => {
                if (!one.readAt) markRead()
                onOpen()
              }}
            >
              Look at it
            </Anchor>
          )}
          {!one.readAt && (
            <Button variant="subtle" size="compact-xs" loading={read.isPending} onClick={markRead}>
              Mark as read
            </Button>
          )}
        </Group>
      </Group>
      {read.error && <FailureAlert failure={read.error} />}
    </Box>
  )
}

function ReadAll({ list, path }: { list: Notification[]; path: string }) {
  const read = useAction<unknown>([path])
  const all = async () => {
    for (const { notificationId, readAt } of list)
      if (!readAt) await read.mutateAsync({ method: 'POST', path: `${path}/${notificationId}/read` })
  }
  return (
    <Stack p="xs" gap="xs">
      {read.error && <FailureAlert failure={read.error} />}
      <Button
        variant="subtle"
        size="compact-sm"
        loading={read.isPending}
        onClick={() => void all().catch(() => undefined /* shown above */)}
      >
        Mark these as read
      </Button>
    </Stack>
  )
}

function addressOf(one: Notification, company: Company): string | undefined {
  if (!one.connectionId) return undefined
  const base = `~/companies/${company.companyId}/${one.connectionId}`
  return one.syncRunId ? `${base}/history/${one.syncRunId}` : base
}

function BellIcon() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M6 9a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7z" />
      <path d="M10 20a2 2 0 0 0 4 0" />
    </svg>
  )
}
