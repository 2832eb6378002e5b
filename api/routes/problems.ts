import { SyncError } from '../../domain/errors.ts'
import { recordKind } from '../../domain/rules/refs.ts'
import { readHost } from '../../ledger/companies.ts'
import type { Connection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { documentsByRef, type DocumentLabel } from '../../ledger/document-labels.ts'
import { listProblems, type Problem, readProblem } from '../../ledger/problems.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { ringAll } from '../asked-run.ts'
import { aboutDocument } from '../about-document.ts'
import { bookUrl } from '../book-url.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/answers.ts'
import { explain } from '../explain.ts'
import { carryOutChoice } from '../fix-problem.ts'
import type { House } from '../house.ts'
import { asMoment } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { isErrorCode } from '../is-error-code.ts'
import { uuidOr404 } from './keys.ts'

const list = '/v1/companies/{companyId}/connections/{connectionId}/problems'
const one = `${list}/{problemId}` as const

/** What is wrong now, and what a person does about it. */
export const problemRoutes: Route[] = [
  companyRoute(
    { method: 'get', path: list, summary: 'Problems, newest first', query: contract.problemsQuery, reply: contract.problems },
    async ({ house, company, params, query, inCompany }) => {
      const host = await readHost(house.ledger, company.host_id)
      return inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const code = isErrorCode(query.code) ? query.code : undefined
        if (query.code !== undefined && code === undefined) return json({ items: [], nextCursor: null })
        const { problems, next } = await listProblems(scope, { ...query, code, connectionId: connection.id })
        const labels = await documentsByRef(scope, problems.flatMap(refOfProblem))
        const support = host?.support_contact ?? null
        return json({
          items: problems.map((problem) => problemReply(house, connection, problem, labels, support)),
          nextCursor: next ?? null,
        })
      })
    },
  ),
  companyRoute(
    { method: 'get', path: one, summary: 'Read a problem', reply: contract.problem },
    async ({ house, company, params, inCompany }) => {
      const host = await readHost(house.ledger, company.host_id)
      return inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const problem = await problemOf(scope, connection.id, params.problemId)
        const labels = await documentsByRef(scope, refOfProblem(problem))
        return json(problemReply(house, connection, problem, labels, host?.support_contact ?? null))
      })
    },
  ),
  choiceRoute(`${one}/fix`, 'Take one of the choices of a problem'),
  choiceRoute(`${one}/retry`, 'Try again now', 'retry'),
  choiceRoute(`${one}/dismiss`, 'Stop telling, until the document changes', 'dismiss'),
]

function choiceRoute<P extends `${typeof one}/${string}`>(path: P, summary: string, fixed?: string): Route {
  return companyRoute(
    { method: 'post', path, summary, ...(fixed ? {} : { body: contract.fix }), reply: contract.fixed },
    async ({ house, company, params, body, askedBy, inCompany }) => {
      // Without a choice of its own the route's body was parsed as a fix.
      const fix = fixed ? { choice: fixed, values: {} } : (body as { choice: string; values?: Record<string, string | number> })
      const { reply, rings } = await inCompany(async (scope) => {
        const { connectionId, problemId } = params as { connectionId: string; problemId: string }
        const connection = await connectionOf(scope, connectionId)
        const problem = await problemOf(scope, connection.id, problemId)
        const { rings, state } = await carryOutChoice(scope, connection, problem, { choice: fix.choice, values: fix.values ?? {}, askedBy })
        return { rings, reply: { problemId: problem.id, state, syncRunId: rings[0]?.syncRunId ?? null } }
      })
      await ringAll(house, company.company_id, rings)
      return json(reply)
    },
  )
}

async function problemOf(scope: Scope, connectionId: string, problemId: string): Promise<Problem> {
  const problem = await readProblem(scope, uuidOr404(problemId))
  if (problem?.connection_id !== connectionId) throw new SyncError('NOT_FOUND')
  return problem
}

const refOfProblem = ({ kind, external_id: externalId }: Problem) => (kind && externalId !== null ? [{ kind, externalId }] : [])

function problemReply(
  house: House,
  connection: Connection,
  row: Problem,
  labels: Map<string, DocumentLabel>,
  supportContact: string | null,
): contract.ProblemRecord {
  const label = labels.get(`${row.kind}/${row.external_id}`)
  const values = {
    ...(row.kind && row.external_id !== null && label ? aboutDocument(row.kind, { ...label, externalId: row.external_id }) : {}),
    ...row.values,
  }
  return {
    ...explain(row.code, values, row.detail, frontDesk[connection.provider].manifest.label),
    problemId: row.id,
    connectionId: row.connection_id,
    kind: row.kind,
    externalId: row.external_id,
    part: row.part,
    version: row.version,
    name: label?.name ?? null,
    number: label?.number ?? null,
    amount: label?.amount ?? null,
    currency: label?.currency ?? null,
    url: label?.url ?? null,
    bookId: row.book_id,
    bookUrl: bookUrl(house, connection, row.kind ? recordKind(row.kind, row.part) : 'contact', row.book_id),
    syncRunId: row.sync_run_id,
    supportContact,
    state: row.state,
    openedAt: row.opened_at.toISOString(),
    closedAt: asMoment(row.closed_at),
    closedBy: row.closed_by,
    choice: row.choice,
  }
}
