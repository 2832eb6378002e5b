import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDemoData } from './answers.ts'
import { bringIn } from './bring-in.ts'
import { checkBooks } from './check-books.ts'
import { checkOutcomes } from './check-outcomes.ts'
import { connect } from './connect.ts'
import type { DemoCompany } from './demo-company.ts'
import { type HostClient, openHostClient } from './host-client.ts'
import { mapCodes } from './map-codes.ts'
import { answerMatches } from './answer-matches.ts'
import { previewAndProceed } from './preview-and-proceed.ts'
import { openSandboxControl } from './sandbox-control.ts'
import { saveAndSync } from './save-and-sync.ts'
import { tieOut } from './tie-out.ts'
import { untilQuiet } from './until-quiet.ts'

/** What the demo runs against, and how. */
export interface DemoOrder {
  api: string
  sandbox: string
  folder: string
  data: string
  limitsOff: boolean
  /** Repeats the sync on the company of the run before. */
  again: boolean
  say: (line: string) => void
}

/** Changes nothing in the books and costs at most this many calls when everything is there already. */
const CALLS_AGAIN = 12

/** The whole main job; true: nothing unexplained, nothing doubled, everything as expected. */
export async function runDemo(order: DemoOrder): Promise<boolean> {
  const host = openHostClient(order.api, readFileSync(join(order.folder, 'operator-key'), 'utf8').trim())
  const data = readDemoData(order.data)
  const kept = join(order.folder, `company-${data.name}.json`)
  if (order.again) return again(order, host, readKept(kept))
  const sandbox = openSandboxControl(order.sandbox)
  const organisationId = await sandbox.newOrganisation(data.answers.company, data.books ?? 'empty')
  if (order.limitsOff) await sandbox.liftLimits(organisationId)
  const companyId = await bringIn(host, data, order.say)
  const company: DemoCompany = {
    companyId,
    organisationId,
    connectionId: await connect(host, sandbox, companyId, organisationId, order.say),
  }
  writeFileSync(kept, JSON.stringify(company))
  await saveAndSync(host, company, { include: ['codes'] }, () => undefined)
  await mapCodes(host, company, data.answers, order.say)
  const first = await previewAndProceed(host, company, order.say)
  const answered = await answerMatches(host, sandbox, company, data.answers, order.say)
  await untilQuiet(host, company)
  const second = !answered || (await previewAndProceed(host, company, order.say))
  const agrees = await tieOut(host, company, order.say)
  const booked = await checkBooks(sandbox, company, data, order.say)
  return (await checkOutcomes(host, company, data.expected, order.say)) && first && second && booked && agrees
}

function readKept(path: string): DemoCompany {
  if (!existsSync(path)) throw new Error('There is no earlier demo to repeat: run it without --again first.')
  return JSON.parse(readFileSync(path, 'utf8')) as DemoCompany // written by runDemo
}

async function again(order: DemoOrder, host: HostClient, company: DemoCompany): Promise<boolean> {
  const sandbox = openSandboxControl(order.sandbox)
  const before = JSON.stringify(await sandbox.books(company.organisationId))
  const asked = await sandbox.calls(company.organisationId)
  await saveAndSync(host, company, {}, order.say)
  const calls = (await sandbox.calls(company.organisationId)) - asked
  const same = JSON.stringify(await sandbox.books(company.organisationId)) === before
  order.say(`Again: the books are ${same ? 'unchanged' : 'CHANGED'}, ${calls} calls (at most ${CALLS_AGAIN}).`)
  return same && calls <= CALLS_AGAIN
}
