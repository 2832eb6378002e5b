import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import type { HostClient } from '../../scripts/demo/host-client.ts'
import type { LinkedBooks } from './unlike-lines.ts'

/** A seed that failed: what does not agree, and where it is seen. */
export interface Failed {
  folder: string
  host: HostClient
  company: DemoCompany
  wrong: readonly string[]
  calm: LinkedBooks | undefined
  stormy: LinkedBooks
}

/** More of them would say the same again. */
const MOST_TIMELINES = 20

/** Lays down beside the logs what a seed that failed was compared with: both books and ledgers, and everything that happened to the documents that are named. */
export async function keepEvidence({ folder, host, company, wrong, calm, stormy }: Failed): Promise<void> {
  const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`)
  writeFileSync(join(folder, 'wrong.txt'), `${wrong.join('\n')}\n`)
  write('with-faults.json', { books: stormy.books, ledger: stormy.ledger })
  if (calm) write('without-faults.json', { books: calm.books, ledger: calm.ledger })
  const timelines: Record<string, unknown> = {}
  for (const ref of documentsIn(wrong).slice(0, MOST_TIMELINES)) timelines[ref] = await timelineOf(host, company, ref)
  write('timelines.json', timelines)
}

const documentsIn = (wrong: readonly string[]): string[] => [
  ...new Set(wrong.flatMap((line) => /^(customer|invoice|credit|payment)\/\w+/.exec(line)?.[0] ?? [])),
]

/** A document that cannot be read is worth its error, and the others after it. */
async function timelineOf(host: HostClient, { companyId }: DemoCompany, ref: string): Promise<unknown> {
  const [kind, externalId] = ref.split('/')
  try {
    return await host.get(`/v1/companies/${companyId}/${kind}s/${externalId}/timeline`)
  } catch (error) {
    return String(error)
  }
}
