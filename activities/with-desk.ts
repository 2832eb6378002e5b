import type { Lane } from '../domain/entities.ts'
import { errors, SyncError } from '../domain/errors.ts'
import { openAppKeys } from '../ledger/app-keys.ts'
import { markNeedsAttention, readConnection, type Connection } from '../ledger/connections.ts'
import { inCompany } from '../ledger/database.ts'
import { withFreshToken } from '../ledger/fresh-token.ts'
import { endTurn, hear, takeTurn } from '../ledger/turns.ts'
import type { Provider, Session, Tools } from '../providers/contract.ts'
import type { Deps } from './deps.ts'

/** How long a call waits in place for its turn before the activity gives its slot back. */
const PATIENCE_MS = 2_000
/** Look-ups of a whole batch may need many turns: they wait in place, so that what was learnt is not lost. */
export const LOOK_UP_PATIENCE_MS = 100_000
/** A sandbox whose limits are lifted. */
const NO_LIMITS = { perMinute: Infinity, perMinuteSpent: Infinity, reservedForExpress: 0, perDay: Infinity, concurrent: Infinity }
/** A token is given again for so long without asking the ledger: far less than what one is good for when it is given (ledger/fresh-token.ts). */
const TOKEN_KEPT_MS = 10_000
/** Longer than any request: a turn of a killed worker is given back after it. */
const TURN_LEASE_MS = 90_000

/** A provider at one connection, ready to be asked. Every call takes its turn first. */
export interface Desk {
  connection: Connection
  organisationId: string
  provider: Provider
  session: Session
  /** Takes a turn for a send; it is given back with the answer. */
  turn(): Promise<unknown>
  accessToken(): Promise<string>
}

/**
 * Works at the connection's desk and gives every turn back at the end, however it ends. Throws SyncError when the connection cannot be
 * used now; where a person has to sign in again the connection says so from then on. `patienceMs`: how long a read may wait in place for its turn; a send never waits longer than two seconds.
 */
export async function withDesk<T>(
  deps: Deps,
  at: { companyId: string; connectionId: string; lane: Lane },
  work: (desk: Desk) => Promise<T>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const running: { done: () => Promise<void> }[] = []
  const { desk, token } = await openDesk(deps, at, patienceMs, running)
  try {
    return await withTokenRenewed(desk, token, work)
  } catch (error) {
    if (error instanceof SyncError && errors[error.code].remedy === 'reconnect')
      await inCompany(deps.ledger, at.companyId, (scope) => markNeedsAttention(scope, at.connectionId, error.code))
    throw error
  } finally {
    await Promise.all(running.map((turn) => turn.done()))
  }
}

/** Two activities that renew each other's tokens do not go on for ever. */
const MOST_RENEWALS = 2

/** The access token that the last call went with. */
interface GivenToken {
  last: string | undefined
  renew(): Promise<string>
}

/**
 * A token refused earlier than it should have ended (401 TokenExpired) is renewed at once and the work done again with the new one. The first renewal may
 * bring what another process has renewed before, and that may have ended too; the second is fresh from the provider. If that is refused, no renewal will help: a person has to sign in again.
 */
async function withTokenRenewed<T>(desk: Desk, token: GivenToken, work: (desk: Desk) => Promise<T>): Promise<T> {
  for (let renewals = 0; ; renewals++) {
    try {
      return await work(desk)
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'TOKEN_EXPIRED') throw error
      if (renewals === MOST_RENEWALS) throw lost(desk.provider, error)
      await token.renew()
    }
  }
}

const lost = ({ manifest }: Provider, cause: SyncError): SyncError =>
  new SyncError('CONNECTION_LOST', { values: { provider: manifest.label }, ...(cause.detail ? { detail: cause.detail } : {}), cause })

