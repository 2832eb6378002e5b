import { readFileSync, readdirSync } from 'node:fs'

/** A part of the stack that is a process of its own (PostgreSQL: with its children). */
export type Post = 'api' | 'worker' | `worker ${number}` | 'sandbox' | 'temporal' | 'postgres'

/** Seconds of processor time that each part has used since its start; empty where the system has no /proc. */
export function processorSeconds(pids: ReadonlyMap<Post, number>): Map<Post, number> {
  const children = childrenByParent()
  return new Map(
    [...pids].map(([post, pid]) => [post, [pid, ...(children.get(pid) ?? [])].reduce((sum, each) => sum + secondsOf(each), 0)]),
  )
}

/** What each part used between two readings, in seconds with two decimals. */
export function usedBetween(before: ReadonlyMap<Post, number>, after: ReadonlyMap<Post, number>): Record<string, number> {
  return Object.fromEntries([...after].map(([post, seconds]) => [post, round(seconds - (before.get(post) ?? 0))]))
}

/** Resident memory of a process in megabytes; undefined where the system has no /proc. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? round(Number(found[1]) / 1024) : undefined
  } catch {
    return undefined // no /proc on this system
  }
}

/** Linux counts in hundredths of a second on every machine we know (`getconf CLK_TCK`). */
const TICKS = 100
const USER_TIME = 11
const PARENT = 1

/** Own time and that of children that have ended: PostgreSQL makes a process for each connection. */
function secondsOf(pid: number): number {
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = statOf(pid)
    .slice(USER_TIME, USER_TIME + 4)
    .map(Number)
  return (user + system + childrenUser + childrenSystem) / TICKS
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>()
  for (const pid of allPids()) {
    const parent = Number(statOf(pid)[PARENT])
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  return children
}

function allPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** The fields after the name, which may itself hold blanks. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return [] // ended meanwhile
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
