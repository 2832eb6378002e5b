import type { Automations, Codes, Organisation } from '../domain/books.ts'
import type { Lane } from '../domain/entities.ts'
import type { Values } from '../domain/errors.ts'
import { automationsAreDue } from '../domain/rules/automations-are-due.ts'
import { forCodesAlone } from '../domain/rules/for-codes-alone.ts'
import { bulkUnderWay } from '../ledger/bulk-under-way.ts'
import { type BrokenMapping, replaceCodes } from '../ledger/codes.ts'
import { saveAutomations, saveOrganisation } from '../ledger/connections.ts'
import { inCompany, type Scope } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { openProblem, resolveProblems } from '../ledger/problems.ts'
import { logRun } from '../ledger/sync-log.ts'
import { enterStage, readRun, type SyncRun } from '../ledger/sync-runs.ts'
import type { Deps } from './deps.ts'
import { type Desk, withDesk } from './with-desk.ts'

/** Express runs go by codes that are younger than this: a person waits. */
const FRESH_ENOUGH_MS = 10 * 60_000
const FRESH_BESIDE_BULK_MS = 30 * 60_000

interface CodesFetched {
  taxCodes: number
  nominalCodes: number
  bankAccounts: number
  /** Mappings that point at a code which is gone: a problem each, with its impact. */
  broken: number
}

/** Brings tax codes, nominal codes, bank accounts and the organisation in. `syncRunId` is absent in a reconcile. */
export const providerFetchCodes =
  (deps: Deps) =>
  (input: FetchInput): Promise<CodesFetched> =>
    withDesk(deps, input, async (desk) => {
      const { companyId, connectionId } = input
      const run = await enter(deps, input)
      const asked = run?.mode === 'sync' && forCodesAlone(run.include)
      const automations = run && (await readAutomations(deps, desk, run))
      if (input.lane === 'express' && !asked && (await isFreshForExpress(deps, desk))) {
        if (automations) await inCompany(deps.ledger, companyId, (scope) => saveAutomations(scope, connectionId, automations))
        return NOTHING_READ
      }
      const kept = !asked && isRecent(deps, desk) ? desk.connection.organisation : null
      const organisation = await desk.session.readOrganisation(kept ?? undefined)
      const codes = await desk.session.readCodes()
      const read = { organisation, codes, ...(automations && { automations }) }
      return inCompany(deps.ledger, companyId, (scope) => keepCodes(scope, input, desk.provider.manifest.label, read))
    })

const enter = async ({ ledger }: Deps, { companyId, syncRunId }: FetchInput): Promise<SyncRun | undefined> =>
  syncRunId === undefined
    ? undefined
    : inCompany(ledger, companyId, async (scope) => {
        await enterStage(scope, syncRunId, 'codes')
        return readRun(scope, syncRunId)
      })

/** What the provider does by itself, where this run is one that asks for it; undefined: what was read before holds. */
async function readAutomations(deps: Deps, { connection, session }: Desk, run: SyncRun): Promise<Automations | undefined> {
  return automationsAreDue(connection.organisation?.automations, run, deps.clock()) ? session.readAutomations() : undefined
}

/** Codes and the organisation are read together. */
const isRecent = (deps: Deps, { connection }: Desk): boolean => deps.clock() - (connection.codes_read_at?.getTime() ?? 0) < FRESH_ENOUGH_MS

/** Codes that a bulk run under way read when it began are fresh enough too, whatever it takes (docs/decisions/0003). */
async function isFreshForExpress(deps: Deps, desk: Desk): Promise<boolean> {
  const { id, company_id: companyId, codes_read_at: readAt } = desk.connection
  if (isRecent(deps, desk)) return true
  if (deps.clock() - (readAt?.getTime() ?? 0) > FRESH_BESIDE_BULK_MS) return false
  return inCompany(deps.ledger, companyId, (scope) => bulkUnderWay(scope, id))
}

interface FetchInput {
  companyId: string
  connectionId: string
  syncRunId?: string
  lane: Lane
}

const NOTHING_READ: CodesFetched = { taxCodes: 0, nominalCodes: 0, bankAccounts: 0, broken: 0 }

interface BooksRead {
  organisation: Organisation
  codes: Codes
  automations?: Automations
}

async function keepCodes(
  scope: Scope,
  { connectionId, syncRunId }: FetchInput,
  label: string,
  { organisation, codes, automations }: BooksRead,
): Promise<CodesFetched> {
  await saveOrganisation(scope, connectionId, organisation)
  if (automations) await saveAutomations(scope, connectionId, automations)
  const { broken } = await replaceCodes(scope, connectionId, codes)
  if (broken.length > 0) {
    await openProblem(scope, { connectionId, code: 'MAPPING_BROKEN', values: brokenWords(broken, label), syncRunId })
    appendEvent(scope, 'mapping.broken', { connectionId, mappings: broken.length })
  } else await resolveProblems(scope, connectionId, 'connection', { codes: ['MAPPING_BROKEN'] })
  const counts = {
    taxCodes: codes.taxCodes.length,
    nominalCodes: codes.nominalCodes.length,
    bankAccounts: codes.bankAccounts.length,
    broken: broken.length,
  }
  if (syncRunId)
    await logRun(scope, syncRunId, [{ level: broken.length > 0 ? 'warning' : 'info', stage: 'codes', event: 'codes-read', facts: counts }])
  return counts
}

/** One problem for all of them: "200, 310 …: 47 waiting documents". */
function brokenWords(broken: BrokenMapping[], provider: string): Values {
  return {
    code: broken.map(({ name, bookCode }) => name ?? bookCode).join(', '),
    count: broken.reduce((sum, { documents }) => sum + documents, 0),
    provider,
  }
}
