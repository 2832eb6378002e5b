import type { LoggedRequest } from './request-log.ts'

/** What the log amounts to: how many calls, with which answers, how dense in time. */
export interface RequestSummary {
  count: number
  byStatus: Record<string, number>
  byPath: Record<string, number>
  /** The most calls in any 60 seconds (those refused with 429 not counted), and the most running at once, for one tenant. */
  mostInAMinute: number
  mostAtOnce: number
}

export function requestSummary(requests: LoggedRequest[]): RequestSummary {
  const taken = requests.filter((request) => request.status !== 429)
  const tenants = Map.groupBy(taken, (request) => request.tenant ?? '')
  const each = [...tenants].filter(([tenant]) => tenant !== '').map(([, mine]) => mine)
  return {
    count: requests.length,
    byStatus: counted(requests.map((request) => String(request.status ?? 'none'))),
    byPath: counted(requests.map((request) => `${request.method} ${request.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}')}`)),
    mostInAMinute: Math.max(0, ...each.map(densest)),
    mostAtOnce: Math.max(0, ...each.map(atOnce)),
  }
}

function densest(requests: LoggedRequest[]): number {
  const times = requests.map((request) => request.started).sort((a, b) => a - b)
  let [first, most] = [0, 0]
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - 60_000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

function atOnce(requests: LoggedRequest[]): number {
  const edges = requests.flatMap((request) => [
    { at: request.started, step: 1 },
    { at: request.finished ?? Number.POSITIVE_INFINITY, step: -1 },
  ])
  edges.sort((a, b) => a.at - b.at || a.step - b.step)
  let [running, most] = [0, 0]
  for (const { step } of edges) {
    running += step
    most = Math.max(most, running)
  }
  return most
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
