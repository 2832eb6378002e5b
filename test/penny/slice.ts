import { seeded } from '../../examples/generator/random.ts'
import type { HostRecords } from './host-records.ts'

/** Some of the customers with everything of theirs, until there are so many invoices. */
export function slice(records: HostRecords, invoices: number, seed: string): HostRecords {
  const byCustomer = Map.groupBy(records.invoice.values(), ({ customer }) => customer)
  const kept = new Set<string>()
  let count = 0
  for (const id of seeded(`${seed} slice`).shuffle([...records.customer.keys()])) {
    if (count >= invoices) break
    count += byCustomer.get(id)?.length ?? 0
    kept.add(id)
  }
  for (const id of kept) {
    const { mergedInto, parent } = records.customer.get(id) ?? {}
    for (const other of [mergedInto, parent]) if (other !== undefined) kept.add(other)
  }
  const of = <T extends { customer: string }>(all: Map<string, T>) => new Map([...all].filter(([, { customer }]) => kept.has(customer)))
  return {
    customer: new Map([...records.customer].filter(([id]) => kept.has(id))),
    invoice: of(records.invoice),
    credit: of(records.credit),
    payment: of(records.payment),
  }
}
