import { SyncError } from '../domain/errors.ts'
import type { Provider, SendAnswer, Session, Tools } from './contract.ts'

/**
 * A provider whose sessions keep the contract whatever happens inside: reads throw nothing but SyncError, in the provider's own
 * explanation or INTERNAL; a send never throws, because an exception would say nothing about what arrived.
 */
export function guarded(provider: Provider): Provider {
  return { ...provider, open: (organisationId, tools) => guardSession(provider, provider.open(organisationId, tools), tools) }
}

function guardSession(provider: Provider, session: Session, tools: Tools): Session {
  const explained = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (failure) {
      throw toSyncError(provider, failure, doing)
    }
  }
  return {
    readOrganisation: (kept) => explained('readOrganisation', () => session.readOrganisation(kept)),
    readCodes: () => explained('readCodes', () => session.readCodes()),
    readAutomations: () => explained('readAutomations', () => session.readAutomations()),
    changes: (kind, cursor, fresh) => explained(`changes ${kind}`, () => session.changes(kind, cursor, fresh)),
    findAll: (sought) => explained(`find ${sought.length} ${sought[0]?.operation}`, () => session.findAll(sought)),
    find: (sought) => explained(`find ${sought.operation}`, () => session.find(sought)),
    send: (operation, request, key, sendBefore) =>
      session.send(operation, request, key, sendBefore).catch((failure: unknown) => unknownOutcome(provider, tools, failure, operation)),
  }
}

/** What a failure means, in our words; one that the provider does not know is a bug of ours. */
function toSyncError(provider: Provider, failure: unknown, doing: string): SyncError {
  if (failure instanceof SyncError) return failure
  const values = { provider: provider.manifest.label, doing }
  const explanation = provider.explain(failure)
  if (explanation === undefined) return new SyncError('INTERNAL', { values, detail: nameOf(failure), cause: failure })
  const { code, detail, retryAfterSeconds } = explanation
  return new SyncError(code, {
    values: { ...values, detail, ...explanation.values },
    detail,
    cause: failure,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

/** A bug in a send: nobody can say whether the request left, so it is looked up. */
function unknownOutcome(provider: Provider, tools: Tools, failure: unknown, operation: string): SendAnswer {
  tools.log('provider.send-failed', { provider: provider.manifest.name, operation, failure: nameOf(failure) })
  return { outcome: 'unknown', detail: nameOf(failure) }
}

const nameOf = (failure: unknown): string => (failure instanceof Error ? `${failure.name}: ${failure.message}` : 'not an error')
