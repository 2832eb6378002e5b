import type { DocumentKind, Includable } from '../domain/entities.ts'
import { errors, SyncError, type Values } from '../domain/errors.ts'
import { explainError } from '../domain/explain-error.ts'
import type { Connection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { forgetCodesAge } from '../ledger/codes.ts'
import { readDocument } from '../ledger/documents.ts'
import { isInBooks } from '../ledger/is-in-books.ts'
import { detachLink, link, linksOfDocument } from '../ledger/links.ts'
import { closeProblem, type Problem, retryProblem } from '../ledger/problems.ts'
import { readSettings, saveSettings } from '../ledger/settings.ts'
import { makeDue, setStanding } from '../ledger/standings.ts'
import { askSync } from './ask-sync.ts'
import type { AskedRun } from './asked-run.ts'
import { explain } from './explain.ts'

/** What a person pressed, with the values that it needs. */
export interface Pressed {
  choice: string
  values: Values
  askedBy: string
}

export interface CarriedOut {
  state: Problem['state']
  rings: AskedRun[]
}

/** Does what a person chose about a problem and asks for the run that looks again. Throws CHOICE_NOT_OFFERED or ALREADY_DECIDED. */
export async function carryOutChoice(scope: Scope, connection: Connection, problem: Problem, pressed: Pressed): Promise<CarriedOut> {
  if (problem.state !== 'open') throw new SyncError('ALREADY_DECIDED')
  checkOffered(problem, pressed)
  switch (pressed.choice) {
    case 'later':
      return { state: 'open', rings: [] }
    case 'dismiss':
      return close(scope, problem, pressed, 'dismissed')
    case 'retry':
      await retryProblem(scope, problem.id)
      return { state: 'open', rings: await lookAgain(scope, connection, problem, pressed.askedBy) }
    case 'moveLink':
      await detachOwn(scope, problem, pressed.askedBy)
      await linkTo(scope, problem, String(pressed.values['bookId']), pressed.askedBy)
      break
    case 'link':
      await linkTo(scope, problem, String(pressed.values['bookId']), pressed.askedBy)
      break
    case 'sendAgain':
      await letGo(scope, problem, pressed.askedBy)
      break
    case 'roundingLine':
      await allowRoundingLine(scope, connection.id, pressed)
      break
  }
  const { state } = await close(scope, problem, pressed, quiet.has(pressed.choice) ? 'dismissed' : 'resolved')
  await makeDueAgain(scope, problem)
  return { state, rings: await lookAgain(scope, connection, problem, pressed.askedBy) }
}

/** Choices that leave things as they are: the same problem is not told again for the same version. */
const quiet: ReadonlySet<string> = new Set(['leave', 'acceptTheirs', 'mendedInBooks', 'doneByHand', 'creditNote', 'ignore'])

function checkOffered({ code, values }: Problem, pressed: Pressed): void {
  const offered = explainError(code, values).choices.find(({ choice }) => choice === pressed.choice)
  const lacking = (offered?.needs ?? []).filter((name) => pressed.values[name] === undefined)
  if (offered && lacking.length === 0) return
  const detail =
    lacking.length > 0
      ? lacking.join(', ')
      : `it offers ${explain(code, values)
          .choices.map(({ choice }) => choice)
          .join(', ')}`
  throw new SyncError('CHOICE_NOT_OFFERED', { values: { value: pressed.choice, detail } })
}

async function close(scope: Scope, problem: Problem, { choice, askedBy }: Pressed, state: 'resolved' | 'dismissed'): Promise<CarriedOut> {
  if (!(await closeProblem(scope, problem.id, { by: askedBy, choice, state }))) throw new SyncError('ALREADY_DECIDED')
  return { state, rings: [] }
}

/** A link that is moved leaves the record that it is on; who and when is kept. */
async function detachOwn(
  scope: Scope,
  { kind, external_id: externalId, connection_id: connectionId, part }: Problem,
  by: string,
): Promise<void> {
  if (!kind || externalId === null) throw new SyncError('NOT_FOUND')
  const own = (await linksOfDocument(scope, { kind, externalId }, connectionId)).find(
    (link) => link.part === part && link.detached_at === null,
  )
  if (own) await detachLink(scope, own.id, by)
}

/** A record that is another document's already is not taken from it: that link has to be moved first. */
async function linkTo(scope: Scope, problem: Problem, bookId: string, decidedBy: string): Promise<void> {
  const { kind, external_id: externalId, connection_id: connectionId, part } = problem
  const document = kind && externalId !== null ? await readDocument(scope, kind, externalId) : undefined
  if (!document) throw new SyncError('NOT_FOUND')
  // What the problem itself shows may be newer than the mirror; anything else has to be in it.
  if (bookId !== problem.book_id && !(await isInBooks(scope, connectionId, document.kind, bookId)))
    throw new SyncError('CHOICE_NOT_OFFERED', { values: { value: 'link', detail: 'there is no such record in these books' } })
  const wanted = {
    connectionId,
    kind: document.kind,
    externalId: document.externalId,
    part,
    bookId,
    how: 'decided',
    decidedBy,
    version: document.version,
  } as const
  const linked = await link(scope, wanted)
  const asAlias = !linked.linked && linked.conflict === 'theirs' && document.kind === 'customer'
  if (!linked.linked && !(asAlias && (await link(scope, { ...wanted, alias: true })).linked)) throw new SyncError('ALREADY_DECIDED')
  await setStanding(scope, connectionId, { kind: document.kind, externalId: document.externalId, status: 'inBooks', due: true })
}

/** What was voided or deleted in the books is gone for good: a link to it would stand in the way of the new record. */
async function letGo(
  scope: Scope,
  { kind, external_id: externalId, connection_id: connectionId, book_id: bookId, part }: Problem,
  askedBy: string,
): Promise<void> {
  if (!kind || externalId === null || bookId === null) return
  const links = await linksOfDocument(scope, { kind, externalId }, connectionId)
  const gone = links.filter((each) => each.book_id === bookId || (part === 'writeOff' && each.part === 'allocation:writeOff'))
  for (const { id } of gone) await detachLink(scope, id, askedBy)
}

async function allowRoundingLine(scope: Scope, connectionId: string, { values, askedBy }: Pressed): Promise<void> {
  const { body } = await readSettings(scope, connectionId)
  const rounding = { mode: 'line', nominalCode: String(values['nominalCode']), bookTaxCode: String(values['bookTaxCode']) } as const
  await saveSettings(scope, connectionId, { ...body, rounding }, { changedBy: askedBy })
}

async function makeDueAgain(scope: Scope, { kind, external_id: externalId, connection_id: connectionId }: Problem): Promise<void> {
  if (kind && externalId !== null) await makeDue(scope, connectionId, [{ kind, externalId }])
}

/** Looks at the document alone, or, where the connection itself is meant, at its codes. A connection that does not run is looked at when it does. */
async function lookAgain(scope: Scope, connection: Connection, problem: Problem, askedBy: string): Promise<AskedRun[]> {
  const connects = errors[problem.code].remedy === 'reconnect'
  if (connection.state !== 'ready' && connection.state !== 'needs-permission' && !(connects && connection.state === 'needs-attention'))
    return []
  const { kind, external_id: externalId } = problem
  // What was mended in the books or in the settings is seen only by reading them again: currencies, accounts, lock dates.
  if (errors[problem.code].remedy === 'books' || !kind) await forgetCodesAge(scope, connection.id)
  const asked =
    kind && externalId !== null
      ? { include: ['codes' as const, ...includeOf[kind]], documents: [{ kind, externalId }] }
      : { include: ['codes' as const] }
  const { ring } = await askSync(scope, connection, { ...asked, askedBy })
  return [ring]
}

const includeOf: Record<DocumentKind, Includable[]> = {
  customer: ['customersOut'],
  invoice: ['customersOut', 'invoices'],
  credit: ['customersOut', 'credits'],
  payment: ['customersOut', 'payments'],
}
