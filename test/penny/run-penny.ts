import { type Answers, readDemoData } from '../../scripts/demo/answers.ts'
import { connect } from '../../scripts/demo/connect.ts'
import { mapCodes } from '../../scripts/demo/map-codes.ts'
import { type Run, saveAndSync } from '../../scripts/demo/save-and-sync.ts'
import { hireBookkeeper } from './bookkeeper.ts'
import { checkBooks } from './check-books.ts'
import { payByHand } from './hand-payments.ts'
import { deliver, type HostRecords, readHostRecords } from './host-records.ts'
import { answerAll, openProblems } from './office.ts'
import type { PennyBooks } from './penny-books.ts'
import type { PennyServers } from './penny-servers.ts'
import { type PennyStack, startPennyStack } from './penny-stack.ts'
import { portionLine, tableHead } from './portion-line.ts'
import { type Act, openScene, save, type Scene } from './scene.ts'
import { type Sheet, tieOutSheet } from './sheet.ts'
import { slice } from './slice.ts'
import { readStandings } from './standings.ts'
import { storiesOf } from './stories/stories-of.ts'
import { planTown, type Town } from './town.ts'
import { withMatches } from './with-matches.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** What is proven, and how. */
export interface PennyOrder {
  /** A folder as the demo takes it. */
  data: string
  days: number
  seed: string
  /** Only so many invoices, with everything that belongs to them. */
  invoices?: number
  /** Prints every difference of every day. */
  verbose?: boolean
  say: (line: string) => void
}

/** Rounds of answering and syncing on one day, at most: an answer can raise the next question. */
const ROUNDS = 5

/** Sends a data set in portions on days of their own, in any order, with everything that happens in an office in between; what it came to. */
export async function runPenny(servers: PennyServers, order: PennyOrder): Promise<Verdict> {
  const read = readDemoData(order.data)
  const stack = await startPennyStack(servers)
  try {
    const all = await readHostRecords(stack, read)
    const records = order.invoices === undefined ? all : slice(all, order.invoices, order.seed)
    const data = withMatches(read, records.customer.keys())
    const town = planTown(data, records, order)
    await stack.calendar.notBefore(lastDay(records))
    const acts = [...storiesOf(town), ...payByHand(town)]
    const scene = await openCompany(stack, town)
    order.say(`${data.name}: ${told(records)}, in ${order.days} portions from ${stack.calendar.today()}, seed “${order.seed}”.`)
    order.say(tableHead)
    for (scene.day = 1; scene.day <= order.days; scene.day++) await day(scene, acts, order)
    scene.day = order.days
    return await verdict(scene)
  } finally {
    await stack.stop()
  }
}

const told = (records: HostRecords): string =>
  `${records.customer.size} customers, ${records.invoice.size} invoices, ${records.credit.size} credits, ${records.payment.size} receipts and refunds`

/** The last portion lies on or after the last day of the data: what is dated later waits for its day. */
function lastDay({ invoice, credit, payment }: HostRecords): string {
  const days = [
    ...[...invoice.values(), ...credit.values()].map(({ issueDate }) => issueDate),
    ...[...payment.values()].map(({ date }) => date),
  ]
  // One in a hundred may be a mistyped year.
  return days.toSorted()[Math.floor(days.length * 0.99)] ?? '2000-01-01'
}

/** A fresh organisation with the books from before, connected and mapped. */
async function openCompany(stack: PennyStack, town: Town): Promise<Scene> {
  const { data } = town
  const organisationId = await stack.sandbox.newOrganisation(data.answers.company, data.books ?? 'empty')
  await stack.sandbox.liftLimits(organisationId)
  const { companyId } = await stack.host.post<{ companyId: string }>('/v1/companies', {
    externalId: `penny-${data.name}`,
    name: data.answers.company,
  })
  const company = {
    companyId,
    organisationId,
    connectionId: await connect(stack.host, stack.sandbox, companyId, organisationId, () => undefined),
  }
  await saveAndSync(stack.host, company, { include: ['codes'] }, () => undefined)
  const keeper = await hireBookkeeper(stack, organisationId, data.answers.accounts)
  return openScene(stack, company, town, keeper, idsOf(await keeper.books()))
}

