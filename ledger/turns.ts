import { sql, type Transaction } from 'kysely'
import type { Lane, ProviderName } from '../domain/entities.ts'
import { commitEarly, type Ledger } from './database.ts'
import type { Tables } from './tables.ts'

/** What a provider allows for one organisation, whoever calls; as in its manifest. Infinity: no limit. */
export interface TurnLimits {
  perMinute: number
  /** How much of a minute bulk may spend. */
  perMinuteSpent: number
  /** How much more of it an express call may spend, never beyond `perMinute`. */
  reservedForExpress: number
  perDay: number
  concurrent: number
}

export interface BooksRef {
  provider: ProviderName
  organisationId: string
}

/** Permission for one call, or how long to wait before asking again (milliseconds). */
export type Turn = { granted: true; turnId: number } | { granted: false; retryAfterMs: number }

/** What the provider said with an answer. */
export interface Heard {
  minuteLeft?: number | undefined
  dayLeft?: number | undefined
  retryAfterSeconds?: number | undefined
  /** Which limit a refusal was for, in the provider's word. */
  problem?: string | undefined
}

type Db = Transaction<Tables>
interface Wish extends BooksRef {
  lane: Lane
  limits: TurnLimits
}

/** Bulk leaves so much of a day to the documents that a person waits for. */
const BULK_SHARE_OF_DAY = 0.98
/** When every place is taken: a call takes some hundred milliseconds. */
const ASK_AGAIN_MS = 100
/** How long an express call that was refused keeps a place free; it asks again well before. */
const WANTED_MS = 3_000
const MINUTE_MS = 60_000
/** No call is under way longer than this: how far back places and the last minute are looked for. */
const LONGEST_LEASE = '15 minutes'
const PRUNE_EVERY = 200

/**
 * Asks for permission to make one call (law 9). All processes ask here, by the database's clock and under the lock of the organisation's
 * row, so together they never exceed the limits. A call counts for the minute until 60 seconds after it has ended, not after it began:
 * when it reached the provider lies in between. A turn is not waited for until it is on the disk: before something is sent a commit follows that is.
 */
export function takeTurn(ledger: Ledger, wish: Wish & { leaseMs: number }): Promise<Turn> {
  return ledger.app.transaction().execute(async (db) => {
    await lockBooks(db, wish)
    const wait = await waitFor(db, wish)
    if (wait > 0) {
      if (wish.lane === 'express') await keepAPlace(db, wish, wait)
      return { granted: false, retryAfterMs: wait }
    }
    const turnId = await begin(db, wish)
    if (turnId % PRUNE_EVERY === 0) await prune(db, wish)
    return { granted: true, turnId }
  })
}

/** The call is over, however it ended. One that is never ended counts until its lease is over. */
export async function endTurn(ledger: Ledger, turnId: number): Promise<void> {
  await sql`
    update turns set ended_at = clock_timestamp() where id = ${turnId} and ended_at is null
    returning ${commitEarly}`.execute(ledger.app)
}

/** Takes in what the provider said: nobody calls before its Retry-After is over, nor at once when nothing is left. */
export async function hear(ledger: Ledger, books: BooksRef, heard: Heard): Promise<void> {
  const pause = pauseSeconds(heard)
  if (pause === 0) return noteWhatIsLeft(ledger, books, heard)
  await sql`
    insert into turn_books as b (provider, organisation_id, not_before, minute_left, day_left, heard_at)
    values (${books.provider}, ${books.organisationId}, clock_timestamp() + make_interval(secs => ${pause}), ${heard.minuteLeft ?? null},
      ${heard.dayLeft ?? null}, clock_timestamp())
    on conflict (provider, organisation_id) do update
    set not_before = greatest(b.not_before, excluded.not_before), minute_left = coalesce(excluded.minute_left, b.minute_left),
      day_left = coalesce(excluded.day_left, b.day_left), heard_at = excluded.heard_at`.execute(ledger.app)
}

/** For people to see, so now and then is enough: every answer says it, and the row is the one that all callers wait for. */
async function noteWhatIsLeft(ledger: Ledger, { provider, organisationId }: BooksRef, { minuteLeft, dayLeft }: Heard): Promise<void> {
  if (minuteLeft === undefined && dayLeft === undefined) return
  await sql`
    update turn_books set minute_left = coalesce(${minuteLeft ?? null}, minute_left), day_left = coalesce(${dayLeft ?? null}, day_left),
      heard_at = clock_timestamp()
    where provider = ${provider} and organisation_id = ${organisationId}
      and (heard_at is null or heard_at < clock_timestamp() - interval '10 seconds')`.execute(ledger.app)
}

