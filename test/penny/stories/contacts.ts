import { type Act, save, type Scene } from '../scene.ts'
import type { Town } from '../town.ts'
import { isQuiet } from './find-documents.ts'

/** Customers merged in the host and in the books, and contacts that a bookkeeper archived. */
export function contacts(town: Town, count: number): Act[] {
  return [...mergedHere(town, count), ...mergedInBooks(town, count), ...archived(town, count)]
}

/** Two quiet customers with invoices of both: one document of each early, the rest when it comes. */
function pairs(town: Town, count: number): [string, string][] {
  const found: [string, string][] = []
  const byCustomer = Map.groupBy(town.records.invoice, ([, { customer }]) => customer)
  const able = town.random
    .shuffle([...byCustomer])
    .filter(
      ([id, own]) =>
        isQuiet(town, id) &&
        own.length > 1 &&
        own.every(([invoice, { issueDate }]) => issueDate > town.lockDay && !town.exceptions.has(`invoice/${invoice}`)),
    )
  for (let at = 0; found.length < count && at + 1 < able.length; at += 2) {
    const [one, other] = [able[at], able[at + 1]]
    if (one === undefined || other === undefined) break
    for (const [id, own] of [one, other]) {
      town.taken.add(id)
      town.portions.set(`customer/${id}`, 1)
      own.forEach(([invoice], index) => town.portions.set(`invoice/${invoice}`, index === 0 ? 1 : town.days))
    }
    found.push([one[0], other[0]])
  }
  return found
}

/** The office merges two cards: the second is an alias, and what comes later goes to the first one's contact only where it has none of its own. */
const mergedHere = (town: Town, count: number): Act[] =>
  pairs(town, count).map(([into, from]) => ({
    day: town.middle,
    what: 'customers merged in the office',
    do: (scene) => {
      const body = scene.host.customer.get(from)
      if (body !== undefined) save(scene, 'customer', from, { ...body, state: 'merged', mergedInto: into })
    },
  }))

/** The bookkeeper merges two contacts: the link follows. */
const mergedInBooks = (town: Town, count: number): Act[] =>
  pairs(town, count).map(([into, from]) => ({
    day: town.middle,
    what: 'contacts merged in the books',
    do: async (scene) => {
      const [loser, winner] = await Promise.all([contactOf(scene, from), contactOf(scene, into)])
      await scene.keeper.edit('mergeContacts', { from: loser, into: winner })
    },
  }))

/** The bookkeeper archives a contact of whom more is to come, and restores it when told why it waits. */
const archived = (town: Town, count: number): Act[] =>
  pairs(town, count).flatMap(([one, other]): Act[] =>
    [one, other].map((id) => ({
      day: town.middle,
      what: 'contact archived in the books',
      do: async (scene) => {
        const contactId = await contactOf(scene, id)
        await scene.keeper.edit('archiveContact', { contactId })
        const restored = { choice: 'checkNow', first: async () => void (await scene.keeper.edit('restoreContact', { contactId })) }
        scene.answers.set(`customer/${id} CONTACT_ARCHIVED`, restored)
      },
    })),
  )

interface CustomerLinks {
  links: { part: string; bookId: string }[]
}

async function contactOf({ stack, company }: Scene, customer: string): Promise<string> {
  const { links } = await stack.host.get<CustomerLinks>(`/v1/companies/${company.companyId}/customers/${encodeURIComponent(customer)}`)
  const link = links.find(({ part }) => part === 'main')
  if (link === undefined) throw new Error(`customer ${customer} is not in the books yet`)
  return link.bookId
}
