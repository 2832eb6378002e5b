import { setTimeout as pause } from 'node:timers/promises'
import { answerMatches } from '../../scripts/demo/answer-matches.ts'
import { DemoError } from '../../scripts/demo/host-client.ts'
import type { Run } from '../../scripts/demo/save-and-sync.ts'
import type { OfficeAnswer, OpenProblem, Scene } from './scene.ts'

/** What one round of answering came to. */
export interface Answered {
  matches: boolean
  /** By code and choice. */
  choices: Map<string, number>
}

/** Looks at every open question and problem and answers what this office has an answer to; what it starts is waited for. */
export async function answerAll(scene: Scene, say: (line: string) => void): Promise<Answered> {
  const { stack, company, town } = scene
  const matches = await answerMatches(stack.host, stack.sandbox, company, town.data.answers, say)
  const choices = new Map<string, number>()
  const runs = new Set<string>()
  for (const problem of await openProblems(scene)) {
    const answer = answerTo(scene, problem)
    if (answer === undefined) continue
    const run = await press(scene, problem, answer)
    if (run !== null) runs.add(run)
    const key = `${problem.code} → ${answer.choice}`
    choices.set(key, (choices.get(key) ?? 0) + 1)
  }
  for (const run of runs) await finished(scene, run)
  return { matches, choices }
}

/** Everything that is open, page by page. */
export async function openProblems({ stack, company }: Pick<Scene, 'stack' | 'company'>): Promise<OpenProblem[]> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/problems?limit=200`
  const problems: OpenProblem[] = []
  for (let cursor = ''; ; ) {
    const page = await stack.host.get<{ items: OpenProblem[]; nextCursor: string | null }>(`${at}${cursor}`)
    problems.push(...page.items)
    if (page.nextCursor === null) return problems
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
}

/** A story's own answer first, then what the office does with every problem of the kind. */
function answerTo(scene: Scene, problem: OpenProblem): OfficeAnswer | undefined {
  const ref = `${problem.kind ?? ''}/${problem.externalId ?? ''}`
  const own = scene.answers.get(`${ref} ${problem.code}`)
  // What the data set itself leaves open stays open.
  return own ?? (scene.town.exceptions.has(ref) ? undefined : houseRules[problem.code]?.(scene, problem))
}

const houseRules: Record<string, (scene: Scene, problem: OpenProblem) => OfficeAnswer | undefined> = {
  /** Money that the bookkeeper has entered is the same money. */
  POSSIBLE_DUPLICATE_PAYMENT: ({ keeper }, { bookId }) =>
    keeper.entered.has(bookId ?? '')
      ? { choice: 'link', values: ({ bookId: id }) => (id === null ? undefined : { bookId: id }) }
      : { choice: 'create' },
  LOCKED_PERIOD: lockedPeriod,
}

/** Half goes with the first open day, half waits until the accountant has lifted the lock. */
function lockedPeriod(scene: Scene, { kind, externalId }: OpenProblem): OfficeAnswer | undefined {
  const ref = `${kind ?? ''}/${externalId ?? ''}`
  if (scene.day >= scene.town.late) return { choice: 'retry' }
  if (((externalId ?? '').length % 2 === 0) === ((externalId ?? '').charCodeAt((externalId ?? '').length - 1) % 2 === 0)) return undefined
  scene.ends.set(ref, { live: true, moved: true, why: 'its day was locked' })
  return { choice: 'firstOpenDay' }
}

async function press({ stack, company }: Scene, problem: OpenProblem, { choice, first, values }: OfficeAnswer): Promise<string | null> {
  await first?.(problem)
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/problems/${problem.problemId}`
  try {
    const given = values?.(problem)
    const fixed =
      choice === 'retry' || choice === 'dismiss'
        ? await stack.host.post<{ syncRunId: string | null }>(`${at}/${choice}`)
        : await stack.host.post<{ syncRunId: string | null }>(`${at}/fix`, { choice, ...(given && { values: given }) })
    return fixed.syncRunId
  } catch (error) {
    // A run that an earlier answer started may have closed it meanwhile.
    if (error instanceof DemoError && error.message.includes('ALREADY_DECIDED')) return null
    throw error
  }
}

async function finished({ stack, company }: Scene, syncRunId: string): Promise<void> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/sync-runs/${syncRunId}`
  for (;;) {
    const run = await stack.host.get<Run>(at)
    if (run.status === 'Failed') throw new Error(`The run failed: ${run.problem?.title ?? ''} ${run.problem?.cause ?? ''}`)
    if (run.finishedAt) return
    await pause(50)
  }
}
