import type { Answers } from './answers.ts'
import { DemoError, type HostClient, readAll } from './host-client.ts'
import type { DemoCompany } from './demo-company.ts'
import type { SandboxControl } from './sandbox-control.ts'

interface Match {
  matchId: string
  customer: { externalId: string; name: string | null }
  candidates: { bookId: string; name: string }[]
}

/** Answers the questions about customers from the file; true: something was answered. Questions without an answer are printed and stay. */
export async function answerMatches(
  host: HostClient,
  sandbox: SandboxControl,
  company: DemoCompany,
  answers: Answers,
  say: (line: string) => void,
): Promise<boolean> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/matches`
  const asked = await readAll<Match>(host, at)
  const contacts = (await sandbox.books(company.organisationId)).contacts
  let answered = 0
  for (const match of asked) {
    const answer = answers.matches[match.customer.externalId]
    const decision = decisionOf(answer, match, contacts)
    if (!decision) {
      say(`  Asked: is ${match.customer.name ?? match.customer.externalId} one of ${match.candidates.map(({ name }) => name).join(', ')}?`)
      continue
    }
    await host.post(`${at}/${match.matchId}/decision`, decision).catch((error: unknown) => {
      if (!(error instanceof DemoError)) throw error
      say(`  ${match.customer.externalId}: ${error.message.slice(0, 300)}`)
    })
    answered += 1
  }
  if (asked.length > 0) say(`Questions about customers: ${asked.length} asked, ${answered} answered from the file.`)
  return answered > 0
}

type Contact = { ContactID: string; ContactStatus: string; Name?: string }

/** The books give contacts ids of their own, so an answer names the contact. */
function decisionOf(
  answer: Answers['matches'][string] | undefined,
  match: Match,
  contacts: Contact[],
): { link: string } | { create: true } | undefined {
  if (answer === undefined) return undefined
  if (answer === 'create') return { create: true }
  const named = match.candidates.find(({ bookId, name }) => bookId === answer.link || name === answer.name)?.bookId
  const contact = named ?? contacts.find((candidate) => candidate.ContactStatus === 'ACTIVE' && candidate.Name === answer.name)?.ContactID
  return contact === undefined ? undefined : { link: contact }
}
