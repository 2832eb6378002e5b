import { z } from 'zod'
import type { Answers, DemoData } from '../../scripts/demo/answers.ts'

const known = z.looseObject({ matching: z.looseObject({ linked: z.record(z.string(), z.string()) }).optional() })
const seeded = z.looseObject({ contacts: z.array(z.looseObject({ ContactID: z.string().optional(), Name: z.string() })).optional() })

/**
 * An office knows its customers: whoever is asked about and is not in the answers file is the contact that expected.json names, or nobody's. In another order of arrival
 * other customers are asked about.
 */
export function withMatches(data: DemoData, customers: Iterable<string>): DemoData {
  const linked = known.parse(data.expected ?? {}).matching?.linked ?? {}
  const names = new Map((seeded.parse(data.books ?? {}).contacts ?? []).map(({ ContactID, Name }) => [ContactID ?? '', Name]))
  const matches: Answers['matches'] = {}
  for (const id of customers) {
    const link = linked[id]
    matches[id] = data.answers.matches[id] ?? (link === undefined ? 'create' : { link, name: names.get(link) })
  }
  return { ...data, answers: { ...data.answers, matches } }
}
