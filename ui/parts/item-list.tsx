import { Group, NativeSelect, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { SyncRunItem } from '../../api/contract.ts'
import { usePages } from '../reading/use-read.ts'
import { documentKinds, kindWords } from '../words/kind-words.ts'
import { decisionNames, outcomeNames, toldDecision, toldOutcome } from '../words/outcome-words.ts'
import { useHere } from './company-context.ts'
import { ItemRow } from './item-row.tsx'
import { MoreButton } from './more-button.tsx'
import { Reading } from './reading.tsx'
import { useOpenProblems } from './use-open-problems.ts'

/** The documents of a run or, `planned`, of a preview, each with its message, links and buttons. */
export function ItemList({ path, planned = false }: { path: string; planned?: boolean }) {
  const { provider } = useHere()
  const [told, setTold] = useState('')
  const [kind, setKind] = useState('')
  const items = usePages<SyncRunItem>(path, { [planned ? 'decision' : 'outcome']: told || undefined, kind: kind || undefined })
  const problems = useOpenProblems(!planned)
  const choices = planned
    ? decisionNames.map((name) => ({ value: name, label: toldDecision(name, provider).words }))
    : outcomeNames.map((name) => ({ value: name, label: toldOutcome(name, provider).words }))
  const kinds = documentKinds.map((name) => ({ value: name, label: kindWords[name].many }))
  return (
    <div>
      <Group mb="xs">
        <NativeSelect
          aria-label="What happened"
          size="xs"
          value={told}
          onChange={(event) => setTold(event.currentTarget.value)}
          data={[{ value: '', label: 'Whatever happened' }, ...choices]}
        />
        <NativeSelect
          aria-label="Kind"
          size="xs"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[{ value: '', label: 'All kinds' }, ...kinds]}
        />
      </Group>
      <Reading read={{ data: items.items, error: items.error }}>
        {(rows) =>
          rows.length === 0 ? (
            <Text c="dimmed">No documents{told || kind ? ' of this kind' : ''}.</Text>
          ) : (
            <ItemTable items={rows} problems={problems} />
          )
        }
      </Reading>
      <MoreButton list={items} />
    </div>
  )
}

function ItemTable({ items, problems }: { items: SyncRunItem[]; problems: ReturnType<typeof useOpenProblems> }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label="Documents" verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Document</Table.Th>
            <Table.Th>Customer</Table.Th>
            <Table.Th className="figures">Amount</Table.Th>
            <Table.Th>What happened</Table.Th>
            <Table.Th>Look at it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <ItemRow key={item.itemId} item={item} problems={problems} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
