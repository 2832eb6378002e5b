import { Anchor, Group, Stack } from '@mantine/core'
import { Link } from 'wouter'
import type { SyncRun } from '../../api/contract.ts'
import { runPath } from '../reading/paths.ts'
import { useHere } from './company-context.ts'
import { ItemList } from './item-list.tsx'
import { OutwardLink } from './outward-link.tsx'
import { RunProgress } from './run-progress.tsx'

/** A run opened: its counts, then every document. */
export function RunDetails({ run, linked = false }: { run: SyncRun; linked?: boolean }) {
  const { connectionPath } = useHere()
  const path = runPath(connectionPath, run.syncRunId)
  return (
    <Stack>
      <RunProgress run={run} linked={false} />
      <Group gap="lg">
        {linked && (
          <Anchor component={Link} href={`/history/${run.syncRunId}`} size="sm">
            This run on a page of its own
          </Anchor>
        )}
        <Anchor href={`${path}/items?format=csv`} size="sm" download>
          As a file (CSV)
        </Anchor>
        <OutwardLink url={run.temporalUrl}>Open in the Temporal UI</OutwardLink>
      </Group>
      <ItemList path={`${path}/items`} />
    </Stack>
  )
}
