import { type ChildProcess, spawn } from 'node:child_process'
import { type WriteStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { childEnvironment } from '../../config.ts'
import { send } from './end-process.ts'
import type { Guardian } from './guardian.ts'

/** A program to run beside us: what to call it, how to start it and by which sign it is known to be ready. */
export type ChildOrder = {
  name: string
  command: string
  args: readonly string[]
  environment?: Readonly<Record<string, string>>
  /** Whom to run as; PostgreSQL refuses to be root. */
  account?: { uid: number; gid: number } | undefined
  folder?: string
  /** A line of its output that says it is ready, or a question to ask until it answers yes. */
  ready: RegExp | (() => Promise<boolean>)
  readyWithinSeconds: number
  stopSignal: 'SIGTERM' | 'SIGINT'
  stopWithinSeconds: number
  logFile: string
  guardian: Guardian
}

/** A running program. `exited` resolves with words for how it ended; `stop` asks it to end, and ends it when it does not. */
export type Child = {
  name: string
  pid: number
  command: string
  stopSignal: ChildOrder['stopSignal']
  logFile: string
  exited: Promise<string>
  hasExited: () => boolean
  stop: () => Promise<void>
  lastWords: () => string
  /** What it prints that looks like this, or undefined when it does not within the seconds. */
  says: (sign: RegExp, withinSeconds: number) => Promise<string | undefined>
}

/** Starts a program in a process group of its own, so that the terminal's Ctrl-C reaches us alone; resolves when it is ready. */
export async function startChild(order: ChildOrder): Promise<Child> {
  const log = createWriteStream(order.logFile, { flags: 'a', mode: 0o600 })
  const spawned = spawn(order.command, order.args, {
    cwd: order.folder,
    env: childEnvironment(order.environment ?? {}),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...order.account,
  })
  const output = collectOutput(spawned, log)
  const exited = exitOf(spawned, log, order)
  const { name, command, stopSignal, logFile } = order
  const stop = () => stopChild(spawned, exited, order)
  const says = (sign: RegExp, seconds: number) => Promise.race([output.whenSeen(sign), pause(seconds * 1_000).then(() => undefined)])
  const hasExited = () => !spawned.pid || spawned.exitCode !== null || spawned.signalCode !== null
  const child: Child = { name, command, stopSignal, logFile, pid: spawned.pid ?? 0, exited, hasExited, stop, lastWords: output.tail, says }
  if (spawned.pid) order.guardian.watch(spawned.pid, order.stopSignal)
  await untilReady(order, child, output)
  return child
}

type Output = { tail: () => string; whenSeen: (sign: RegExp) => Promise<string> }

function collectOutput(spawned: ChildProcess, log: WriteStream): Output {
  let tail = ''
  const watchers = new Set<() => void>()
  const take = (chunk: Buffer) => {
    log.write(chunk)
    tail = (tail + chunk.toString('utf8')).slice(-8_000)
    for (const watcher of watchers) watcher()
  }
  spawned.stdout?.on('data', take)
  spawned.stderr?.on('data', take)
  return {
    tail: () => tail.trim().split('\n').slice(-15).join('\n'),
    whenSeen: (sign) =>
      new Promise((resolve) => {
        const look = () => {
          const [found] = sign.exec(tail) ?? []
          if (found === undefined) return
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
      }),
  }
}

function exitOf(spawned: ChildProcess, log: WriteStream, order: ChildOrder): Promise<string> {
  return new Promise((resolve) => {
    const end = (words: string) => {
      if (spawned.pid) order.guardian.forget(spawned.pid)
      log.end()
      void finished(log).then(
        () => resolve(words),
        () => resolve(words),
      )
    }
    spawned.once('error', (error) => end(`could not be started: ${error.message}`))
    spawned.once('exit', (code, signal) => end(signal ? `was ended by ${signal}` : `ended with exit code ${code}`))
  })
}

async function untilReady(order: ChildOrder, child: Child, output: Output): Promise<void> {
  const clock = AbortSignal.timeout(order.readyWithinSeconds * 1_000)
  const ready = order.ready instanceof RegExp ? output.whenSeen(order.ready) : untilTrue(order.ready, clock)
  const verdict = await Promise.race([ready.then(() => 'ready' as const), child.exited, aborted(clock)])
  if (verdict === 'ready') return
  await child.stop()
  throw new Error(
    `${order.name} ${verdict || `was not ready after ${order.readyWithinSeconds} s`}.\n${child.lastWords()}\nIts log is ${order.logFile}`,
  )
}

async function untilTrue(ask: () => Promise<boolean>, clock: AbortSignal): Promise<void> {
  while (!clock.aborted && !(await ask())) await pause(25)
  if (clock.aborted) await new Promise(() => undefined)
}

function aborted(clock: AbortSignal): Promise<''> {
  return new Promise((resolve) => clock.addEventListener('abort', () => resolve(''), { once: true }))
}

async function stopChild(spawned: ChildProcess, exited: Promise<string>, order: ChildOrder): Promise<void> {
  if (!spawned.pid || spawned.exitCode !== null || spawned.signalCode !== null) return
  spawned.kill(order.stopSignal)
  const inTime = await Promise.race([exited.then(() => true), pause(order.stopWithinSeconds * 1_000).then(() => false)])
  if (inTime) return
  send(-spawned.pid, 'SIGKILL') // the whole group, so that nothing which the program itself started stays behind
  await exited
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
