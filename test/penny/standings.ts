import type { DocumentKind } from '../../domain/entities.ts'
import type { Scene } from './scene.ts'

/** Where one document stands, as a host's own list would show it. */
export interface Standing {
  ref: string
  linked: boolean
  status: string
  /** Why it is where it is: the code of a problem, or what it waits for. */
  why: string | undefined
}

interface StatusRow {
  kind: DocumentKind
  externalId: string
  status: string
  waitingFor: string | null
  problemCode: string | null
}

/** Every document of the host with its status and the reason, by the API alone. */
export async function readStandings(scene: Scene): Promise<Standing[]> {
  const refs = (Object.keys(scene.host) as DocumentKind[]).flatMap((kind) => [...scene.host[kind].keys()].map((id) => `${kind}/${id}`)) // its own keys
  const linked = await linkedRefs(scene)
  const standings: Standing[] = []
  for (let first = 0; first < refs.length; first += 200) {
    const ids = refs.slice(first, first + 200).map((ref) => encodeURIComponent(ref.replaceAll(',', '%2C')))
    const { items } = await scene.stack.host.get<{ items: StatusRow[] }>(
      `/v1/companies/${scene.company.companyId}/statuses?ids=${ids.join(',')}`,
    )
    standings.push(
      ...items.map(({ kind, externalId, status, waitingFor, problemCode }) => {
        const ref = `${kind}/${externalId}`
        return { ref, linked: linked.has(ref), status, why: problemCode ?? waitingFor ?? undefined }
      }),
    )
  }
  return standings
}

async function linkedRefs({ stack, company }: Scene): Promise<Set<string>> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/links?limit=200`
  const refs = new Set<string>()
  for (let cursor = ''; ; ) {
    const page = await stack.host.get<{
      items: { kind: string; externalId: string; detachedAt: string | null }[]
      nextCursor: string | null
    }>(`${at}${cursor}`)
    for (const { kind, externalId, detachedAt } of page.items) if (detachedAt === null) refs.add(`${kind}/${externalId}`)
    if (page.nextCursor === null) return refs
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
}
