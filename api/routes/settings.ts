import { dayInZone } from '../../domain/days.ts'
import { SyncError } from '../../domain/errors.ts'
import { automationsOf } from '../../domain/rules/automations-of.ts'
import type { Settings } from '../../domain/settings.ts'
import { readCodes } from '../../ledger/codes.ts'
import type { Connection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { readSettings, saveSettings, settingsHistory } from '../../ledger/settings.ts'
import { importedMapping, usedCodes } from '../../ledger/used-codes.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { askSync } from '../ask-sync.ts'
import { ringAll } from '../asked-run.ts'
import { connectionOf, runningConnectionOf } from '../connection-of.ts'
import * as contract from '../contract/connections.ts'
import { acceptedSyncRun } from '../contract/sync-runs.ts'
import { explain } from '../explain.ts'
import { ifMatchOf } from '../if-match.ts'
import { asMoment } from '../page.ts'
import { proposeSettings } from '../propose-settings.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { checkSettings, missingSettings, settingsWarnings } from '../settings-check.ts'

const one = '/v1/companies/{companyId}/connections/{connectionId}'

/** Settings and mapping, and the codes of the books that they lead to. */
export const settingsRoutes: Route[] = [
  companyRoute(
    { method: 'get', path: `${one}/settings`, summary: 'Read settings with what is missing', reply: contract.settingsReply },
    async ({ params, inCompany }) =>
      inCompany(async (scope) => {
        const reply = await settingsReply(scope, await connectionOf(scope, params.connectionId))
        return json(reply, 200, { ETag: `"${reply.version}"` })
      }),
  ),
  companyRoute(
    {
      method: 'put',
      path: `${one}/settings`,
      summary: 'Save the whole settings; If-Match with the version read',
      body: contract.settingsBody,
      reply: contract.settingsReply,
    },
    async ({ params, body, request, askedBy, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const { numberMaxLength } = frontDesk[connection.provider].manifest
        await checkSettings(scope, body, { used: await usedCodes(scope), codes: await readCodes(scope, connection.id), numberMaxLength })
        const saved = await saveSettings(scope, connection.id, body, { changedBy: askedBy, ifMatch: ifMatchOf(request) })
        if (!saved.saved) throw new SyncError(saved.code)
        const reply = await settingsReply(scope, connection)
        return json(reply, 200, { ETag: `"${reply.version}"` })
      }),
  ),
  companyRoute(
    {
      method: 'get',
      path: `${one}/settings/proposal`,
      summary: 'A first mapping from names and rates, with reasons',
      reply: contract.proposal,
    },
    async ({ params, company, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const today = dayInZone(Date.now(), company.time_zone)
        const { body: settings } = await readSettings(scope, connection.id)
        const [used, codes, imported] = [await usedCodes(scope), await readCodes(scope, connection.id), await importedMapping(scope)]
        return json(proposeSettings({ settings, used, codes, imported, organisation: connection.organisation, today }))
      }),
  ),
  companyRoute(
    { method: 'get', path: `${one}/codes`, summary: 'The codes of the books', reply: contract.codes },
    async ({ params, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return json({ readAt: asMoment(connection.codes_read_at), ...(await readCodes(scope, connection.id)) })
      }),
  ),
  companyRoute(
    { method: 'post', path: `${one}/codes/refresh`, summary: 'Read the codes again: a run', reply: acceptedSyncRun, statuses: [202] },
    async ({ house, company, params, askedBy, inCompany }) => {
      const { requested, ring } = await inCompany(async (scope) =>
        askSync(scope, await runningConnectionOf(scope, params.connectionId), { include: ['codes'], askedBy }),
      )
      await ringAll(house, company.company_id, [ring])
      return json({ syncRunId: requested.syncRunId, joined: requested.joined }, 202)
    },
  ),
]

async function settingsReply(scope: Scope, connection: Connection): Promise<contract.SettingsReply> {
  const kept = await readSettings(scope, connection.id)
  const used = await usedCodes(scope)
  const history = await settingsHistory(scope, connection.id)
  return {
    version: kept.version,
    changedAt: asMoment(kept.changedAt),
    changedBy: kept.changedBy,
    settings: kept.body,
    missing: missingSettings(kept.body, used),
    warnings: settingsWarnings(kept.body, await readCodes(scope, connection.id), used),
    automations: automationsReply(kept.body, connection),
    versions: history.map(({ version, changedAt, changedBy }) => ({ version, changedBy, changedAt: changedAt.toISOString() })),
  }
}

function automationsReply(settings: Settings, { organisation, provider }: Connection): contract.Automations {
  const { label } = frontDesk[provider].manifest
  return {
    readAt: organisation?.automations?.readAt ?? null,
    items: automationsOf(organisation?.automations, settings).map(({ name, state, code, detail }) => ({
      name,
      state,
      explained: code === undefined ? null : explain(code, {}, detail, label),
    })),
  }
}
