import type { DemoData } from './answers.ts'
import type { HostClient } from './host-client.ts'
import { importForm } from './import-form.ts'

interface ImportAnswer {
  state: 'asking' | 'done'
  questions: { title: string; cause: string }[]
  counts: Record<string, Record<string, number>>
  rows: { items: { part: string; row: number; message: string | null }[] }
}

/** Makes a fresh company and brings its files in, as the office would; the company's id. Throws with the questions when the answers file leaves any open. */
export async function bringIn(host: HostClient, data: DemoData, say: (line: string) => void): Promise<string> {
  const { companyId } = await host.post<{ companyId: string }>('/v1/companies', {
    externalId: `demo-${data.name}-${Date.now()}`,
    name: data.answers.company,
  })
  const answer = await host.send<ImportAnswer>(`/v1/companies/${companyId}/imports`, await importForm(data.folder, data.answers.mapping))
  if (answer.state === 'asking')
    throw new Error(`The import asks:\n${answer.questions.map(({ title, cause }) => `- ${title} ${cause}`).join('\n')}`)
  say(
    `Brought in ${data.name}: ${Object.entries(answer.counts)
      .map(
        ([part, counts]) =>
          `${part} ${Object.entries(counts)
            .map(([result, count]) => `${count} ${result}`)
            .join(', ')}`,
      )
      .join(' · ')}`,
  )
  return companyId
}
