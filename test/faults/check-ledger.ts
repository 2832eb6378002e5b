import { equal, refOfRow, say, type Side } from './side.ts'
import { isTakenBack } from './trade.ts'

/** Nothing is left on its way, and every document says where it stands (law 10). */
export function checkLedger(side: Side): void {
  const { ledger, trade, byHand } = side
  if (side.sheet.unexplained > 0) say(side, 'tie-out', `${side.sheet.unexplained} differences are unexplained`)
  for (const envelope of ledger.openEnvelopes) say(side, `envelope ${envelope.id}`, `${envelope.operation} is still ${envelope.state}`)
  for (const item of ledger.openItems) say(side, `${item.kind}/${item.external_id}`, `an item of ${item.part} is still open`)
  for (const run of ledger.unfinishedRuns) say(side, `run ${run.id}`, `is still ${run.status}`)
  const standings = new Map(ledger.standings.map((row) => [`${row.kind}/${row.external_id}`, row]))
  for (const [ref, document] of trade.last) {
    const touched = document.kind === 'invoice' && byHand.has(document.externalId)
    const standing = standings.get(ref)
    const named = touched && side.sheet.differences.has(ref)
    if (!isTakenBack(document) && !named) equal(side, ref, 'status', touched ? 'problem' : 'inBooks', standing?.status ?? 'none')
    if (standing?.due) say(side, ref, 'is still due')
  }
  for (const problem of ledger.problems)
    if (!(problem.kind === 'invoice' && byHand.has(problem.external_id ?? '')) && !isTakenBack(trade.last.get(refOfRow(problem))))
      say(side, `${problem.kind}/${problem.external_id}`, `has the problem ${problem.code} on ${problem.part}`)
  const versions = new Map(
    ledger.links.filter(({ part }) => part === 'main').map((link) => [`${link.kind}/${link.external_id}`, link.version]),
  )
  for (const document of ledger.documents) {
    const ref = refOfRow(document)
    const version = versions.get(ref)
    const settled = byHand.has(document.external_id) || isTakenBack(trade.last.get(ref))
    if (version !== undefined && version !== document.version && !settled)
      say(side, ref, `version ${document.version} here, ${version} in the books`)
  }
}
