import { type LookupAddress, lookup } from 'node:dns'
import { type LookupFunction, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

const agents = new Map<boolean, Agent>()

/**
 * An HTTP agent that connects only to public addresses, checked when the name is resolved and again for a literal address, so that a
 * host's webhook cannot be pointed at our own network. `allowLocal`: loopback too, in development.
 */
export function guardedAgent(allowLocal: boolean): Agent {
  const kept = agents.get(allowLocal)
  if (kept) return kept
  const connect = buildConnector({ timeout: 10_000, ...{ lookup: guardedLookup(allowLocal) } }) // undici hands unknown options to net.connect, which has a lookup
  const agent = new Agent({
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) && !isAllowed(host, allowLocal)) callback(new Error(`address ${host} is not allowed`), null)
      else connect(options, callback)
    },
  })
  agents.set(allowLocal, agent)
  return agent
}

/** Resolves a name and refuses it when any of its addresses is not public: a name that changes between two looks gains nothing. */
function guardedLookup(allowLocal: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error) callback(error, '', 0)
      else if (first === undefined || addresses.some(({ address }) => !isAllowed(address, allowLocal)))
        callback(new Error(`address of ${hostname} is not allowed`), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function isAllowed(address: string, allowLocal: boolean): boolean {
  const range = ipaddr.process(address).range()
  return range === 'unicast' || (allowLocal && range === 'loopback')
}
