import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import type { Post, Start } from './supervisor.ts'

/** A program of ours: its script, what it is told, and the sign that it is ready. */
export type ProgramOrder = {
  post: Post
  name: string
  script: string
  args?: readonly string[]
  environment: Readonly<Record<string, string>>
  ready: RegExp | (() => Promise<boolean>)
}

/** Starts one of our own programs on the Node that we run on ourselves. */
export async function startProgram({ folder, supervisor }: Start, order: ProgramOrder): Promise<Child> {
  return await supervisor.run(order.post, () =>
    startChild({
      name: order.name,
      command: process.execPath,
      args: [join(root, order.script), ...(order.args ?? [])],
      folder: root,
      environment: order.environment,
      ready: order.ready,
      readyWithinSeconds: 60,
      stopSignal: 'SIGTERM',
      stopWithinSeconds: 45, // a worker finishes the request it is in, for up to 40 s (worker/start-workers.ts)
      logFile: join(folder, 'logs', `${order.name.replaceAll(' ', '-')}.log`),
      guardian: supervisor.guardian,
    }),
  )
}

const root = join(import.meta.dirname, '../..')
