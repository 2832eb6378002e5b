import type { Payment } from '../domain/payment.ts'
import { mapBankAccount } from '../domain/rules/map-codes.ts'
import { refOf } from '../domain/rules/refs.ts'
import type { OurMoney } from '../domain/rules/tie-out/tie-out-input.ts'
import type { OursToTieOut } from '../ledger/tie-out-ours.ts'
import type { TieOutAt } from './tie-out-at.ts'
import { type LinkedParts, type LinksByRef, type SentAllocations, partAllocations, sentAllocations, tieOutLink } from './tie-out-links.ts'
import { keepsTheirs } from './tie-out-sales.ts'

/** Our receipts and refunds as the tie-out compares them, each with the records of the books that it is made of. */
export function tieOutMoney(at: TieOutAt, ours: OursToTieOut, links: LinksByRef): OurMoney[] {
  return ours.documents.flatMap((document) => {
    if (document.kind !== 'payment') return []
    const { externalId, version, status, token, body } = document
    const { customer, date, amount, currency, state, direction = 'received' } = body
    const ref = refOf('payment', externalId)
    const facts = { externalId, direction, customer, date, amount, currency, state, status, version, token }
    const accepted = keepsTheirs.has(ours.choices.get(ref) ?? '')
    return [{ ...facts, bankAccountId: bankAccountOf(at, body), parts: partsOf(ref, links), ...(accepted && { accepted }) }]
  })
}

/** Undefined where no account is mapped: the books' account is then not compared. */
function bankAccountOf({ settings, codes, baseCurrency }: TieOutAt, body: Payment): string | undefined {
  const mapped = mapBankAccount(body, settings, codes, baseCurrency)
  return mapped.ok ? mapped.account.bookId : undefined
}

function partsOf(ref: string, links: LinksByRef): OurMoney['parts'] {
  const linked = links.get(ref)
  if (linked === undefined) return []
  return [...linked.values()].flatMap((link): OurMoney['parts'] => {
    if (link.part.startsWith('allocation:cis/')) return [{ part: 'cis', ...tieOutLink(link) }]
    if (link.part !== 'main' && link.part !== 'onAccount') return []
    const allocations = link.part === 'main' ? sentAllocations(link, links) : onAccountAllocations(linked, links)
    return [{ part: link.part, ...tieOutLink(link), ...(allocations && { allocations }) }]
  })
}

/** Money on account is settled against invoices later, part by part. */
function onAccountAllocations(linked: LinkedParts, links: LinksByRef): SentAllocations | undefined {
  const later = partAllocations(linked, links)
  const onAccount = linked.get('onAccount')
  if (onAccount?.how !== 'pushed' || later === undefined) return undefined
  return [...(sentAllocations(onAccount, links) ?? []), ...later]
}
