import { type Call } from './call.ts'
import { contactOfDocument } from './document-contact.ts'
import { moneyDiffers, TRANSITIONS } from './document-rules.ts'
import { composed, type DocumentSort, type DocumentWritten, problemsOf, stored } from './document-write.ts'
import { type Element, filled, list, sent } from './element.ts'
import { refuseIf } from './refusal.ts'
import type { BookDocument, Contact, DocumentStatus } from './rows.ts'
import { allocationsOf, creditsOn, isSettledInPart } from './settlement.ts'

/** Changes a stored invoice or credit note within what its state and its payments allow. */
export function updateDocument(call: Call, before: BookDocument, element: Element, sort: DocumentSort): DocumentWritten {
  const wanted = (filled(element, 'Status')?.toUpperCase() ?? before.status) as DocumentStatus // unknown ones are in no transition
  refuseIf([...transitionProblems(call, before, wanted, sort)], before.id)
  refuseIf(
    [sent(element, 'LineItems') && (list(element, 'LineItems') ?? []).length === 0 && 'One or more line items must be specified'],
    before.id,
  )
  const contact = sent(element, 'Contact') ? contactOfDocument(call, element, before.id) : contactOf(call, before)
  const ends = wanted === 'VOIDED' || wanted === 'DELETED'
  const { document, warnings } = ends
    ? { document: { ...before, status: wanted }, warnings: [] }
    : composed(call, before, { ...element, Status: wanted }, contact, sort)
  refuseIf([...paidProblems(call, before, document), ...problemsOf(call, document, before, sort)], before.id)
  const status = before.status === 'PAID' && wanted === 'AUTHORISED' ? 'PAID' : document.status
  const after = { ...document, status, updatedAt: movesUpdated(call, before, document) ? call.now : before.updatedAt }
  return stored(call, after, contact, warnings, ends ? verbOf(wanted) : 'Edited')
}

function contactOf(call: Call, document: BookDocument): Contact {
  const contact = call.books.contacts.get(document.contactId)
  if (!contact) throw new Error(`Document ${document.id} stands without its contact ${document.contactId}`)
  return contact
}

function transitionProblems(call: Call, before: BookDocument, wanted: DocumentStatus, sort: DocumentSort): (string | false)[] {
  const settled = isSettledInPart(call.books, before)
  const notValid = `${sort.noun} not of valid status for modification`
  if (settled && (wanted === 'DRAFT' || wanted === 'SUBMITTED')) {
    const what = sort.kind === 'invoice' ? 'invoice' : 'credit note'
    return [`The status ${wanted} cannot be applied to the ${what} because it has payments or credit notes allocated to it.`]
  }
  if (settled && (wanted === 'VOIDED' || wanted === 'DELETED')) return [HAS_PAYMENT, notValid]
  return [!TRANSITIONS[before.status].includes(wanted) && notValid]
}

/** After a payment or credit only the fields without money may change; the contact too, unless a credit note paid it. */
function paidProblems(call: Call, before: BookDocument, after: BookDocument): (string | false)[] {
  if (!isSettledInPart(call.books, before)) return []
  const credited = creditsOn(call.books, before).length > 0 || allocationsOf(call.books, before).length > 0
  const billRefused = before.type.startsWith('ACCPAY') && call.quirks.billEdits === 'refused'
  return [(billRefused || moneyDiffers(before, after, !credited)) && HAS_PAYMENT]
}

const HAS_PAYMENT = 'This document cannot be edited as it has a payment or credit note allocated to it.'

/** Which edits of DueDate and SentToContact leave UpdatedDateUTC alone is not documented; here it is those that change nothing else. */
function movesUpdated(call: Call, before: BookDocument, after: BookDocument): boolean {
  if (call.quirks.dueDateEdits === 'marked') return true
  const rest = ({ dueDate: _due, sentToContact: _sent, ...others }: BookDocument) => JSON.stringify(others)
  return rest(before) !== rest(after) || JSON.stringify(before) === JSON.stringify(after)
}

const verbOf = (status: DocumentStatus): string => (status === 'VOIDED' ? 'Voided' : 'Deleted')