function pauseSeconds({ retryAfterSeconds, problem, dayLeft, minuteLeft }: Heard): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds
  // Whether a refusal for concurrency or for the day carries Retry-After is not documented.
  if (problem === 'day' || dayLeft === 0) return 300
  if (problem !== undefined) return 5
  return minuteLeft === 0 ? 1 : 0
}

async function lockBooks(db: Db, { provider, organisationId }: BooksRef): Promise<void> {
  const lock = sql`select ${commitEarly} from turn_books where provider = ${provider} and organisation_id = ${organisationId} for update`
  const { rows } = await lock.execute(db)
  if (rows.length > 0) return
  await sql`insert into turn_books (provider, organisation_id) values (${provider}, ${organisationId}) on conflict do nothing`.execute(db)
  await lock.execute(db)
}

/** Milliseconds until there may be a turn; 0: now. A statement of its own after the lock, so that it sees what the last holder has written. */
async function waitFor(db: Db, wish: Wish): Promise<number> {
  const { provider, organisationId } = wish
  const most = caps(wish)
  const { rows } = await sql<{ pause: number; places: number; wanted: boolean; minute: number; day: number }>`
    with recent as (
      select ended_at, lease_until, coalesce(ended_at, lease_until) as over from turns
      where provider = ${provider} and organisation_id = ${organisationId} and taken_at > clock_timestamp() - interval '1 minute' - ${LONGEST_LEASE}::interval
    )
    select
      extract(epoch from b.not_before - clock_timestamp())::float8 * 1000 as pause,
      (select count(*)::int from recent where ended_at is null and lease_until > clock_timestamp()) as places,
      coalesce(b.express_wanted_until > clock_timestamp(), false) as wanted,
      ${untilBelow(sql`select over + interval '1 minute' as at from recent`, most.minute)} as minute,
      ${untilBelow(sql`select taken_at + interval '1 day' as at from turns where provider = ${provider} and organisation_id = ${organisationId} and taken_at > clock_timestamp() - interval '1 day'`, most.day)} as day
    from turn_books b where provider = ${provider} and organisation_id = ${organisationId}`.execute(db)
  const [row] = rows
  if (!row) return ASK_AGAIN_MS
  const places = wish.limits.concurrent - (wish.lane === 'bulk' && row.wanted ? 1 : 0)
  const wait = Math.max(row.pause ?? 0, row.minute ?? 0, row.day ?? 0, row.places >= places ? ASK_AGAIN_MS : 0)
  return wait > 0 ? Math.ceil(wait) : 0
}

/** The moment at which fewer than `cap` of these will still count: the cap-th youngest's end. NULL where there are fewer already. */
const untilBelow = (moments: ReturnType<typeof sql>, cap: number) =>
  Number.isFinite(cap)
    ? sql`(select extract(epoch from at - clock_timestamp())::float8 * 1000 from (${moments}) m where at > clock_timestamp() order by at desc offset ${cap - 1} limit 1)`
    : sql`0`

function caps({ lane, limits }: Wish): { minute: number; day: number } {
  if (lane === 'bulk') return { minute: limits.perMinuteSpent, day: Math.floor(limits.perDay * BULK_SHARE_OF_DAY) }
  return { minute: Math.min(limits.perMinute, limits.perMinuteSpent + limits.reservedForExpress), day: limits.perDay }
}

async function keepAPlace(db: Db, { provider, organisationId }: BooksRef, wait: number): Promise<void> {
  await sql`
    update turn_books set express_wanted_until = clock_timestamp() + make_interval(secs => ${(Math.min(wait, MINUTE_MS) + WANTED_MS) / 1000})
    where provider = ${provider} and organisation_id = ${organisationId}`.execute(db)
}

async function begin(db: Db, { provider, organisationId, lane, leaseMs }: Wish & { leaseMs: number }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into turns (provider, organisation_id, lane, taken_at, lease_until)
    values (${provider}, ${organisationId}, ${lane}, clock_timestamp(), clock_timestamp() + make_interval(secs => ${leaseMs / 1000}))
    returning id`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An insert answers its row')
  return row.id
}

/** What counts for no limit any more is not kept. */
async function prune(db: Db, { provider, organisationId }: BooksRef): Promise<void> {
  await sql`
    delete from turns where provider = ${provider} and organisation_id = ${organisationId} and taken_at < clock_timestamp() - interval '25 hours'`.execute(
    db,
  )
}
