import type { ErrorCode } from '../domain/errors.ts'
import { defaultSettings, type Settings } from '../domain/settings.ts'
import { announce } from './changes.ts'
import type { Scope } from './database.ts'
import { canonicalJson } from '../domain/rules/canonical-json.ts'
import { differences, type Difference } from './differences.ts'
import { makeProblemsDue } from './standings.ts'

/** The settings of a connection as they are now. Version 0: nothing was saved yet, these are the defaults. */
export interface KeptSettings {
  version: number
  body: Settings
  changedBy: string | null
  changedAt: Date | null
}

/** One saving: who, when and what, field by field. */
export interface SettingsChange {
  version: number
  changedBy: string
  changedAt: Date
  differences: Difference[]
}

export type SettingsSaved = { saved: true; version: number } | { saved: false; code: ErrorCode & 'PRECONDITION_FAILED'; version: number }

/** The newest settings. A field that is younger than they are has its default. */
export async function readSettings(scope: Scope, connectionId: string): Promise<KeptSettings> {
  const newest = await scope.db
    .selectFrom('settings_versions')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest) return { version: 0, body: defaultSettings, changedBy: null, changedAt: null }
  return { version: newest.version, body: withDefaults(newest.body), changedBy: newest.changed_by, changedAt: newest.changed_at }
}

/** Settings as a run began with them. */
export async function readSettingsVersion(scope: Scope, connectionId: string, version: number): Promise<Settings | undefined> {
  if (version === 0) return defaultSettings
  const row = await scope.db
    .selectFrom('settings_versions')
    .where('connection_id', '=', connectionId)
    .where('version', '=', version)
    .select('body')
    .executeTakeFirst()
  return row && withDefaults(row.body)
}

/**
 * Saves the whole settings. `ifMatch`: the version that was read; another one now → not saved, with the version there is. The same
 * content makes no new version. What is not in the books is looked at again by the next run.
 */
export async function saveSettings(
  scope: Scope,
  connectionId: string,
  body: Settings,
  { changedBy, ifMatch }: { changedBy: string; ifMatch?: number | undefined },
): Promise<SettingsSaved> {
  await lockConnection(scope, connectionId)
  const now = await readSettings(scope, connectionId)
  if (ifMatch !== undefined && ifMatch !== now.version) return { saved: false, code: 'PRECONDITION_FAILED', version: now.version }
  if (now.version > 0 && canonicalJson(now.body) === canonicalJson(body)) return { saved: true, version: now.version }
  const version = now.version + 1
  await scope.db
    .insertInto('settings_versions')
    .values({ company_id: scope.companyId, connection_id: connectionId, version, body: JSON.stringify(body), changed_by: changedBy })
    .execute()
  await makeProblemsDue(scope, connectionId)
  await announce(scope, 'settings', connectionId)
  return { saved: true, version }
}

/** Who changed what, newest first. */
export async function settingsHistory(scope: Scope, connectionId: string, limit = 50): Promise<SettingsChange[]> {
  const versions = await scope.db
    .selectFrom('settings_versions')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .selectAll()
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute()
  return versions.slice(0, limit).map((row, index) => ({
    version: row.version,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    differences: differences(versions[index + 1]?.body ?? defaultSettings, row.body),
  }))
}

const withDefaults = (body: Settings): Settings => ({ ...defaultSettings, ...body })

/** Two savings at once: the second sees what the first has written. */
async function lockConnection(scope: Scope, connectionId: string): Promise<void> {
  await scope.db.selectFrom('connections').where('id', '=', connectionId).select('id').forUpdate().executeTakeFirstOrThrow()
}
