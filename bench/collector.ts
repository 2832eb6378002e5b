import { setTimeout as pause } from 'node:timers/promises'

/** Asks a Node process for a full collection of its garbage, in its threads too: what is left of its memory is what it keeps. */
export interface Collector {
  collect(): Promise<void>
  close(): void
}

/** Over Node's inspector, which SIGUSR1 opens at the port that the process was started with (`--inspect-port`); it speaks the Chrome DevTools Protocol. */
export async function openCollector(pid: number, port: number): Promise<Collector> {
  process.kill(pid, 'SIGUSR1')
  const socket = await connect(port)
  const talk = openTalk(socket)
  await talk.ask('NodeWorker.enable', { waitForDebuggerOnStart: false })
  await pause(OPENS_WITHIN_MS) // threads are told of one by one
  return {
    collect: async () => {
      await talk.ask('HeapProfiler.collectGarbage')
      for (const thread of talk.threads) await talk.askThread(thread, 'HeapProfiler.collectGarbage')
    },
    close: () => socket.close(),
  }
}

const OPENS_WITHIN_MS = 1_000

async function connect(port: number): Promise<WebSocket> {
  await pause(OPENS_WITHIN_MS)
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[] // its form is the protocol's
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '')
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`The inspector at port ${port} did not answer`)))
  })
  return socket
}

interface Message {
  id?: number
  method?: string
  params?: { sessionId?: string; message?: string }
}

/** Questions are numbered over the process and its threads; answers of threads come wrapped. */
function openTalk(socket: WebSocket) {
  const waiting = new Map<number, () => void>()
  const threads = new Set<string>()
  let last = 0
  const hear = ({ id, method, params }: Message): void => {
    if (id !== undefined) waiting.get(id)?.()
    if (method === 'NodeWorker.attachedToWorker' && params?.sessionId) threads.add(params.sessionId)
    if (method === 'NodeWorker.receivedMessageFromWorker') hear(JSON.parse(params?.message ?? '{}'))
  }
  socket.addEventListener('message', ({ data }) => hear(JSON.parse(String(data))))
  const answered = (id: number) => new Promise<void>((resolve) => waiting.set(id, resolve))
  const ask = (method: string, params: object = {}): Promise<void> => {
    const id = ++last
    socket.send(JSON.stringify({ id, method, params }))
    return answered(id)
  }
  const askThread = (sessionId: string, method: string): Promise<void> => {
    const id = ++last
    const heard = answered(id)
    void ask('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) })
    return heard
  }
  return { threads, ask, askThread }
}
