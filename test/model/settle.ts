import type { LinkPart } from '../../domain/entities.ts'
import { judgeArrival } from '../../domain/rules/judge-arrival.ts'
import { makesRecord } from '../../domain/rules/operation-effects.ts'
import type { ItemResult } from '../../ledger/item-result.ts'
import { entryAt } from './entry-at.ts'
import { recOf } from './facts.ts'
import { isDueAgain } from './plan.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import type { ModelDoc, ModelEnvelope, ModelItem, State } from './state.ts'

/* What ledger/settle-envelope.ts and ledger/settle-items.ts write down. */

/** Settles an envelope that the caller holds. */
export function settle(x: State, c: Scenario, r: Rules, env: ModelEnvelope, results: readonly ItemResult[]): void {
  env.state = 'settled'
  for (const [position, item] of env.items.entries()) {
    const given = results[position] ?? { result: 'absent', alone: true }
    const result = given.result === 'taken' && makesRecord(item.op) ? againstLink(x, item, given) : given
    if (result.result === 'taken') take(x, c, r, env, item, recOf(result.bookId))
    else if (result.result === 'absent') giveBack(x, env, item, result.alone)
    else refuse(x, c, r, item, result)
  }
}

function againstLink(x: State, item: ModelItem, result: ItemResult & { result: 'taken' }): ItemResult {
  const linkedTo = linkOf(x, item)?.rec
  if (judgeArrival(linkedTo === undefined ? undefined : `R${linkedTo}`, result.bookId) !== 'doubled') return result
  return { result: 'problem', code: 'DOUBLED_IN_BOOKS', values: {}, bookId: result.bookId, link: false }
}

/** A fenced attempt writes only what it learnt. */
export function learn(x: State, c: Scenario, r: Rules, env: ModelEnvelope, results: readonly ItemResult[]): void {
  for (const [position, item] of env.items.entries()) {
    const result = results[position]
    if (result?.result === 'taken') learnItem(x, c, r, env, item, result.bookId)
  }
}

export function learnItem(x: State, c: Scenario, r: Rules, env: ModelEnvelope, item: ModelItem, bookId: string): void {
  if (!makesRecord(item.op)) return
  const linkedTo = linkOf(x, item)?.rec
  const arrival = judgeArrival(linkedTo === undefined ? undefined : `R${linkedTo}`, bookId)
  if (arrival === 'link') take(x, c, r, env, item, recOf(bookId))
  if (arrival === 'doubled') entryAt(x.docs, item.d).code = 'DOUBLED_IN_BOOKS'
}

const linkOf = (x: State, item: { d: number; part: LinkPart }) => entryAt(x.docs, item.d).links.find(({ part }) => part === item.part)

function take(x: State, c: Scenario, r: Rules, env: ModelEnvelope, item: ModelItem, rec: number): void {
  close(item, 'taken')
  const doc = entryAt(x.docs, item.d)
  linkTo(x, c, r, item, rec)
  const run = x.runs[env.run]
  if (run) run.writes = run.writes.filter((write) => write.d !== item.d || write.part !== item.part)
  const more = isDueAgain(x, env.run, r.pushedVersion ? item : { ...item, version: doc.version })
  const code = doc.code === 'DOUBLED_IN_BOOKS' ? doc.code : null
  Object.assign(doc, { due: more, status: more ? 'inFlight' : 'inBooks', alone: false, waitsFor: null, since: x.t, code })
}

/** One live link each way: a record that belongs to another document is not linked twice. */
function linkTo(x: State, c: Scenario, r: Rules, item: ModelItem, rec: number): void {
  const doc = entryAt(x.docs, item.d)
  const own = linkOf(x, item)
  const version = r.pushedVersion ? item.version : doc.version
  const { rev } = entryAt(x.recs, rec)
  if (own) Object.assign(own, { version: Math.max(own.version, version), follow: false, rev })
  else if (!x.docs.some((other) => other.links.some((link) => link.rec === rec && link.part === item.part)))
    doc.links.push({ part: item.part, rec, version, follow: item.follow, adopted: false, rev })
  if (item.part === 'main') wakeChildrenOf(x, c, r, item.d)
}

export function wakeChildrenOf(x: State, c: Scenario, r: Rules, d: number): void {
  for (const child of childrenOf(x, c, r, d)) child.due = true
}

/** Documents that wait for this one. */
export function childrenOf(x: State, c: Scenario, r: Rules, d: number): ModelDoc[] {
  const { kind, id } = entryAt(c.docs, d)
  return r.children ? x.docs.filter((doc) => doc.waitsFor === `${kind}/${id}`) : []
}

function giveBack(x: State, env: ModelEnvelope, item: ModelItem, alone: boolean): void {
  close(item, 'absent')
  item.again = env.wasUnknown
  const doc = entryAt(x.docs, item.d)
  Object.assign(doc, { due: true, status: 'waiting', alone: doc.alone || alone })
  const run = x.runs[env.run]
  const { open: _open, result: _result, again: _again, ...write } = item
  if (run && !run.over) run.writes.push({ ...write, alone: write.alone || alone })
}

export function refuse(x: State, c: Scenario, r: Rules, item: ModelItem, result: ItemResult & { result: 'refused' | 'problem' }): void {
  close(item, result.result)
  if (result.result === 'problem' && result.link && result.bookId !== undefined) linkTo(x, c, r, item, recOf(result.bookId))
  Object.assign(entryAt(x.docs, item.d), { status: 'problem', due: false, since: x.t, code: result.code })
}

function close(item: ModelItem, result: NonNullable<ModelItem['result']>): void {
  item.open = false
  item.result = result
}