async function openDesk(
  deps: Deps,
  at: { companyId: string; connectionId: string; lane: Lane },
  patienceMs: number,
  running: { done: () => Promise<void> }[],
): Promise<{ desk: Desk; token: GivenToken }> {
  const connection = await inCompany(deps.ledger, at.companyId, (scope) => readConnection(scope, at.connectionId))
  if (!connection) throw new SyncError('CONNECTION_NOT_READY', { values: { connection: at.connectionId } })
  if (connection.state === 'paused') throw new SyncError('CONNECTION_PAUSED')
  const usable = connection.state === 'ready' || connection.state === 'needs-permission'
  if (!usable || !connection.organisation_id || !connection.token_set_id)
    throw new SyncError('CONNECTION_LOST', { values: { provider: connection.provider } })
  const { provider, addresses } = deps.provider(connection.provider)
  const organisationId = connection.organisation_id
  const turn = async (patience: number) => {
    const taken = await waitForTurn(deps, provider, organisationId, at.lane, patience)
    running.push(taken)
    return taken
  }
  let givenAt = Number.NEGATIVE_INFINITY
  const give = async (refused?: string): Promise<string> => {
    token.last = await freshToken(deps, connection, refused)
    givenAt = performance.now()
    return token.last
  }
  const token: GivenToken = { last: undefined, renew: () => give(token.last) }
  const accessToken = async () => (token.last !== undefined && performance.now() - givenAt < TOKEN_KEPT_MS ? token.last : give())
  const tools: Tools = {
    turn: async () => void (await turn(patienceMs)),
    accessToken,
    now: deps.clock,
    apiUrl: addresses.apiUrl,
    requestTimeoutMs: provider.manifest.settle.requestTimeout,
    heard: (limits) => {
      // An answer ends the oldest call: which one does not matter, only how many are under way.
      void running.shift()?.done()
      void hear(deps.ledger, { provider: connection.provider, organisationId }, limits).catch((error: unknown) =>
        deps.log('turns-not-told', { reason: kindOf(error) }),
      )
    },
    log: deps.log,
  }
  const session = provider.open(organisationId, tools)
  return { desk: { connection, organisationId, provider, session, turn: () => turn(PATIENCE_MS), accessToken }, token }
}

async function waitForTurn(
  deps: Deps,
  provider: Provider,
  organisationId: string,
  lane: Lane,
  patienceMs: number,
): Promise<{ done: () => Promise<void> }> {
  const giveUp = performance.now() + patienceMs
  for (;;) {
    const turn = await takeTurn(deps.ledger, {
      provider: provider.manifest.name,
      organisationId,
      lane,
      limits: deps.provider(provider.manifest.name).limitsOff ? NO_LIMITS : provider.manifest.limits,
      leaseMs: TURN_LEASE_MS,
    })
    if (turn.granted) return { done: () => giveBack(deps, turn.turnId) }
    if (performance.now() + turn.retryAfterMs > giveUp)
      throw new SyncError('PROVIDER_RATE_LIMITED', {
        values: { provider: provider.manifest.label },
        retryAfterSeconds: turn.retryAfterMs / 1000,
      })
    await new Promise((resolve) => setTimeout(resolve, turn.retryAfterMs))
  }
}

/** A turn that cannot be given back because the database is away ends with its lease: nothing else may fail for it. */
async function giveBack(deps: Deps, turnId: number): Promise<void> {
  await endTurn(deps.ledger, turnId).catch((error: unknown) => deps.log('turn-not-given-back', { reason: kindOf(error) }))
}

/** What kind of failure: messages of a database may quote rows. */
const kindOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : typeof error

async function freshToken(deps: Deps, connection: Connection, refused: string | undefined): Promise<string> {
  const { signIn, addresses, app } = deps.provider(connection.provider)
  const own = await inCompany(deps.ledger, connection.company_id, (scope) => openAppKeys(scope, deps.vault, connection.provider))
  return withFreshToken(
    deps.ledger,
    deps.vault,
    { companyId: connection.company_id, tokenSetId: connection.token_set_id ?? '', refused },
    (tokens) => signIn.refresh(addresses, own ?? app, tokens),
  )
}
