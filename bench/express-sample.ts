import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../scripts/demo/demo-company.ts'
import type { Stack } from './stack.ts'
import type { TradeInvoice } from './trade.ts'

/** How long one invoice took from the moment the host sent it: until the provider had answered, and until we knew, in milliseconds. */
export interface ExpressSample {
  inBooksMs: number
  knownMs: number
}

const ASK_EVERY_MS = 50
const PATIENCE_MS = 180_000

/** Saves one invoice and waits until it is in the books. `ask`: without automatic sync a person presses Save & Sync on it. */
export async function saveAndWait(
  stack: Stack,
  company: DemoCompany,
  { externalId, ...body }: TradeInvoice,
  ask = false,
): Promise<ExpressSample> {
  const at = `/v1/companies/${company.companyId}/invoices/${externalId}`
  const begun = Date.now()
  await stack.host.put(at, body)
  if (ask) await askFor(stack, company, externalId)
  while (Date.now() - begun < PATIENCE_MS) {
    const { links } = await stack.host.get<{ links: { linkedAt: string; bookId: string }[] }>(at)
    const [link] = links
    if (link) return { inBooksMs: (await bookedAt(stack, company, begun)) - begun, knownMs: Date.parse(link.linkedAt) - begun }
    await pause(ASK_EVERY_MS)
  }
  throw new Error(`Invoice ${externalId} was not in the books after ${PATIENCE_MS / 1_000} s`)
}

async function askFor(stack: Stack, { companyId, connectionId }: DemoCompany, externalId: string): Promise<void> {
  const wish = { include: ['customersOut', 'invoices'], documents: [{ kind: 'invoice', externalId }] }
  await stack.host.post(`/v1/companies/${companyId}/connections/${connectionId}/sync-runs`, wish)
}

/** When the provider had answered the newest request with a single invoice: the sandbox and we have one clock. */
async function bookedAt(stack: Stack, { organisationId }: DemoCompany, from: number): Promise<number> {
  const calls = await stack.sandbox.recent(from, organisationId)
  const booked = calls.filter(({ method, path, bodyBytes }) => method === 'PUT' && path.endsWith('/Invoices') && bodyBytes < LARGEST_SINGLE)
  return booked.at(-1)?.finished ?? Number.NaN
}

/** A batch of fifty is larger. */
const LARGEST_SINGLE = 5_000
