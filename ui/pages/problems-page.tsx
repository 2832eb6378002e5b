import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ProblemRecord } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'
import { Reading } from '../parts/reading.tsx'
import { usePages } from '../reading/use-read.ts'

const states = [
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'dismissed', label: 'Dismissed' },
]

/** What is wrong now, each with who mends it and what can be pressed. */
export function ProblemsPage() {
  const { connectionPath } = useHere()
  const [state, setState] = useState('open')
  const problems = usePages<ProblemRecord>(`${connectionPath}/problems`, { state })
  return (
    <>
      <PageTitle title="Problems" about="What is wrong now, why, and what to do. Everything else goes on meanwhile.">
        <SegmentedControl aria-label="Which problems" data={states} value={state} onChange={setState} />
      </PageTitle>
      <Reading read={{ data: problems.items, error: problems.error }}>
        {(items) =>
          items.length === 0 ? (
            <NothingHere title={state === 'open' ? 'There is no open problem' : 'None'} />
          ) : (
            <Stack>
              {items.map((problem) => (
                <ProblemCard key={problem.problemId} problem={problem} />
              ))}
            </Stack>
          )
        }
      </Reading>
      <MoreButton list={problems} />
    </>
  )
}