const idsOf = (books: PennyBooks): Set<string> =>
  new Set([
    ...books.invoices.map(({ InvoiceID = '' }) => InvoiceID),
    ...books.creditNotes.map(({ CreditNoteID = '' }) => CreditNoteID),
    ...books.payments.map(({ PaymentID }) => PaymentID),
    ...books.overpayments.map(({ OverpaymentID }) => OverpaymentID),
  ])

/** One day: both clocks turn over, things happen on both sides, the host saves its portion, Save & Sync and answers until nothing is left to answer, tie-out. */
async function day(scene: Scene, acts: Act[], { say, verbose }: PennyOrder): Promise<void> {
  const { stack, company, town } = scene
  if (scene.day > 1) await stack.calendar.turnOver()
  const begun = performance.now()
  scene.saving = []
  for (const [ref, portion] of town.portions) if (portion === scene.day) arrive(scene, ref)
  for (const act of acts) {
    if (act.day !== scene.day) continue
    await act.do(scene)
    scene.told.set(act.what, (scene.told.get(act.what) ?? 0) + 1)
  }
  const saved = town.random.shuffle(scene.saving)
  await deliver(stack, company.companyId, saved, town.data.answers.mapping['taxCodes'])
  await mapCodes(stack.host, company, answersSoFar(scene), () => undefined)
  const { runs, answered } = await syncAndAnswer(scene)
  const sheet = await tieOutSheet(scene)
  if (verbose === true) for (const line of sheet.lines.filter(({ list }) => list === 'differences')) say(`  ${JSON.stringify(line)}`)
  say(
    portionLine(scene, {
      saved,
      runs,
      answered,
      sheet,
      open: (await openProblems(scene)).length,
      seconds: (performance.now() - begun) / 1_000,
    }),
  )
}

/** The office maps a code on the day on which a document first bears it. */
function answersSoFar({ host, town: { data } }: Scene): Answers {
  const lines = [...host.invoice.values(), ...host.credit.values()].flatMap(({ lines: own }) => own)
  const used = new Set([...lines.map(({ taxCode }) => taxCode), ...[...host.payment.values()].flatMap(({ method }) => method.split(' + '))])
  const accounts = Object.fromEntries(Object.entries(data.answers.accounts).filter(([code]) => used.has(code)))
  return { ...data.answers, accounts }
}

function arrive(scene: Scene, ref: string): void {
  const [kind, id] = [ref.slice(0, ref.indexOf('/')), ref.slice(ref.indexOf('/') + 1)]
  const { records } = scene.town
  // Portions are made of the records' own kinds; the body is of its kind.
  const body = records[kind as keyof HostRecords].get(id)
  if (body !== undefined) save(scene, kind as 'invoice', id, body as never)
}

async function syncAndAnswer(scene: Scene): Promise<{ runs: Run[]; answered: Map<string, number> }> {
  const { stack, company } = scene
  const runs: Run[] = []
  const answered = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    runs.push(await saveAndSync(stack.host, company, {}, () => undefined))
    const { matches, choices } = await answerAll(scene, () => undefined)
    for (const [key, count] of choices) answered.set(key, (answered.get(key) ?? 0) + count)
    if (!matches && choices.size === 0) break
  }
  return { runs, answered }
}

async function verdict(scene: Scene): Promise<Verdict> {
  const sheet: Sheet = await tieOutSheet(scene)
  const standings = await readStandings(scene)
  const away = new Map(
    standings.filter(({ linked }) => !linked).map(({ ref, status, why }) => [ref, `${status}${why === undefined ? '' : ` ${why}`}`]),
  )
  return verdictOf(scene, sheet, standings, await openProblems(scene), await checkBooks(scene, away))
}
