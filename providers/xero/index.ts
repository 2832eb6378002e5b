import type { Provider } from '../contract.ts'
import { arithmetic } from './arithmetic.ts'
import { readAutomations } from './automations.ts'
import { changes } from './changes.ts'
import { compose } from './compose.ts'
import { explain } from './errors.ts'
import { findAll } from './find.ts'
import { manifest } from './manifest.ts'
import { readCodes } from './codes.ts'
import { readOrganisation } from './organisation.ts'
import { request } from './request.ts'
import { send } from './send.ts'

/** Xero. */
export const xero: Provider = {
  manifest,
  arithmetic,
  compose,
  request,
  open(organisationId, tools) {
    const road = { organisationId, tools }
    return {
      readOrganisation: (kept) => readOrganisation(road, kept),
      readCodes: () => readCodes(road),
      readAutomations: () => readAutomations(road),
      changes: (kind, cursor, fresh) => changes(road, kind, cursor, fresh),
      send: (operation, wire, key, sendBefore) => send(road, operation, wire, key, sendBefore),
      find: async (sought) => (await findAll(road, [sought]))[0] ?? [],
      findAll: (sought) => findAll(road, sought),
    }
  },
  explain,
}
