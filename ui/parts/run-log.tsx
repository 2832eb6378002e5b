import { Button, Collapse, Paper, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useId } from 'react'
import type { Page } from '../../api/contract.ts'
import { usePages } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'
import { useHere } from './company-context.ts'
import { MoreButton } from './more-button.tsx'
import { Reading } from './reading.tsx'

/** What a run noted as it went: for support. It carries ids and counts, never names or amounts. */
export function RunLog({ path }: { path: string }) {
  const [open, { toggle }] = useDisclosure()
  const id = useId()
  return (
    <Paper>
      <Title order={2} fz="md">
        <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={open} aria-controls={id}>
          Log of this run, for support
        </Button>
      </Title>
      <Collapse expanded={open} id={id}>
        {open && <Lines path={path} />}
      </Collapse>
    </Paper>
  )
}

interface LogLine {
  id: number
  at: string
  level: string
  stage: string
  event: string
  facts: Record<string, string | number>
}

function Lines({ path }: { path: string }) {
  const { company } = useHere()
  const log = usePages<Page<LogLine>['items'][number]>(path)
  return (
    <Reading read={{ data: log.items, error: log.error }}>
      {(lines) => (
        <>
          {lines.length === 0 && <Text c="dimmed">Nothing was noted.</Text>}
          <Table.ScrollContainer minWidth={500}>
            <Table verticalSpacing={4} fz="sm" aria-label="Log">
              <Table.Tbody>
                {lines.map(({ id, at, level, stage, event, facts }) => (
                  <Table.Tr key={id}>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{momentWords(at, company.timeZone)}</Table.Td>
                    <Table.Td>{stage}</Table.Td>
                    <Table.Td fw={level === 'info' ? 400 : 700}>{event}</Table.Td>
                    <Table.Td>{factWords(facts)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <MoreButton list={log} />
        </>
      )}
    </Reading>
  )
}

const factWords = (facts: Record<string, string | number>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
