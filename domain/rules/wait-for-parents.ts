import type { DocumentKind, LinkPart } from '../entities.ts'
import type { ErrorCode, Values } from '../errors.ts'
import type { ParentFacts, PushDecision, PushFacts } from '../push-facts.ts'
import type { Settings } from '../settings.ts'

type Facts = Pick<PushFacts<DocumentKind>, 'parents' | 'open' | 'customer'>
type Standing = Exclude<ParentFacts['state'], 'linked' | 'planned'>

/**
 * The first of the documents named by ref that is not in the books and will not be written by this run either: what stands on it waits and says for what
 * (accounting rule 39, exactly-once rule 21). Undefined where all are there.
 */
export function waitForParents(
  facts: Facts,
  refs: readonly string[],
  { part = 'main', startFrom = null, invoiceState = 'approved' }: WaitOptions = {},
): (PushDecision & { decision: 'wait' }) | undefined {
  for (const ref of refs) {
    const parent = parentOf(facts, ref, invoiceState)
    if (parent.state === 'linked' || parent.state === 'planned') continue
    const early = (facts.open.get(ref)?.issueDate ?? '9999') < (startFrom ?? '')
    return waiting(facts, ref, { ...parent, ...(early && { code: 'BEFORE_START_DATE' }), state: parent.state }, part)
  }
  return undefined
}

interface WaitOptions {
  part?: LinkPart
  startFrom?: string | null
  /** As what invoices and credits are entered: one that this run enters as a draft takes no payments and credits yet. */
  invoiceState?: Settings['invoiceState']
}

function parentOf({ parents }: Pick<Facts, 'parents'>, ref: string, invoiceState: Settings['invoiceState']): ParentFacts {
  const parent = parents.get(ref) ?? { state: 'unknown' }
  const entered = parent.state === 'planned' && parent.bookId === undefined && /^(invoice|credit)\//.test(ref)
  return entered && invoiceState !== 'approved' ? { state: 'unapproved' } : parent
}

/** Whether the document of a ref is in the books or will be before its turn comes, so that money can be set against it. */
export function standsFor(facts: Pick<Facts, 'parents'>, ref: string, { invoiceState = 'approved' }: WaitOptions = {}): boolean {
  const { state } = parentOf(facts, ref, invoiceState)
  return state === 'linked' || state === 'planned'
}

/** A document in words: `invoice 1234`, `customer A. Smith`. */
export function refWords({ open, customer }: Pick<Facts, 'open' | 'customer'>, ref: string): string {
  const [kind = '', externalId = ''] = splitRef(ref)
  if (kind === 'customer') return `customer ${customer?.name ?? externalId}`
  return `${kind === 'onAccount' ? 'payment' : kind} ${open.get(ref)?.number ?? externalId}`
}

const codes: Record<Standing, ErrorCode> = {
  waiting: 'PARENT_WAITING',
  failed: 'PARENT_FAILED',
  asked: 'PARENT_ASKED',
  unapproved: 'INVOICE_NOT_APPROVED',
  void: 'PARENT_VOIDED',
  notDue: 'PARENT_NOT_DUE',
  held: 'PARENT_NOT_DUE',
  unknown: 'DOCUMENT_UNKNOWN',
}

function waiting(
  facts: Facts,
  ref: string,
  parent: ParentFacts & { state: Standing },
  part: LinkPart,
): PushDecision & { decision: 'wait' } {
  const values: Values = { waitsFor: refWords(facts, ref), ...standingValue(parent) }
  // Approval happens in the books and makes no link: every run has to look (accounting rule 39).
  const waitsFor = parent.state === 'unapproved' ? 'approval' : ref
  return { decision: 'wait', part, waitsFor, code: codeOf(ref, parent), values: { ...values, ...customerValue(facts, ref) }, notes: [] }
}

function codeOf(ref: string, parent: ParentFacts & { state: Standing }): ErrorCode {
  if (parent.state === 'unknown' && ref.startsWith('customer/')) return 'CUSTOMER_UNKNOWN'
  if (parent.state === 'notDue' && parent.code === 'BEFORE_START_DATE') return 'EARLIER_INVOICE_NOT_LINKED'
  return codes[parent.state]
}

const standingValue = ({ state, because }: ParentFacts): Values => {
  if (state === 'held') return { standing: 'on hold' }
  return because === undefined ? {} : { standing: standings[because] }
}

const standings = {
  draft: 'still a draft',
  cancelled: 'cancelled',
  reversed: 'a payment that was taken back',
  early: 'from before the start date',
  leftOut: 'left out: somebody chose never to send it',
} satisfies Record<NonNullable<ParentFacts['because']>, string>

const customerValue = ({ customer }: Facts, ref: string): Values =>
  ref.startsWith('customer/') ? { customer: customer?.name ?? splitRef(ref)[1] ?? '' } : {}

const splitRef = (ref: string): string[] => [ref.slice(0, ref.indexOf('/')), ref.slice(ref.indexOf('/') + 1)]
