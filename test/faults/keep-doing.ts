import { setTimeout as pause } from 'node:timers/promises'

/** Does something again and again, with a pause after each time. What it answers ends it and waits for the last time; that throws what the work threw. */
export function keepDoing(work: () => Promise<unknown>, pauseMs: number): () => Promise<void> {
  const told = new AbortController()
  const going = (async () => {
    while (!told.signal.aborted) {
      await work()
      await Promise.race([pause(pauseMs), toldOf(told.signal)])
    }
  })()
  going.catch(() => undefined) // thrown again where it is ended
  return async () => {
    told.abort()
    await going
  }
}

const toldOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })))
