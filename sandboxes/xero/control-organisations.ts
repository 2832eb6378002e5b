import { type Answered, bad, good, texts } from './control-answer.ts'
import { type Element, filled, isElement } from './element.ts'
import { defaultQuirks } from './quirks.ts'
import { newOrganisation } from './new-organisation.ts'
import type { Sandbox } from './sandbox.ts'
import { seedBooks } from './seed.ts'

/** `{name, country, currencies?, class?, planLimit?, seed: 'empty' | {contacts: […], …}}` → `{organisationId}`. */
export function createOrganisation(sandbox: Sandbox, body: Element): Answered {
  const books = newOrganisation(sandbox, {
    organisationId: filled(body, 'organisationId'),
    name: filled(body, 'name'),
    country: filled(body, 'country'),
    class: filled(body, 'class'),
    currencies: texts(body, 'currencies'),
    planLimit: filled(body, 'planLimit') === undefined ? undefined : Number(filled(body, 'planLimit')),
  })
  const seed = body['seed']
  const problems = isElement(seed) ? seedBooks(sandbox, books, seed) : []
  const { id, shortCode } = books.organisation()
  const made = { organisationId: id, shortCode }
  return problems.length === 0 ? good(made) : bad('Some of the seed was refused', { ...made, problems })
}

/** With an organisationId its books are empty again; without, the whole sandbox is as new. */
export function reset(sandbox: Sandbox, body: Element): Answered {
  const id = filled(body, 'organisationId')
  const before = id === undefined ? undefined : sandbox.organisations.get(id)?.organisation()
  if (id !== undefined && !before) return bad('There is no such organisation')
  if (before) {
    newOrganisation(sandbox, {
      organisationId: id,
      name: before.name,
      country: before.country,
      class: before.class,
      currencies: before.currencies,
    })
    return good({ organisationId: id })
  }
  sandbox.organisations.clear()
  const { identity } = sandbox
  identity.clients = new Map([['sandbox', { id: 'sandbox', secret: 'sandbox', name: 'Sandbox app' }]])
  identity.connections = []
  for (const map of [identity.sets, identity.accessTokens, identity.codes, sandbox.idempotency, sandbox.limits.windows]) map.clear()
  sandbox.limits.perOrganisation.clear()
  sandbox.faults.clear()
  sandbox.log.clear()
  sandbox.webhooks.clear()
  Object.assign(sandbox.quirks, defaultQuirks())
  sandbox.file.changed()
  return good({ ok: true })
}
