import type { Tools } from './contract.ts'

/** One call to a provider: its turn first (law 9), then measured; what it throws is passed on. `turn: 'taken'` where the caller took it before. */
export async function oneCall<T>(tools: Tools, name: string, turn: 'take' | 'taken', call: () => Promise<T>): Promise<T> {
  if (turn === 'take') await tools.turn()
  const begun = performance.now()
  let outcome = 'failed'
  try {
    const answer = await call()
    outcome = 'answered'
    return answer
  } finally {
    tools.log('provider.call', { name, outcome, milliseconds: Math.round(performance.now() - begun) })
  }
}
