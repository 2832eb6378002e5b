import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'
import type { ProviderName } from '../domain/entities.ts'
import { providerQueue } from './contract.ts'

/*
 * Every way in which workflows call activities, grouped by patience. Retries are decided here and by the remedy of an error, nowhere else.
 */

const backoff = { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' } as const

const ledgerPatience = {
  startToCloseTimeout: '60s',
  scheduleToCloseTimeout: '26h',
  heartbeatTimeout: '20s',
  retry: { ...backoff, initialInterval: '1s', maximumInterval: '30s' },
} as const

/** Ledger work: short, and worth a day of patience when the database is away. */
export const ledger = proxyActivities<Activities>(ledgerPatience)

/** The same, with a word for what it is about, as support reads it in the Temporal UI. */
export const ledgerAbout = (summary: string) => proxyActivities<Activities>({ ...ledgerPatience, summary })

/** Calls to an accounting package, on its own queue. 26 hours: a day limit is waited for and still fits. `summary`: what it is about, for the Temporal UI. */
export const provider = (name: ProviderName, summary?: string) =>
  proxyActivities<Activities>({
    taskQueue: providerQueue(name),
    // Look-ups of a whole batch may wait for many turns; a killed worker is noticed by its heartbeat.
    startToCloseTimeout: '15m',
    scheduleToCloseTimeout: '26h',
    heartbeatTimeout: '20s',
    retry: backoff,
    ...(summary === undefined ? {} : { summary }),
  })

/** Deliveries to a host: for as long as it takes, up to three days. */
export const outgoing = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '72h',
  retry: { initialInterval: '5s', backoffCoefficient: 3, maximumInterval: '1h' },
})
