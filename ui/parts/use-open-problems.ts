import type { Page, ProblemRecord } from '../../api/contract.ts'
import { call, withQuery } from '../api-client.ts'
import { useQuery } from '@tanstack/react-query'
import { useHere } from './company-context.ts'

const PER_PAGE = 200
const PAGES_AT_MOST = 10

/** The open problem of a document or a part of it, if there is one now: a run tells what was, a button needs what is. */
export type OpenProblems = (document: { kind: string; externalId: string; part: string }) => ProblemRecord | undefined

/** Reads the open problems of the connection once for a list of documents. */
export function useOpenProblems(wanted: boolean): OpenProblems {
  const { connectionPath } = useHere()
  const path = `${connectionPath}/problems`
  const read = useQuery({ queryKey: [path, 'all open'], queryFn: () => readOpen(path), enabled: wanted })
  const byDocument = new Map(read.data?.map((problem) => [keyOf(problem), problem]))
  return (document) => byDocument.get(keyOf(document))
}

const keyOf = ({ kind, externalId, part }: { kind: string | null; externalId: string | null; part: string }): string =>
  `${kind}/${externalId}/${part}`

async function readOpen(path: string): Promise<ProblemRecord[]> {
  const problems: ProblemRecord[] = []
  let cursor: string | null | undefined
  for (let page = 0; page < PAGES_AT_MOST && cursor !== null; page += 1) {
    const read: Page<ProblemRecord> = await call('GET', withQuery(path, { state: 'open', limit: PER_PAGE, cursor }))
    problems.push(...read.items)
    cursor = read.nextCursor
  }
  return problems
}
