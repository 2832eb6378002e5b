import { useEffect } from 'react'
import { readAgain } from './query-client.ts'

const AT_MOST_EVERY_MS = 700

/**
 * Has everything below a path read again when its event stream says that something changed, and after each reconnect, because what
 * happened meanwhile is not told again.
 */
export function useChanges(stream: string, prefix: string): void {
  useEffect(() => {
    const source = new EventSource(stream)
    const again = atMostEvery(AT_MOST_EVERY_MS, () => readAgain(prefix))
    for (const name of ['open', 'change']) source.addEventListener(name, again.run)
    return () => {
      source.close()
      again.cancel()
    }
  }, [stream, prefix])
}

/** A burst of events is one reading, and the last one is not lost. */
function atMostEvery(milliseconds: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      work()
    }, milliseconds)
  }
  return { run, cancel: () => clearTimeout(timer) }
}
