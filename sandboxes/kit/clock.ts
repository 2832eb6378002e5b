/** The provider's time: real time plus what tests have advanced it by. Milliseconds since 1970, UTC. */
export interface SandboxClock {
  now: () => number
  advance: (seconds: number) => void
  /** Called after every advance, so that what has become due happens. */
  onAdvance: (listener: () => void) => void
}

export function sandboxClock(): SandboxClock {
  let ahead = 0
  const listeners: (() => void)[] = []
  return {
    now: () => Date.now() + ahead,
    advance: (seconds) => {
      ahead += Math.round(seconds * 1000)
      for (const listener of listeners) listener()
    },
    onAdvance: (listener) => listeners.push(listener),
  }
}
