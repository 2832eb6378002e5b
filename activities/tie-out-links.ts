import type { LinkPart } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import type { LastSent } from '../domain/rules/tie-out/tie-out-input.ts'
import type { Link } from '../ledger/links.ts'

/** Live links by ref of the document (`invoice/4711`), then by part. */
export type LinksByRef = ReadonlyMap<string, LinkedParts>

/** Live links of one document by part. */
export type LinkedParts = ReadonlyMap<LinkPart, Link>

/** What a part was sent to settle, by ids of the books; minor units. */
export type SentAllocations = { documentId: string; amount: number }[]

/** Links put together by document. */
export function indexLinks(links: Link[]): LinksByRef {
  const byRef = new Map<string, Map<LinkPart, Link>>()
  for (const link of links) {
    const ref = refOf(link.kind, link.external_id)
    const parts = byRef.get(ref) ?? new Map<LinkPart, Link>()
    parts.set(link.part, link)
    byRef.set(ref, parts)
  }
  return byRef
}

/** A link as the rules see it. */
export function tieOutLink(link: Link) {
  return {
    bookId: link.book_id,
    how: link.how,
    version: link.version,
    ...(link.book_number !== null && { bookNumber: link.book_number }),
    ...(link.sent?.expected !== undefined && { sent: lastSent(link.sent.expected) }),
  }
}

const lastSent = ({ number, date, net, tax, gross, taxes, bankAccountId }: LastSent): LastSent => ({
  ...(number !== undefined && { number }),
  ...(date !== undefined && { date }),
  ...(net !== undefined && { net }),
  ...(tax !== undefined && { tax }),
  ...(gross !== undefined && { gross }),
  ...(taxes !== undefined && { taxes }),
  ...(bankAccountId !== undefined && { bankAccountId }),
})

/** What a link was sent to settle; undefined where that was never said: an adopted record. A document that is not linked any more keeps its ref. */
export function sentAllocations({ sent }: Link, links: LinksByRef): SentAllocations | undefined {
  return sent?.expected?.allocations?.map(({ document, amount }) => ({ documentId: bookIdOf(document, links) ?? document, amount }))
}

/** Everything that the allocations of a document were sent for, CIS left out; undefined where one of them was not said. */
export function partAllocations(parts: LinkedParts, links: LinksByRef): SentAllocations | undefined {
  const sent = [...parts.values()]
    .filter(({ part }) => part.startsWith('allocation:') && !part.startsWith('allocation:cis/'))
    .map((link) => sentAllocations(link, links))
  return sent.every((list) => list !== undefined) ? sent.flat() : undefined
}

/** `onAccount/4` is the other part of `payment/4`. */
function bookIdOf(ref: string, links: LinksByRef): string | undefined {
  if (ref.startsWith('onAccount/')) return links.get(`payment/${ref.slice('onAccount/'.length)}`)?.get('onAccount')?.book_id
  return links.get(ref)?.get('main')?.book_id
}
