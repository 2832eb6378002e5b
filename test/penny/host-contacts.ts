import type { PennyBooks } from './penny-books.ts'
import type { Scene } from './scene.ts'

/** Which contact each customer of the host is in the books. */
export interface HostContacts {
  of: ReadonlyMap<string, string>
  nameOf(contactId: string): string
  faults: string[]
}

interface LinkRow {
  externalId: string
  bookId: string
  how: string
  alias: boolean
  detachedAt: string | null
}

/** The links of customers, merges of the books followed; a contact that was made for a customer has to bear its name. */
export async function readContacts(scene: Scene, books: PennyBooks): Promise<HostContacts> {
  const contacts = new Map(books.contacts.map((contact) => [contact.ContactID, contact]))
  const of = new Map<string, string>()
  const faults: string[] = []
  for (const { externalId, bookId, how, alias } of (await readLinks(scene)).filter(({ detachedAt }) => detachedAt === null)) {
    of.set(externalId, mergedTo(contacts, bookId))
    const [ours, theirs] = [scene.host.customer.get(externalId)?.name ?? '', contacts.get(bookId)?.Name ?? '']
    if (how === 'pushed' && !alias && !plain(theirs).startsWith(plain(ours)))
      faults.push(`customer ${externalId} “${ours}” was entered as “${theirs}”`)
  }
  return { of, faults, nameOf: (contactId) => contacts.get(contactId)?.Name ?? contactId }
}

async function readLinks({ stack, company }: Scene): Promise<LinkRow[]> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/links?kind=customer&limit=200`
  const rows: LinkRow[] = []
  for (let cursor = ''; ; ) {
    const page = await stack.host.get<{ items: LinkRow[]; nextCursor: string | null }>(`${at}${cursor}`)
    rows.push(...page.items)
    if (page.nextCursor === null) return rows
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
}

function mergedTo(contacts: Map<string, PennyBooks['contacts'][number]>, id: string): string {
  const next = contacts.get(id)?.MergedToContactID
  return next === undefined || next === id ? id : mergedTo(contacts, next)
}

const plain = (name: string): string =>
  name
    .replace(/[\s<>]+/gu, ' ')
    .trim()
    .toLowerCase()
