import type { Expected } from './answers.ts'
import type { DemoCompany } from './demo-company.ts'
import { type HostClient, readAll } from './host-client.ts'
import { type Fate, readOutcomes } from './read-outcomes.ts'

interface Problem {
  kind: string | null
  externalId: string | null
  code: string
}

/** Holds what became of every document, and every open problem, against the file of expectations; without one they are listed. True: as expected. */
export async function checkOutcomes(
  host: HostClient,
  company: DemoCompany,
  expected: Expected | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  const fates = await readOutcomes(host, company)
  const problems = await readAll<Problem>(host, `/v1/companies/${company.companyId}/connections/${company.connectionId}/problems`)
  for (const line of told(fates, problems)) say(`  ${line}`)
  if (!expected) return true
  const wrong = wrongOutcomes(expected, fates, problems)
  say(wrong.length === 0 ? '  asked, waiting, problems and everything else as expected' : `  NOT AS EXPECTED, ${wrong.length} times:`)
  for (const line of wrong.slice(0, SHOWN)) say(`    ${line}`)
  if (wrong.length > SHOWN) say(`    and ${wrong.length - SHOWN} more`)
  return wrong.length === 0
}

/** So many lines are still read. */
const SHOWN = 40

function told(fates: Fate[], problems: Problem[]): string[] {
  const kinds = [...Map.groupBy(fates, ({ kind }) => kind)].map(([kind, all]) => `${kind}: ${countsOf(all.map(({ outcome }) => outcome))}`)
  return [...kinds, `open problems: ${countsOf(problems.map(({ code }) => code)) || 'none'}`]
}

const countsOf = (words: string[]): string =>
  [...Map.groupBy(words, (word) => word)].map(([word, { length }]) => `${length} ${word}`).join(', ')

/** Every way in which the outcomes differ from the file: counts per kind, documents with something to explain, problems and their codes. */
export function wrongOutcomes(expected: Expected, fates: Fate[], problems: Problem[]): string[] {
  return [...wrongCounts(expected, fates), ...(expected.exceptions ? wrongDocuments(expected.exceptions, fates, problems) : [])]
}

function wrongCounts({ outcomes }: Expected, fates: Fate[]): string[] {
  return Object.entries(outcomes).flatMap(([kind, wanted]) => {
    const all = fates.filter((fate) => fate.kind === kind)
    const words = new Set([...Object.keys(wanted), ...all.map(({ outcome }) => outcome)])
    return [...words].flatMap((word) => {
      const found = all.filter(({ outcome }) => outcome === word).length
      return found === (wanted[word] ?? 0) ? [] : [`${kind}: expected ${wanted[word] ?? 0} ${word}, found ${found}`]
    })
  })
}

type Exceptions = NonNullable<Expected['exceptions']>

function wrongDocuments(exceptions: Exceptions, fates: Fate[], problems: Problem[]): string[] {
  const asFates = exceptions.map(({ kind, externalId, outcome }) => `${kind} ${externalId}: ${outcome}`)
  const special = new Set(exceptions.map(({ kind, externalId }) => `${kind} ${externalId}`))
  const found = fates
    .filter(({ kind, externalId, outcome }) => special.has(`${kind} ${externalId}`) || (outcome !== 'pushed' && outcome !== 'adopted'))
    .map(({ kind, externalId, outcome }) => `${kind} ${externalId}: ${outcome}`)
  const asProblems = exceptions.flatMap(({ kind, externalId, code }) =>
    code === undefined ? [] : [`${kind} ${externalId}: problem ${code}`],
  )
  const open = problems.map(({ kind, externalId, code }) => `${kind === 'payment' ? 'receipt' : kind} ${externalId}: problem ${code}`)
  return [...differences(asFates, found), ...differences(asProblems, open)]
}

function differences(wanted: string[], found: string[]): string[] {
  const [there, meant] = [new Set(found), new Set(wanted)]
  return [
    ...wanted.filter((line) => !there.has(line)).map((line) => `expected ${line}`),
    ...found.filter((line) => !meant.has(line)).map((line) => `found ${line}, not expected`),
  ]
}
