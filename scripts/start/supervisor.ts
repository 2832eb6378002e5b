import type { Child } from './child.ts'
import { type Guardian, startGuardian } from './guardian.ts'
import { endLeftovers } from './leftovers.ts'
import { forgetServices, writeServices } from './services-file.ts'

/** What can be started beside us, in the order in which it is stopped: whoever asks goes before whom it asks. */
export const posts = ['worker', 'api', 'sandbox', 'temporal', 'postgres'] as const
export type Post = (typeof posts)[number]

/** Keeps what was started: notices when something ends by itself, and stops everything in order. */
export type Supervisor = {
  guardian: Guardian
  /** Starts a program and watches it from then on; throws when everything is being stopped. */
  run: (post: Post, start: () => Promise<Child>) => Promise<Child>
  /** What a worker or api started by hand needs to know. */
  announce: (environment: Readonly<Record<string, string>>) => void
  stop: () => Promise<void>
  /** Words for what ended by itself; pending as long as all is well. */
  lost: Promise<string>
}

/** What a start is made of: the folder of its data, who watches over it, and how it speaks. */
export type Start = {
  folder: string
  supervisor: Supervisor
  say: (line: string) => void /** Calls to sandboxes are not paced. */
  limitsOff?: boolean
}

/** Takes charge of a data folder; throws when somebody else has. */
export async function takeCharge(folder: string, say: (line: string) => void): Promise<Supervisor> {
  await endLeftovers(folder, say)
  const guardian = startGuardian()
  const running: { post: Post; child: Child }[] = []
  const lost = Promise.withResolvers<string>()
  let environment: Readonly<Record<string, string>> = {}
  let stopping: Promise<void> | undefined
  const note = () =>
    writeServices(folder, { supervisor: process.pid, environment, processes: running.map(({ child }) => processOf(child)) })
  note()
  return {
    guardian,
    lost: lost.promise,
    announce: (found) => {
      environment = found
      note()
    },
    run: async (post, start) => {
      if (stopping) throw new Error('stopped while starting')
      const child = await start()
      running.push({ post, child })
      if (stopping) await child.stop()
      else note()
      void child.exited.then(
        (how) =>
          stopping ?? lost.resolve(`${child.name} (process ${child.pid}) ${how}.\n${child.lastWords()}\nIts log is ${child.logFile}`),
      )
      return child
    },
    stop: () =>
      (stopping ??= (async () => {
        for (const post of posts) await Promise.all(running.filter((one) => one.post === post).map(({ child }) => stopOne(child, say)))
        await guardian.dismiss()
        forgetServices(folder)
      })()),
  }
}

function processOf({ name, pid, command, stopSignal }: Child) {
  return { name, pid, command, stopSignal }
}

async function stopOne(child: Child, say: (line: string) => void): Promise<void> {
  if (child.hasExited()) return
  say(`Stopping ${child.name} …`)
  await child.stop()
}
