import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Match } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { MatchCard } from '../parts/match-card.tsx'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { usePages } from '../reading/use-read.ts'

const states = [
  { value: 'asked', label: 'To answer' },
  { value: 'later', label: 'Later' },
  { value: 'decided', label: 'Answered' },
]

/** Is this the same customer? Both sides beside each other. */
export function MatchesPage() {
  const { connectionPath, provider } = useHere()
  const [state, setState] = useState('asked')
  const matches = usePages<Match>(`${connectionPath}/matches`, { state })
  return (
    <>
      <PageTitle
        title="Is this the same customer?"
        about={`These customers look like contacts in ${provider}, and it is not sure. Their documents wait for your answer; everything else goes on.`}
      >
        <SegmentedControl aria-label="Which questions" data={states} value={state} onChange={setState} />
      </PageTitle>
      <Reading read={{ data: matches.items, error: matches.error }}>
        {(items) =>
          items.length === 0 ? (
            <NothingHere title={state === 'asked' ? 'There is no open question' : 'None'} />
          ) : (
            <Stack>
              {items.map((match) => (
                <MatchCard key={match.matchId} match={match} />
              ))}
            </Stack>
          )
        }
      </Reading>
      <MoreButton list={matches} />
    </>
  )
}
