import { join } from 'node:path'
import { type BenchCompany, makeCompany } from './company.ts'
import { firstSyncOf, type Synced } from './sync.ts'
import { type Stack, startStack } from './stack.ts'
import { makeTrade, type Trade } from './trade.ts'

/** What the benchmarks are run on: stacks that are started when first needed, and one large company for those that need full books. */
export interface Stage {
  order: BenchOrder
  /** One stack with the provider's limits and one without; at any time only one of them runs. */
  stack(limits: 'real' | 'off'): Promise<Stack>
  /** A company in the stack without limits whose books hold everything, with what its first sync came to. */
  fullBooks(): Promise<{ stack: Stack; company: BenchCompany; trade: Trade; synced: Synced }>
  stop(): Promise<void>
}

/** What the command line asks for. `scale`: a part of the size, for trying. */
export interface BenchOrder {
  folder: string
  scale: number
  minutes: number
  profile: string | undefined
  say: (line: string) => void
}

/** The size that the goals are stated for. */
const SIZE = { customers: 5_000, invoices: 10_000, payments: 8_000 }

export const sizeOf = ({ scale }: BenchOrder) => ({
  customers: Math.ceil(SIZE.customers * scale),
  invoices: Math.ceil(SIZE.invoices * scale),
  payments: Math.ceil(SIZE.payments * scale),
})

export function openStage(order: BenchOrder): Stage {
  let running: { limits: 'real' | 'off'; stack: Stack } | undefined
  let full: { stack: Stack; company: BenchCompany; trade: Trade; synced: Synced } | undefined
  const stage: Stage = {
    order,
    stack: async (limits) => {
      if (running?.limits === limits) return running.stack
      await stage.stop()
      order.say(`Starting PostgreSQL, Temporal, sandbox, API and worker; the provider's limits are ${limits} …`)
      const { profile, say } = order
      running = { limits, stack: await startStack({ folder: join(order.folder, limits), limits: limits === 'real', profile, say }) }
      return running.stack
    },
    fullBooks: async () => {
      const stack = await stage.stack('off')
      if (full?.stack === stack) return full
      const trade = makeTrade(sizeOf(order))
      order.say(`Bringing in ${trade.customers.length} customers, ${trade.invoices.length} invoices, ${trade.payments.length} payments …`)
      const company = await makeCompany(stack, 'Full Books Ltd', trade)
      order.say(`Brought in within ${company.importSeconds.toFixed(1)} s. First sync …`)
      full = { stack, company, trade, synced: await firstSyncOf(stack, company, trade) }
      return full
    },
    stop: async () => {
      await running?.stack.stop()
      running = undefined
    },
  }
  return stage
}
