import { randomUUID } from 'node:crypto'
import type { Customer } from '../../domain/customer.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import { attachConsent } from '../../ledger/choose-organisation.ts'
import { createConnection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'

export const customer = (fields: Partial<Customer> = {}): Customer => ({ state: 'active', name: 'A. Smith', ...fields })

export const invoice = (fields: Partial<Invoice> = {}): Invoice => ({
  state: 'issued',
  number: randomUUID(),
  customer: 'c1',
  issueDate: '2026-03-01',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: '100', net: 10000, taxCode: 'S', nominalCode: 'sales' }],
  totals: { net: 10000, tax: 2000, gross: 12000 },
  ...fields,
})

export const payment = (fields: Partial<Payment> = {}): Payment => ({
  state: 'recorded',
  customer: 'c1',
  date: '2026-03-05',
  amount: 12000,
  currency: 'GBP',
  method: 'card',
  ...fields,
})

/** How a document came to its record: we sent its first version. */
export const pushed = { how: 'pushed', version: 1 } as const

/** A token set row as the database wants it; what is sealed in it does not matter here. */
export async function tokenSet(scope: Scope): Promise<string> {
  const { id } = await scope.db
    .insertInto('token_sets')
    .values({
      company_id: scope.companyId,
      provider: 'xero',
      provider_user_id: randomUUID(),
      client_id: 'app',
      access_token: 'sealed',
      refresh_token: 'sealed',
      access_expires_at: new Date('2030-01-01'),
      refresh_expires_at: new Date('2030-01-01'),
      scopes: '',
      scope_version: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A connection that is ready at an organisation. */
export async function readyConnection(scope: Scope, organisationId: string = randomUUID()): Promise<string> {
  const connectionId = await createConnection(scope, 'xero')
  await attachConsent(scope, connectionId, { tokenSetId: await tokenSet(scope), choices: [{ organisationId, name: 'Hotwater' }] })
  return connectionId
}
