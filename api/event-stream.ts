import { createSession } from 'better-sse'
import type { Change } from '../ledger/changes.ts'
import type { House } from './house.ts'
import type { Answer } from './route.ts'

/** A stream of small notices: something of this company changed, read it again. `wanted` says which; after a lost connection comes `resync`. */
export function eventStream(house: House, companyId: string, wanted: (kind: string, id: string) => boolean): Answer {
  return {
    form: 'stream',
    open: async (request, response) => {
      const session = await createSession(request, response)
      const forward = (change: Change): void => {
        if (!session.isConnected) return
        if (!('companyId' in change)) session.push({ kind: 'resync', id: '' }, 'change')
        else if (change.companyId === companyId && wanted(change.kind, change.id))
          session.push({ kind: change.kind, id: change.id }, 'change')
      }
      const stopListening = house.changes.listen(forward)
      session.on('disconnected', stopListening)
      // What changed before the first listening is read by the first reading.
      session.push({ kind: 'resync', id: '' }, 'change')
    },
  }
}
