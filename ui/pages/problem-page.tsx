import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { ProblemRecord } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { PageTitle } from '../parts/page-title.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'
import { Reading } from '../parts/reading.tsx'
import { useRead } from '../reading/use-read.ts'

/** One problem, open or closed: where a run's history leads. */
export function ProblemPage({ problemId }: { problemId: string }) {
  const { connectionPath } = useHere()
  const problem = useRead<ProblemRecord>(`${connectionPath}/problems/${problemId}`)
  return (
    <>
      <PageTitle title="Problem">
        <Anchor component={Link} href="/problems" size="sm">
          All problems
        </Anchor>
      </PageTitle>
      <Reading read={problem}>{(read) => <ProblemCard problem={read} />}</Reading>
    </>
  )
}
