import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import { booksOf, openSandbox } from '../faults/sandbox.ts'
import { setUp } from '../faults/set-up.ts'
import { type Stack, startStack } from '../faults/stack.ts'
import { customer, invoice } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'

/* Each part of what runs in production killed (SIGKILL) in the middle of a call to the provider, and put up again: what was asked for is done, once. */

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-trouble-'))
let stack: Stack
let company: DemoCompany
let path: string
beforeAll(async () => {
  stack = await startStack({ folder, workers: 1, batch: 50, bundle: inject('workflowBundlePath') })
  company = await setUp(stack, 'Restarts', false)
  path = `/v1/companies/${company.companyId}`
  await stack.host.put(`${path}/customers/C`, customer('Customer C'))
}, 180_000)
afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

const strikes: Record<string, () => Promise<unknown>> = {
  'a worker': () => stack.replaceWorker('kill'),
  'the API': () => stack.restart('api', 'kill', 200),
  'the Temporal server': () => stack.restart('temporal', 'kill', 200),
  PostgreSQL: () => stack.restart('postgres', 'kill', 200),
}

for (const [index, [what, strike]] of Object.entries(strikes).entries()) {
  test(`${what} killed in the middle of a call loses nothing and puts nothing in twice; the run that was asked for ends`, {
    timeout: 150_000,
  }, async () => {
    const numbers = ['A', 'B', 'C'].map((letter) => `${index}-${letter}`)
    for (const number of numbers) await stack.host.put(`${path}/invoices/${number}`, invoice(number, 'C', 10_000))
    const sandbox = openSandbox(stack.sandboxUrl)
    const { id } = await sandbox.control<{ id: string }>('faults', {
      match: { path: '/Invoices\\?', method: 'PUT' },
      times: 1,
      kind: 'slow',
      delayMs: 400,
    })
    const runs = `${path}/connections/${company.connectionId}/sync-runs`
    const { syncRunId } = await stack.host.post<{ syncRunId: string }>(runs, {})
    await until(
      () => sandbox.hasStruck(id),
      (struck) => struck,
    )
    await strike()
    const run = await until(
      () => stack.host.get<{ status: string; finishedAt: string | null; problem: object | null }>(`${runs}/${syncRunId}`),
      ({ finishedAt }) => finishedAt !== null,
    )
    expect(run).toMatchObject({ status: 'Done', problem: null })
    const { invoices } = await booksOf(stack.sandboxUrl, company.organisationId)
    const booked = invoices.map((record) => String(record['InvoiceNumber'])).filter((number) => number.startsWith(`${index}-`))
    expect(booked.toSorted()).toEqual(numbers)
    for (const number of numbers) expect((await stack.host.get<{ status: string }>(`${path}/invoices/${number}`)).status).toBe('inBooks')
    expect(stack.deaths).toEqual([])
  })
}
